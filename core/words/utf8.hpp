// Code points in and out of UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace peerbot::core {

inline constexpr char32_t replacement_character = U'\uFFFD';

struct decoded
{
    char32_t code_point;
    std::size_t bytes; // how many it took, at least one
};

// The first code point of a text that is not empty. A byte that starts no valid sequence (overlong,
// surrogate, cut short, beyond U+10FFFF) is one replacement character.
decoded decode_first(std::string_view utf8);

void append_utf8(std::string& text, char32_t code_point);

// How many code points there are; each invalid byte counts as one.
std::size_t code_points(std::string_view utf8);

} // namespace peerbot::core
