// The ladder by which a session gets its leader: asked, offered to the group, a backup asked, and at last the
// facilitators choose. Each rung is a timer; when it is reached and somebody has confirmed, nothing happens.
#pragma once

#include "core/groups/group.hpp"
#include "core/reminders/timer.hpp"
#include "core/result.hpp"
#include "core/sessions/session.hpp"
#include "core/time/zone.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

struct ladder
{
    instant ask;    // 21 days before: the leader is asked; later while a vote runs that may decide who
    instant offer;  // 14 days: whoever of the group wants to
    instant backup; // 12 days: the next in the rotation
    instant choice; // 7 days: the facilitators

    bool operator==(const ladder&) const = default;
};

// For a session that starts then and is planned at `from`, which is before it. With less than 22 days the
// rungs keep their proportions. Each comes after the one before it and before the start, in working hours of
// the zone where that is possible.
ladder ladder_for(instant starts_at, instant from, const zone& where);

// Sets the timers of the rungs that still lie ahead, or takes back those that wait.
void lay_ladder(unit_of_work& work, const group& here, const session& meeting, instant now);
void take_up_ladder(unit_of_work& work, session_id meeting);

// Replaces timers of before there were ladders.
void renew_ladder(unit_of_work& work, const group& here, const session& meeting, instant now);

// The timer of a rung: what it does depends on what became of the session. One that comes so late that the
// next is due too leaves it to that.
void climb(unit_of_work& work, const timer& rung, instant now);

// Whoever is next after the leader, and after everybody who was asked so, is asked to step in. Where nobody
// leads, they are asked to lead. Nothing happens when the session is over or confirmed, or a backup is asked
// already.
void ask_backup(unit_of_work& work, const group& here, session_id meeting, instant now);

// The holder of a turn gave it back: the next is asked at once, and the facilitators choose when that does
// not help.
void ask_the_next(unit_of_work& work, const group& here, session_id meeting, instant now);

// Makes sure that the facilitators will choose: at the rung that still waits, or soon, or now.
void see_to_choice(unit_of_work& work, const group& here, session_id meeting, instant now);

// Every facilitator is asked what shall become of a session without a confirmed leader.
void ask_facilitators(unit_of_work& work, const session& meeting, instant now);

// When an offer that is made now ends: after 48 hours, or half-way to the session.
instant offer_ends_at(const session& meeting, const zone& where, instant now);

// What a facilitator can choose.
enum class rescue
{
    backup,     // whoever was asked to step in, or is next, leads it for sure
    assist,     // a peer assist instead
    critique,   // a critique hour instead
    week_later, // the same, seven days on; the order decides anew who leads
};

// `seen`: for when it was planned when they chose. Rejects: not_a_facilitator, no_session_planned,
// session_not_planned, leader_confirmed, no_leader_needed, nobody_to_ask, day_taken; session_moved when it is
// planned for another time by now.
struct rescue_request
{
    session_id meeting;
    user_id by;
    rescue how = rescue::backup;
    instant now;
    std::optional<instant> seen = {};
};
result<session> rescue_session(unit_of_work& work, const group& here, const rescue_request& request);

// Makes it a session that nobody leads: whoever was to is told, offers end, the ladder is taken up.
session hold_without_leader(unit_of_work& work, session meeting, session_format format, const user_id& by,
                            instant now);

// Who would lead it if the backup were taken.
std::optional<member_id> backup_for(unit_of_work& work, const group& here, const session& meeting);

// Whether seven days on is a day without another session of the group.
bool can_move_a_week(unit_of_work& work, const session& meeting);

} // namespace peerbot::core
