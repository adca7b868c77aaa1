// Random text for properties: any bytes, and code points chosen where the rules have corners.
#pragma once

#include "core/words/utf8.hpp"

#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::test {

inline std::string any_bytes()
{
    return *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}

inline std::string any_corners()
{
    const auto corners = *rc::gen::container<std::vector<char32_t>>(
        rc::gen::element<char32_t>(U'a', U'Z', U' ', U'\n', U'\t', U'\0', 0x7F, 0x85, 0xA0, 0xAD, 0x2019,
                                   0x201D, 0x2014, 0x2212, 0x200B, 0x200C, 0x200D, 0x200E, 0x202E, 0x2069,
                                   0x2028, 0x3000, 0xFE0F, 0xFEFF, 0xFFFD, 0x1F469, 0x10FFFF, 0x0645));
    std::string text;
    for (const char32_t corner : corners)
        core::append_utf8(text, corner);
    // Sometimes cut short inside a code point.
    text.resize(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
    return text;
}

inline std::string any_text()
{
    return *rc::gen::arbitrary<bool>() ? any_bytes() : any_corners();
}

// A replacement character that stands in the text is three bytes long; one that stands for a bad byte is one.
inline bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        const auto [code_point, bytes] = core::decode_first(text);
        if (code_point == core::replacement_character && bytes == 1) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

} // namespace peerbot::test
