// The time of day, as typed and as said.
#pragma once

#include "core/instant.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>

namespace peerbot::core {

// Minutes since midnight, below 24 hours, from "15:00", "15.00", "15h30", "3pm", "3:30 pm", "noon" or
// "midnight". Rejects with unknown_time and what was typed.
result<minutes> parse_clock(std::string_view typed);

// "15:00", from minutes since midnight.
std::string format_clock(minutes since_midnight);

} // namespace peerbot::core
