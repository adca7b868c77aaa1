// Keeps the next sessions of a group planned, each with the timers that belong to it.
#pragma once

#include "core/groups/group.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Adds sessions until `planned_ahead` of them lie ahead; none while nobody is in the group.
void plan_sessions(unit_of_work& work, const group& here, instant now);

// The timers of a planned session, from its date and length as they are now; what had come due before is left
// out, and the leader is asked in the time that is left.
void renew_timers(unit_of_work& work, const group& here, const session& meeting, instant now);
void cancel_timers(unit_of_work& work, session_id meeting);

// Computes every planned session's instant again, for when the rules of time zones changed. Run at start.
void follow_zone_rules(unit_of_work& work, const group& here, instant now);

} // namespace peerbot::core
