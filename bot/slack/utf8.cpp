#include "bot/slack/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace peerbot::bot::slack {

namespace {

constexpr code_point stray_byte{.bytes = 1, .units = 1, .valid = false};

struct shape
{
    std::size_t bytes;
    std::uint32_t bits;     // of the first byte
    std::uint32_t smallest; // below this, the form is longer than needed and so not valid
};

shape shape_of(unsigned char first)
{
    if (first < 0x80U) return {1, first, 0};
    if ((first & 0xE0U) == 0xC0U) return {2, first & 0x1FU, 0x80};
    if ((first & 0xF0U) == 0xE0U) return {3, first & 0x0FU, 0x800};
    if ((first & 0xF8U) == 0xF0U) return {4, first & 0x07U, 0x10000};
    return {0, 0, 0};
}

// How many bytes from the first on are ASCII, found eight at a time.
std::size_t ascii_bytes(std::string_view text)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t count = 0;
    for (std::uint64_t eight = 0; text.size() - count >= sizeof eight; count += sizeof eight) {
        std::memcpy(&eight, text.data() + count, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    while (count < text.size() && static_cast<unsigned char>(text[count]) < 0x80U)
        ++count;
    return count;
}

} // namespace

code_point first_code_point(std::string_view text)
{
    const auto form = shape_of(static_cast<unsigned char>(text.front()));
    if (form.bytes == 0 || text.size() < form.bytes) return stray_byte;

    auto value = form.bits;
    for (std::size_t at = 1; at < form.bytes; ++at) {
        const auto next = static_cast<unsigned char>(text[at]);
        if ((next & 0xC0U) != 0x80U) return stray_byte;
        value = (value << 6U) | (next & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form.smallest || value > 0x10FFFF || surrogate) return stray_byte;
    return {.bytes = form.bytes, .units = value > 0xFFFF ? std::size_t{2} : std::size_t{1}, .valid = true};
}

bool is_utf8(std::string_view text)
{
    for (;;) {
        text.remove_prefix(ascii_bytes(text));
        if (text.empty()) return true;
        const auto next = first_code_point(text);
        if (!next.valid) return false;
        text.remove_prefix(next.bytes);
    }
}

std::size_t utf16_units(std::string_view text)
{
    std::size_t units = 0;
    while (!text.empty()) {
        const auto next = first_code_point(text);
        units += next.units;
        text.remove_prefix(next.bytes);
    }
    return units;
}

} // namespace peerbot::bot::slack
