// Calendar days, as typed and as said.
#pragma once

#include "core/instant.hpp"
#include "core/result.hpp"
#include "core/time/clock.hpp"    // IWYU pragma: export
#include "core/time/duration.hpp" // IWYU pragma: export

#include <string>
#include <string_view>

namespace peerbot::core {

// "2027-01-15", "15 January 2027", "Fri 15 Jan", "January 15th", "15.01.2027", "today", "tomorrow", "friday"
// or "next friday" (the first one after today), "in 2 weeks". Without a year, the next such day that is not
// before today. In numbers a day and a month that could change places are refused, and so is a weekday that
// does not fit its date. Rejects with unknown_date and what was typed; years from 1970 to 2999.
result<date> parse_date(std::string_view typed, date today);

std::string format_date(date day); // "Tuesday 12 January 2027"
std::string short_date(date day);  // "Tue 12 Jan 2027"
std::string iso_date(date day);    // "2027-01-12"

} // namespace peerbot::core
