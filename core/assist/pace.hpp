// How long something in writing takes: an hour counts on working days only, and nothing ends at night.
#pragma once

#include "core/time/zone.hpp"

namespace peerbot::core {

// So many hours after `from`, Saturdays and Sundays left out, and then the next moment in working hours:
// 24 hours after Friday 15:00 is Monday 15:00, 4 hours after 16:00 is 09:00 on the next working day.
instant after_working_days(instant from, hours length, const zone& where);

// The latest moment from which that many hours are over by `until`.
instant working_days_before(instant until, hours length, const zone& where);

} // namespace peerbot::core
