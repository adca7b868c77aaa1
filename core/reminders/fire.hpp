// What each kind of timer does when it fires: core looks at the state and decides whether it still makes
// sense.
#pragma once

#include "core/reminders/timer.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Whether a timer that came due while its group was suspended still does its work afterwards, because
// something would stay undone for ever. All others are dropped: nothing past due is sent.
bool fires_after_suspension(timer_kind kind);

void fire(unit_of_work& work, const timer& due, instant now);

} // namespace peerbot::core
