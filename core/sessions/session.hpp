// A session is one meeting of a group: a local date and time, and who leads it.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

// So many sessions ahead are always planned.
inline constexpr int planned_ahead = 6;

enum class session_state
{
    planned,
    held,
    cancelled,
};

// What the hour is for. Only a training needs a leader, and only leading one counts as a turn.
enum class session_format
{
    training,
    assist,   // a peer assist
    critique, // feedback on members' work
};

// A leader is proposed by the rotation until they were asked; from then on only they, or the facilitator, can
// change it.
enum class leader_state
{
    open,
    asked,
    confirmed,
};

struct session
{
    session_id id;
    group_id group;
    int number = 0;      // counts up within the group: what people type
    local_time meets_at; // in the group's zone
    instant starts_at;   // computed from it, and computed again when the zone's rules change
    minutes length{60};
    session_state state = session_state::planned;
    leader_state leading = leader_state::open;
    member_id leader;    // set unless `leading` is open
    topic_id topic = {}; // what it is about, when that is settled; no two sessions have the same
    std::optional<local_time> moved_from = {}; // when it was planned at first, once it was moved
    card_id card = {};                         // in the channel, from a week before
    member_id co_leader = {}; // shares the turn, when there are two; never set while `leading` is open
    session_format format = session_format::training;
    // Kept by storage: how often something that a calendar shows was changed since it was planned, and when
    // that was last. (RFC 5545, 3.8.7.4)
    int sequence = 0;
    instant changed_at = {};

    instant ends_at() const { return starts_at + length; }
};

// What leader and facilitator add to a session. Links are http(s), empty when there is none.
struct session_details
{
    std::string video_link = {}; // instead of the group's own
    std::string slides = {};
    std::string outline = {};
    std::string recording = {};
    bool not_recorded = false; // said so; then `recording` is empty
    std::string notes = {};
    std::string cancelled_because = {};

    bool operator==(const session_details&) const = default;
};

enum class attendance
{
    yes,
    no,
    maybe,
};

// What a member said about coming.
struct rsvp
{
    member_id member;
    attendance coming = attendance::yes;
    instant answered_at;
};

// Something that somebody does not know yet, said in or after a session.
struct open_question
{
    question_id id;
    session_id session;
    user_id asker;
    std::string text;
    topic_id topic = {}; // set once it was turned into one
    instant asked_at;
};

class session_repository
{
  public:
    virtual ~session_repository() = default;
    virtual std::optional<session> find(session_id id) = 0;
    virtual std::optional<session> find_number(group_id group, int number) = 0;
    // Sessions in state planned, by start, those already begun included.
    virtual std::vector<session> planned(group_id group) = 0;
    // The newest sessions in state held, newest first.
    virtual std::vector<session> held(group_id group, int at_most) = 0;
    virtual std::optional<session> newest(group_id group) = 0;
    // Sessions in any state that begin before `before`, newest first.
    virtual std::vector<session> before(group_id group, instant before, int at_most) = 0;
    // What a calendar shows: sessions that start at or after `since`, by start; of cancelled ones, those
    // cancelled at or after `cancelled_since`.
    virtual std::vector<session> in_calendar(group_id group, instant since, instant cancelled_since) = 0;
    // Stores the session under the group's next number and returns it as stored.
    virtual session add(const session& fresh) = 0;
    virtual void save(const session& changed) = 0;

    virtual session_details details(session_id id) = 0;
    virtual void save_details(session_id id, const session_details& changed) = 0;

    // In the order in which they were given.
    virtual std::vector<rsvp> answers(session_id id) = 0;
    virtual void save_answer(session_id id, const rsvp& answer) = 0;
    virtual void forget_answers(session_id id) = 0;
    // Whether the member said yes to a session that was held later.
    virtual bool has_attended(member_id who) = 0;

    virtual std::vector<open_question> questions(session_id id) = 0;
    virtual std::optional<open_question> find_question(question_id id) = 0;
    virtual question_id add_question(const open_question& fresh) = 0;
    virtual void save_question(const open_question& changed) = 0;
};

} // namespace peerbot::core
