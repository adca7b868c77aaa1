// A critique is a request for feedback on a piece of work, the critics who were asked, and what they wrote.
#pragma once

#include "core/critique/account.hpp"
#include "core/ids.hpp"
#include "core/instant.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

enum class work_stage
{
    idea,
    draft,
    done,
};

// When the asker reads what was written.
enum class critique_reading
{
    as_it_comes,
    all_together, // once the request has ended
};

enum class critique_state
{
    open,
    in_session, // nobody wrote in time: the group gives it ten minutes of `meeting`
    finished,   // there is feedback, in writing or given in a session
    withdrawn,  // the asker took it back, or left
};

struct critique
{
    critique_id id;
    group_id group;
    int number = 0; // counts up within the group: what people type
    member_id asker;
    std::string subject;      // a link, http(s), or the words by which the group knows the work
    bool external = false;    // somebody else's work: nothing of it ever leaves the group
    std::string purpose = {}; // what it is for
    work_stage stage = work_stage::draft;
    std::string wanted = {};   // what to look at
    std::string unwanted = {}; // what not
    critique_reading reading = critique_reading::as_it_comes;
    int critics = 3; // so many are wanted
    critique_state state = critique_state::open;
    instant opened_at;
    instant volunteers_until; // from then on the bot asks
    instant due_at;
    std::optional<instant> ended_at = {};
    session_id meeting = {}; // set while and after it is in a session
    card_id card = {};       // in the channel
    // The facilitators were told that nobody is free, or asked what to do about the silence; unset again when
    // somebody is asked.
    std::optional<instant> facilitators_asked_at = {};
    std::string changed = {}; // what the asker said two weeks later
    std::string summary = {}; // as the asker approved it for the channel

    bool ended() const { return ended_at.has_value(); }
};

// Why somebody looks at it.
enum class critic_cause
{
    volunteered,
    asked, // by the bot
    named, // by a facilitator
};

enum class critic_state
{
    waiting,  // has not handed in
    given,    // has
    declined, // said "not me"
    let_off,  // was silent, and somebody else was asked; may still hand in
    gone,     // paused or left
};

struct critic
{
    critique_id request;
    member_id member;
    critic_cause cause = critic_cause::asked;
    critic_state state = critic_state::waiting;
    instant asked_at; // when the request reached them, or will; of volunteers, when they pressed
    std::optional<instant> settled_at = {};

    bool stands() const { return state == critic_state::waiting || state == critic_state::given; }
};

// What the advice comes from.
enum class advice_source
{
    did_it,
    saw_it,
    idea,
};

// The three things that a critic is asked for, by their place in `feedback::parts`.
enum class critique_part
{
    noticed,   // "I noticed"
    works,     // "it works, or not, because"
    could_try, // "you could try"
};
inline constexpr std::size_t critique_parts = 3;
inline constexpr std::size_t parts_needed = 2;

// What one critic wrote: a draft until it is handed in. Only its author sees a draft.
struct feedback
{
    critique_id request;
    member_id author;
    std::array<std::string, critique_parts> parts = {};
    std::optional<advice_source> source = {};
    instant saved_at;
    std::optional<instant> handed_in_at = {};
    std::array<bool, critique_parts> helpful = {}; // as the asker marked it
    std::optional<instant> thanked_at = {};        // when the author was told so, which is once
};

class critique_repository
{
  public:
    virtual ~critique_repository() = default;
    virtual std::optional<critique> find(critique_id id) = 0;
    virtual std::optional<critique> find_number(group_id group, int number) = 0;
    // Those in state open or in_session, oldest first.
    virtual std::vector<critique> running(group_id group) = 0;
    // Whatever became of them, newest first.
    virtual std::vector<critique> newest(group_id group, int at_most) = 0;
    // Those that are to get ten minutes of that session.
    virtual std::vector<critique> in_session(session_id meeting) = 0;
    // Stores it under the group's next number and returns it as stored.
    virtual critique add(const critique& fresh) = 0;
    virtual void save(const critique& changed) = 0;

    // In the order in which they were asked.
    virtual std::vector<critic> critics(critique_id request) = 0;
    virtual std::optional<critic> critic_of(critique_id request, member_id member) = 0;
    // Adds the row or replaces it.
    virtual void save_critic(const critic& changed) = 0;
    // Requests in state open for which the member is in state waiting, oldest first.
    virtual std::vector<critic> waiting_for(member_id member) = 0;
    virtual int count_waiting_for(member_id member) = 0;

    virtual std::optional<feedback> feedback_by(critique_id request, member_id author) = 0;
    // Handed in only, in that order.
    virtual std::vector<feedback> handed_in(critique_id request) = 0;
    // Adds the row or replaces it.
    virtual void save_feedback(const feedback& changed) = 0;

    // When one of the two last handed in feedback to the other; nothing when neither ever did.
    virtual std::optional<instant> last_met(group_id group, member_id asker, member_id critic) = 0;

    // The account of who owes critiques: entries are facts, balances their sums.
    virtual void book(group_id group, const critique_entry& entry) = 0;
    virtual std::vector<critique_balance> balances(group_id group) = 0;
    // Of one request, in the order in which they were booked.
    virtual std::vector<critique_entry> booked(critique_id request) = 0;
};

} // namespace peerbot::core
