#include "core/words/nearest.hpp"

#include "core/words/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace peerbot::core {
namespace {

constexpr std::size_t longest = 64;

bool same_letter(char left, char right)
{
    return to_lower(left) == to_lower(right);
}

bool begins_with(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), same_letter);
}

// Optimal string alignment: Damerau-Levenshtein in which no part is edited twice. Both at most `longest`
// bytes.
std::size_t slips_between(std::string_view left, std::string_view right)
{
    using row = std::array<std::size_t, longest + 1>;
    row before_last{};
    row last{};
    row now{};
    for (std::size_t j = 0; j <= right.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t wrong = same_letter(left[i - 1], right[j - 1]) ? 0 : 1;
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + wrong});
            const bool swapped = i > 1 && j > 1 && same_letter(left[i - 1], right[j - 2]) &&
                                 same_letter(left[i - 2], right[j - 1]);
            if (swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
        }
        before_last = last;
        last = now;
    }
    return last[right.size()];
}

std::optional<std::string_view> shortest_beginning_with(std::string_view typed,
                                                        std::span<const std::string_view> choices)
{
    std::optional<std::string_view> best;
    for (const auto choice : choices) {
        if (begins_with(choice, typed) && (!best || choice.size() < best->size())) best = choice;
    }
    return best;
}

} // namespace

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> choices)
{
    if (typed.empty() || typed.size() > longest) return std::nullopt;
    const std::size_t letters_of_a_beginning = 3;
    if (typed.size() >= letters_of_a_beginning) {
        if (const auto begun = shortest_beginning_with(typed, choices)) return begun;
    }
    std::size_t allowed = std::clamp<std::size_t>(typed.size() / 3, 1, 3);
    std::optional<std::string_view> best;
    for (const auto choice : choices) {
        if (choice.empty() || choice.size() > longest) continue;
        const auto slips = slips_between(typed, choice);
        // Nothing in common is not a slip.
        if (slips >= std::max(typed.size(), choice.size()) || slips > allowed) continue;
        if (slips == 0) return choice;
        best = choice;
        allowed = slips - 1;
    }
    return best;
}

} // namespace peerbot::core
