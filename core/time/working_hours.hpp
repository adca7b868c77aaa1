// When a person may be written to: 09:00 to 18:00 of their own clock, Monday to Friday.
#pragma once

#include "core/instant.hpp"
#include "core/time/zone.hpp"

namespace peerbot::core {

// 18:00 itself is after work.
bool in_working_hours(instant when, const zone& where);

// The wanted instant itself when it is in working hours, otherwise 09:00 of the next working day.
instant next_working_moment(instant wanted, const zone& where);

// The same with Saturday and Sunday, for what cannot wait until Monday.
instant next_daytime_moment(instant wanted, const zone& where);

// The next working moment if that is before the limit, otherwise the wanted instant itself: for what must not
// come too late.
instant working_moment_before(instant wanted, instant limit, const zone& where);

// The last whole minute in working hours that is earlier than the limit: 17:59 when the limit is at night.
instant latest_working_moment_before(instant limit, const zone& where);

} // namespace peerbot::core
