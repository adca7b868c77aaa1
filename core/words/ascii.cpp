#include "core/words/ascii.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace peerbot::core {

std::string to_lower(std::string_view text)
{
    std::string lowered(text);
    for (char& letter : lowered)
        letter = to_lower(letter);
    return lowered;
}

std::vector<std::string> split_words(std::string_view text)
{
    constexpr std::string_view between = " ,";
    std::vector<std::string> found;
    auto start = text.find_first_not_of(between);
    while (start != std::string_view::npos) {
        const auto end = std::min(text.find_first_of(between, start), text.size());
        found.emplace_back(text.substr(start, end - start));
        start = text.find_first_not_of(between, end);
    }
    return found;
}

std::optional<int> whole_number(std::string_view digits)
{
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    int number = 0;
    for (const char digit : digits) {
        if (!is_digit(digit)) return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

std::optional<int> number_named(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> names = {
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
    const auto found = std::find(names.begin(), names.end(), word);
    if (found != names.end()) return static_cast<int>(std::distance(names.begin(), found)) + 1;
    return whole_number(word);
}

} // namespace peerbot::core
