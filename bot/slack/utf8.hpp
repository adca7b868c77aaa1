// UTF-8 as Slack's limits see it: code points, and the UTF-16 units they would take.
#pragma once

#include <cstddef>
#include <string_view>

namespace peerbot::bot::slack {

struct code_point
{
    std::size_t bytes = 1;
    std::size_t units = 1; // UTF-16 units
    bool valid = true;     // a byte that is part of no code point stands alone and counts as one unit
};

// `text` must not be empty.
code_point first_code_point(std::string_view text);
bool is_utf8(std::string_view text);
std::size_t utf16_units(std::string_view text);

} // namespace peerbot::bot::slack
