#include "core/words/likeness.hpp"

#include "core/words/ascii.hpp"
#include "core/words/fold.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace peerbot::core {
namespace {

// Words that say nothing about what a topic is.
constexpr std::array<std::u32string_view, 14> small_words{
    U"a", U"an", U"and", U"the", U"of", U"in", U"on", U"to", U"for", U"how", U"use", U"with", U"our", U"we"};

bool separates(char32_t letter)
{
    if (letter >= 0x80) return letter >= 0x2000 && letter <= 0x206F;
    return !is_letter(static_cast<char>(letter)) && !is_digit(static_cast<char>(letter));
}

std::vector<std::u32string> words_in(std::string_view title)
{
    std::vector<std::u32string> words;
    std::u32string word;
    const auto finish = [&] {
        const bool small = std::find(small_words.begin(), small_words.end(), word) != small_words.end();
        if (!word.empty() && !small) words.push_back(word);
        word.clear();
    };
    for (std::string_view rest = title; !rest.empty();) {
        const auto [typed, bytes] = decode_first(rest);
        const auto letter = folded(typed);
        rest.remove_prefix(bytes);
        if (separates(letter))
            finish();
        else
            word += letter;
    }
    finish();
    return words;
}

using letter_pair = std::pair<char32_t, char32_t>;

// With the edges of words, so that short words count too.
std::vector<letter_pair> pairs_in(std::string_view title)
{
    std::vector<letter_pair> pairs;
    for (const auto& word : words_in(title)) {
        char32_t before = U' ';
        for (const auto letter : word) {
            pairs.emplace_back(before, letter);
            before = letter;
        }
        pairs.emplace_back(before, U' ');
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

} // namespace

double likeness(std::string_view a, std::string_view b)
{
    const auto of_a = pairs_in(a);
    const auto of_b = pairs_in(b);
    if (of_a.empty() || of_b.empty()) return 0;
    std::vector<letter_pair> common;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(common));
    return 2.0 * static_cast<double>(common.size()) / static_cast<double>(of_a.size() + of_b.size());
}

} // namespace peerbot::core
