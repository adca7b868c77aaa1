// A length of time, as typed and as said.
#pragma once

#include "core/instant.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>

namespace peerbot::core {

// "3d", "48h", "1 week", "90m", "1 day 12 hours". More than nothing and at most ten years; a month has no
// length. Rejects with unknown_time and what was typed.
result<minutes> parse_duration(std::string_view typed);

// In the largest unit that needs no second one: "1 week", "3 days", "36 hours", "90 minutes".
std::string words(minutes length);

} // namespace peerbot::core
