// The one door through which reminders reach people: what they wished, when they work, and how much of their
// attention may be asked for.
#pragma once

#include "core/time/zone.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <span>

namespace peerbot::core {

inline constexpr int interruptions_a_day = 1;
inline constexpr int interruptions_a_week = 3;
// What comes so much later than it was planned is caught up with: gently, and in one message.
inline constexpr hours late_after{1};
inline constexpr hours snooze_time{24};

enum class reminder_about
{
    ballot,         // pointless when it is closed
    coming_session, // pointless when it has begun
    past_session,
    group,
    critique, // pointless when it has ended
    ended_critique,
    promise, // pointless when it is settled
};

struct reminder_kind
{
    message_kind kind;
    reminder_about about;
    bool duty;   // of a leader or a facilitator: can be put off, but not turned off
    bool counts; // towards the attention budget
};

// Every kind of message that reminds a person. A new one needs a row here, and its name at the edge.
std::span<const reminder_kind> reminder_kinds();
// Nothing for messages that tell news rather than remind.
std::optional<reminder_kind> reminder_kind_of(message_kind kind);

// Whose clock counts for somebody.
zone zone_of(unit_of_work& work, const group& here, const user_id& person);

// Whether one more unsolicited direct message fits this person's budget, over all groups of the workspace.
// What leaders and facilitators have to know to do their duty does not count, nor what they put off
// themselves.
bool may_interrupt(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now);

// Requests to a person are no reminders: they cannot be turned off, and never go along with another message,
// since they are answered by their own buttons. They count towards the attention budget.
bool is_request(message_kind kind);

// When a request that is made now reaches the person: in their working hours, within their attention budget.
// Where that would be at `limit` or later, at least in working hours; or else by day; or else now.
instant moment_to_ask(unit_of_work& work, const group& here, const user_id& person, instant now,
                      std::optional<instant> limit = {});

struct reminder
{
    message what;        // its due_at is decided here; from its void_after on it would be pointless
    instant planned_for; // when its timer was due
    std::optional<milliseconds> grace = {}; // it is dropped when it is so much later than it was to be said
};

enum class reminder_fate
{
    now,      // the message is in the outbox
    later,    // likewise, for the next working hours
    folded,   // it goes along with the next message to that person
    left_out, // they wanted it so, or it would have come too late
};

// To a channel it is said at once. To a person: not when they said that it is done, or turned its kind off;
// in their working hours, unless it would be too late then; within the attention budget, or else along with
// the next message. What is late itself comes in working hours only, everything late in one message.
reminder_fate remind(unit_of_work& work, const reminder& wanted, instant now);

// News for a person, or a question to them: said at what.due_at, or from then on in their working hours
// unless that is after `limit`, or without one after what.void_after.
void tell_person(unit_of_work& work, message what, std::optional<instant> limit = {});

// Of a message that stands in the outbox and is about to be sent. False when it must not be sent now: at
// night when it is late already (then it waits), or after what it is about. When it is late and is sent,
// what else is late for that person goes along with it.
bool may_leave(unit_of_work& work, const outbox_row& row, instant now);

// What goes along with this message: nothing but for the first one after something was folded.
std::vector<folded_reminder> folded_into(unit_of_work& work, const outbox_row& row, instant now);

// Why a reminder in the outbox is not wanted any more.
bool is_done(unit_of_work& work, const outbox_row& row);

} // namespace peerbot::core
