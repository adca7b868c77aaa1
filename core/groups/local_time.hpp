// The clock on the wall where a group meets.
#pragma once

#include "core/groups/group.hpp"
#include "core/time/zone.hpp"

namespace peerbot::core {

// Throws std::logic_error when the machine does not know the zone of a stored group.
zone zone_of(const group& here);

date today_in(const group& here, instant now);

} // namespace peerbot::core
