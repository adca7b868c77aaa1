#include "core/words/bare.hpp"

#include "core/words/fold.hpp"
#include "core/words/utf8.hpp"

namespace peerbot::core {
namespace {

constexpr char32_t first_accented = 0xE0;
// From U+00E0 to U+017F, by the Unicode Character Database's decompositions; '.' where a letter stays.
constexpr std::string_view bases = "aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
                                   "aaaaaaccccccccdd..eeeeeeeeeegggg"
                                   "gggghh..iiiiiiiii...jjkk.llllll."
                                   "...nnnnnn...oooooo..rrrrrrssssss"
                                   "sstttt..uuuuuuuuuuuuwwyyyzzzzzz.";

bool is_combining(char32_t letter)
{
    return letter >= 0x300 && letter <= 0x36F;
}

char32_t bare(char32_t letter)
{
    if (letter < first_accented || letter >= first_accented + bases.size()) return letter;
    const char base = bases[letter - first_accented];
    return base == '.' ? letter : static_cast<char32_t>(base);
}

bool left_out(char32_t letter)
{
    const bool digit = letter >= U'0' && letter <= U'9';
    const bool small = letter >= U'a' && letter <= U'z';
    return is_combining(letter) || (letter < 0xC0 && !digit && !small);
}

} // namespace

std::string bare_letters(std::string_view utf8)
{
    std::string kept;
    while (!utf8.empty()) {
        const auto [letter, bytes] = decode_first(utf8);
        utf8.remove_prefix(bytes);
        const auto plain = bare(folded(letter));
        if (!left_out(plain)) append_utf8(kept, plain);
    }
    return kept;
}

} // namespace peerbot::core
