#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;

bool within(char32_t code_point, char32_t first, char32_t last)
{
    return code_point >= first && code_point <= last;
}

bool is_space(char32_t c)
{
    return within(c, 0x09, 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           within(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

bool is_control(char32_t c)
{
    return c < 0x20 || within(c, 0x7F, 0x9F);
}

bool is_joiner(char32_t c)
{
    return c == zero_width_non_joiner || c == zero_width_joiner;
}

bool turns_direction(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || within(c, 0x202A, 0x202E) ||
           within(c, 0x2066, 0x2069);
}

// Takes no room and is no part of a letter: soft hyphen, zero-width space and no-break space, word joiner and
// the invisible operators, deprecated format characters, the marks of interlinear notes.
bool is_invisible(char32_t c)
{
    return c == 0x00AD || c == 0x180E || c == 0x200B || within(c, 0x2060, 0x2065) ||
           within(c, 0x206A, 0x206F) || c == 0xFEFF || within(c, 0xFFF9, 0xFFFB);
}

bool is_variation_selector(char32_t c)
{
    return within(c, 0xFE00, 0xFE0F) || within(c, 0xE0100, 0xE01EF);
}

char32_t straightened(char32_t c)
{
    if (within(c, 0x2018, 0x201B) || c == 0x2032 || c == 0x02BC || c == 0x2039 || c == 0x203A) return U'\'';
    if (within(c, 0x201C, 0x201F) || c == 0x2033 || c == 0xAB || c == 0xBB) return U'"';
    if (within(c, 0x2010, 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D) return U'-';
    return c;
}

// Spaces first: newline and tab are control characters too.
template <class Keep>
std::u32string collapsed(std::string_view utf8, Keep keep)
{
    std::u32string kept;
    while (!utf8.empty()) {
        const auto [code_point, bytes] = decode_first(utf8);
        utf8.remove_prefix(bytes);
        if (is_space(code_point)) {
            if (!kept.empty() && kept.back() != U' ') kept.push_back(U' ');
        } else if (!is_control(code_point) && keep(code_point)) {
            kept.push_back(code_point);
        }
    }
    return kept;
}

std::string encoded(const std::u32string& text)
{
    std::string utf8;
    utf8.reserve(text.size());
    for (const char32_t code_point : text)
        append_utf8(utf8, code_point);
    return utf8;
}

} // namespace

std::string plain_words(std::string_view utf8)
{
    auto kept =
        collapsed(utf8, [](char32_t c) { return !is_invisible(c) && !turns_direction(c) && !is_joiner(c); });
    std::transform(kept.begin(), kept.end(), kept.begin(), straightened);
    if (!kept.empty() && kept.back() == U' ') kept.pop_back();
    return encoded(kept);
}

std::string clean_text(std::string_view utf8, std::size_t max_code_points)
{
    auto kept = collapsed(utf8, [](char32_t c) { return !is_invisible(c) && !turns_direction(c); });
    if (kept.size() > max_code_points) kept.resize(max_code_points);
    // A cut can leave a joiner with nothing to join.
    while (!kept.empty() && (kept.back() == U' ' || kept.back() == zero_width_joiner))
        kept.pop_back();
    const bool seen = std::any_of(kept.begin(), kept.end(), [](char32_t c) {
        return c != U' ' && !is_joiner(c) && !is_variation_selector(c);
    });
    return seen ? encoded(kept) : std::string{};
}

} // namespace peerbot::core
