// Moving one session to another day or hour.
#pragma once

#include "core/groups/group.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Saves the session at its new time, in the group's zone, and sets its timers anew. Whoever leads it stays.
void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now);

} // namespace peerbot::core
