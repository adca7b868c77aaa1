// Holding a planned session at another time.
#pragma once

#include "core/groups/group.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// `to` is in the zone of `here`. Its reminders follow.
void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now);

} // namespace peerbot::core
