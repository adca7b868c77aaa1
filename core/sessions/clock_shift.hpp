// Why a session is at another hour than last time although nobody moved it.
#pragma once

#include "core/instant.hpp"
#include "core/time/zone.hpp"

namespace peerbot::core {

// How much later `next` is than `last` on the clock of somebody in `where`, because clocks were changed
// there or in the group's own zone; negative for earlier. Zero when the group itself meets at another hour
// than last time: then it was moved, and no clock is to blame.
minutes clock_shift(instant last, instant next, const zone& group_zone, const zone& where);

} // namespace peerbot::core
