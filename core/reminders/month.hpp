// On the first working day of a month the facilitators of a group get one summary: how the turns are
// balanced, and who has gone quiet.
#pragma once

#include "core/groups/group.hpp"
#include "core/reminders/timer.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

// Two months without a sign.
inline constexpr days quiet_after{61};

// After `now`: 09:00 in the group's zone on the first day of a month that is not on a weekend.
instant next_month_summary(const group& here, instant now);

// Adding the same again changes nothing.
void plan_month_summary(unit_of_work& work, const group& here, instant now);

// The timer: writes to the facilitators, unless it is too late in the day for it, and plans the next.
void month_began(unit_of_work& work, const timer& due, instant now);

struct quiet_member
{
    member who;
    instant last_seen; // when they last did something that others could see
};

// Active members who did nothing for `quiet_after`, the longest quiet first. What they chose on anonymous
// ballots is not known, and not counted.
std::vector<quiet_member> quiet_members(unit_of_work& work, const group& here, instant now);

// A facilitator asks somebody quiet how it is going. Rejects: not_a_facilitator,
// person_not_a_member, already_asked (with when), for who was asked within `quiet_after`.
result<member> ask_quiet_member(unit_of_work& work, const group& here, const user_id& by, member_id whom,
                                instant now);

// Who was asked says that they are. Rejects: no_such_reminder, for anybody else.
outcome still_here(unit_of_work& work, const workspace_id& workspace, const user_id& person, member_id who,
                   instant now);

// Asks whoever is next to lead now, rather than when it is planned. Rejects: not_a_facilitator,
// no_session_planned, leader_asked_already (with the number).
result<session> ask_next_leader(unit_of_work& work, const group& here, const user_id& by, session_id meeting,
                                instant now);

} // namespace peerbot::core
