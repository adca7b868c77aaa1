#include "core/words/utf8.hpp"

namespace peerbot::core {
namespace {

constexpr decoded invalid{replacement_character, 1};

struct sequence
{
    std::size_t bytes;
    char32_t first_bits;
    char32_t smallest; // anything below could have been written shorter
};

sequence sequence_started_by(unsigned char lead)
{
    if (lead < 0x80) return {1, lead, 0};
    if ((lead & 0xE0U) == 0xC0) return {2, lead & 0x1FU, 0x80};
    if ((lead & 0xF0U) == 0xE0) return {3, lead & 0x0FU, 0x800};
    if ((lead & 0xF8U) == 0xF0) return {4, lead & 0x07U, 0x10000};
    return {0, 0, 0};
}

} // namespace

decoded decode_first(std::string_view utf8)
{
    const auto [bytes, first_bits, smallest] = sequence_started_by(static_cast<unsigned char>(utf8.front()));
    if (bytes == 0 || bytes > utf8.size()) return invalid;
    char32_t code_point = first_bits;
    for (std::size_t at = 1; at < bytes; ++at) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        if ((byte & 0xC0U) != 0x80) return invalid;
        code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < smallest || surrogate || code_point > 0x10FFFF) return invalid;
    return {code_point, bytes};
}

void append_utf8(std::string& text, char32_t code_point)
{
    const auto add = [&text](char32_t byte) {
        text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    const auto add_rest = [&add, code_point](unsigned shift) {
        add(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point < 0x80) {
        add(code_point);
    } else if (code_point < 0x800) {
        add(0xC0U | (code_point >> 6U));
        add_rest(0);
    } else if (code_point < 0x10000) {
        add(0xE0U | (code_point >> 12U));
        add_rest(6);
        add_rest(0);
    } else {
        add(0xF0U | (code_point >> 18U));
        add_rest(12);
        add_rest(6);
        add_rest(0);
    }
}

std::size_t code_points(std::string_view utf8)
{
    std::size_t count = 0;
    for (; !utf8.empty(); ++count)
        utf8.remove_prefix(decode_first(utf8).bytes);
    return count;
}

} // namespace peerbot::core
