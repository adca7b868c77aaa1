#include "core/time/duration.hpp"

#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace peerbot::core {
namespace {

constexpr std::size_t longest_typed = 60;
constexpr minutes longest = days(3653);

struct unit
{
    minutes length;
    std::string_view name;
    std::array<std::string_view, 4> short_names;
};

constexpr std::array<unit, 4> units = {{
    {days(7), "week", {"w", "wk", "wks", "weeks"}},
    {days(1), "day", {"d", "days"}},
    {hours(1), "hour", {"h", "hr", "hrs", "hours"}},
    {minutes(1), "minute", {"m", "min", "mins", "minutes"}},
}};

std::optional<minutes> unit_named(std::string_view word)
{
    for (const auto& [length, name, others] : units) {
        if (word.empty()) break;
        if (word == name || std::find(others.begin(), others.end(), word) != others.end()) return length;
    }
    return std::nullopt;
}

// "1h30m" is "1 h 30 m".
std::vector<std::string> numbers_and_units(std::string_view text)
{
    std::string apart;
    for (const char letter : text) {
        const bool changes = !apart.empty() && is_digit(apart.back()) != is_digit(letter);
        if (changes && letter != ' ') apart.push_back(' ');
        apart.push_back(letter);
    }
    auto found = split_words(apart);
    std::erase(found, "and");
    return found;
}

std::optional<minutes> read_duration(std::string_view typed)
{
    if (typed.size() > longest_typed) return std::nullopt;
    const auto parts = numbers_and_units(to_lower(plain_words(typed)));
    if (parts.size() % 2 != 0) return std::nullopt;
    minutes total{0};
    for (std::size_t at = 0; at < parts.size(); at += 2) {
        const bool one = parts[at] == "a" || parts[at] == "an";
        const auto count = one ? std::optional<int>(1) : number_named(parts[at]);
        const auto length = unit_named(parts[at + 1]);
        if (!count || !length || *count > longest / *length) return std::nullopt;
        total += *count * *length;
    }
    if (total <= minutes(0) || total > longest) return std::nullopt;
    return total;
}

} // namespace

result<minutes> parse_duration(std::string_view typed)
{
    if (const auto read = read_duration(typed)) return *read;
    return rejection{reason::unknown_time, std::string(typed)};
}

std::string words(minutes length)
{
    for (const auto& [unit_length, name, others] : units) {
        const bool fits = length % unit_length == minutes(0) && length != minutes(0);
        if (!fits && unit_length != minutes(1)) continue;
        const auto count = length / unit_length;
        return std::to_string(count) + " " + std::string(name) + (count == 1 ? "" : "s");
    }
    return {};
}

} // namespace peerbot::core
