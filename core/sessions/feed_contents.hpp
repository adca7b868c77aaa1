// What a calendar feed shows at a moment.
#pragma once

#include "core/sessions/calendar.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr days past_in_calendar{366};
inline constexpr days cancelled_in_calendar{30}; // from when they were cancelled

// The sessions of its group, or of every group its person is in now; of one who is paused only what they were
// part of, and what comes after the pause.
calendar feed_contents(unit_of_work& work, const calendar_feed& feed, instant now);

} // namespace peerbot::core
