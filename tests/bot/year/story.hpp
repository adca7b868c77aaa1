// A year of four groups in one workspace, in four zones of which three change their clocks; some people are
// in two groups, and many live in other zones than their group meets in.
#pragma once

#include "tests/bot/year/lived_workspace.hpp"

#include <array>

namespace peerbot::tests {

// In London, New York, on Lord Howe Island and in Kathmandu.
inline constexpr std::array year_channels{"sound", "maps", "surf", "tea"};

// On the morning of Monday 4 January 2027 in Kathmandu; everything that people will do is planned.
void begin_year(lived_workspace& here);
// The end of the year, a few weeks into the next.
core::instant end_of_year();

} // namespace peerbot::tests
