// What each kind of timer does when it fires: core looks at the state and decides whether it still makes
// sense.
#pragma once

#include "core/reminders/timer.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

void fire(unit_of_work& work, const timer& due, instant now);

} // namespace peerbot::core
