// What people wrote at length, divided into parts that each fit one section.
#pragma once

#include <string_view>

namespace peerbot::bot {

// The beginning of it, as much as fits one section as a quotation with a heading; at least one code point.
std::string_view part_for_section(std::string_view text);

} // namespace peerbot::bot
