#include "core/words/fold.hpp"

#include "core/words/utf8.hpp"

namespace peerbot::core {
namespace {

constexpr bool within(char32_t letter, char32_t first, char32_t last)
{
    return letter >= first && letter <= last;
}

// In these stretches a capital stands just before its small letter.
char32_t next_if(char32_t letter, bool capital)
{
    return capital ? letter + 1 : letter;
}

char32_t folded_latin(char32_t letter)
{
    const bool odd = letter % 2 == 1;
    if (within(letter, U'A', U'Z')) return letter + 32;
    if (within(letter, 0xC0, 0xDE)) return letter == 0xD7 ? letter : letter + 32;
    if (letter == 0x130 || letter == 0x131 || letter == 0x138 || letter == 0x149) return letter;
    if (letter == 0x178) return 0xFF;
    if (within(letter, 0x100, 0x137) || within(letter, 0x14A, 0x177)) return next_if(letter, !odd);
    if (within(letter, 0x139, 0x148) || within(letter, 0x179, 0x17E)) return next_if(letter, odd);
    if (within(letter, 0x1E00, 0x1E95) || within(letter, 0x1EA0, 0x1EFF)) return next_if(letter, !odd);
    return letter;
}

char32_t folded_greek(char32_t letter)
{
    if (within(letter, 0x391, 0x3AB) && letter != 0x3A2) return letter + 32;
    if (letter == 0x3C2) return 0x3C3;
    if (letter == 0x386) return 0x3AC;
    if (within(letter, 0x388, 0x38A)) return letter + 37;
    if (letter == 0x38C) return 0x3CC;
    if (letter == 0x38E || letter == 0x38F) return letter + 63;
    return letter;
}

char32_t folded_cyrillic(char32_t letter)
{
    const bool odd = letter % 2 == 1;
    if (within(letter, 0x400, 0x40F)) return letter + 80;
    if (within(letter, 0x410, 0x42F)) return letter + 32;
    if (letter == 0x4C0) return 0x4CF;
    if (within(letter, 0x4C1, 0x4CE)) return next_if(letter, odd);
    if (within(letter, 0x460, 0x481) || within(letter, 0x48A, 0x4BF) || within(letter, 0x4D0, 0x52F))
        return next_if(letter, !odd);
    return letter;
}

} // namespace

char32_t folded(char32_t letter)
{
    if (letter < 0x180 || within(letter, 0x1E00, 0x1EFF)) return folded_latin(letter);
    if (within(letter, 0x370, 0x3FF)) return folded_greek(letter);
    if (within(letter, 0x400, 0x52F)) return folded_cyrillic(letter);
    return letter;
}

std::string folded(std::string_view utf8)
{
    std::string small;
    while (!utf8.empty()) {
        const auto [letter, bytes] = decode_first(utf8);
        utf8.remove_prefix(bytes);
        append_utf8(small, folded(letter));
    }
    return small;
}

} // namespace peerbot::core
