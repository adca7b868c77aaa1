// What happens around a turn besides leading it: offers to take it over, who was asked as backup, and a log
// of every change of who leads.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

enum class offer_state
{
    open,
    accepted,
    declined,
    withdrawn, // by its holder, or because somebody leads the session for sure by now
    expired,
};

enum class offer_cause
{
    cannot,      // the holder said that they cannot make it
    unanswered,  // who was asked has not answered
    unavailable, // the holder left, or is away on that day
};

// A turn that somebody else can take: one named person, or whoever of the group is first. It lasts until it
// is answered, or until `ends_at`.
struct turn_offer
{
    offer_id id;
    session_id meeting;
    offer_cause cause = offer_cause::cannot;
    member_id from;            // whose turn it is, or was
    member_id to = {};         // the person asked by name; empty when it is for the whole group
    session_id in_return = {}; // a coming session of `to` that goes to `from`; empty when there is none
    offer_state state = offer_state::open;
    instant opened_at;
    instant ends_at;
    member_id answered_by = {}; // set when accepted or declined
    card_id card = {};          // of an offer to the group
};

// Why the leader of a session changed.
enum class turn_cause
{
    asked,       // it was their turn
    confirmed,   // they said yes
    offered,     // they cannot make it, and offered it to the group; theirs until somebody takes it
    passed,      // they let it pass
    unavailable, // they left, or are away on that day
    took_offer,  // first to take an open offer
    swapped,     // agreed with whose turn it was
    stood_in,    // was asked as backup, and said yes
    named,       // a facilitator chose
    planned,     // the plan that came of a vote
    moved,       // it was moved, and the order decides anew
    no_training, // it became a session that nobody leads
    led,         // another person led it than was planned
};

// One change of who leads a session. Confirming is one too, from a person to themselves.
struct turn_change
{
    session_id meeting;
    member_id from;            // empty when nobody led it
    member_id to;              // empty when nobody leads it from then on
    std::optional<user_id> by; // nobody when the rotation did it
    turn_cause cause = turn_cause::asked;
    instant at;
};

class turn_repository
{
  public:
    virtual ~turn_repository() = default;
    // At most one offer of a session is open.
    virtual offer_id add(const turn_offer& fresh) = 0;
    virtual void save(const turn_offer& changed) = 0;
    virtual std::optional<turn_offer> find(offer_id id) = 0;
    virtual std::optional<turn_offer> open_for(session_id meeting) = 0;
    // The newest offer of a session, whatever became of it.
    virtual std::optional<turn_offer> newest_for(session_id meeting) = 0;
    // Open offers of the turns of a member, or made to them.
    virtual std::vector<turn_offer> open_with(member_id person) = 0;

    // Everybody who was asked to step in, first to last.
    virtual void add_backup(session_id meeting, member_id person, instant at) = 0;
    virtual void decline_backup(session_id meeting, member_id person, instant at) = 0;
    virtual std::vector<member_id> backups(session_id meeting) = 0;
    // The one who was asked last and has not declined.
    virtual std::optional<member_id> backup(session_id meeting) = 0;
    // As if nobody had been asked.
    virtual void forget_backups(session_id meeting) = 0;

    virtual void note(const turn_change& change) = 0;
    // Of a session, oldest first.
    virtual std::vector<turn_change> changes(session_id meeting) = 0;
};

} // namespace peerbot::core
