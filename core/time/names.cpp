#include "core/time/names.hpp"

#include "core/words/ascii.hpp"

#include <array>
#include <cstddef>

namespace peerbot::core {
namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                           "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

// Three letters, or any longer beginning that people write: "tues", "thur", "sept".
bool abbreviates(std::string_view word, std::string_view name)
{
    if (word.size() < 3 || word.size() > name.size()) return false;
    return to_lower(name).starts_with(word);
}

} // namespace

std::optional<std::chrono::weekday> weekday_named(std::string_view word)
{
    if (word.size() > 5 && word.ends_with("days")) word.remove_suffix(1);
    for (unsigned index = 0; index < weekday_names.size(); ++index) {
        if (abbreviates(word, weekday_names[index])) return std::chrono::weekday(index);
    }
    return std::nullopt;
}

std::optional<std::chrono::month> month_named(std::string_view word)
{
    for (unsigned index = 0; index < month_names.size(); ++index) {
        if (abbreviates(word, month_names[index])) return std::chrono::month(index + 1);
    }
    return std::nullopt;
}

std::string_view full_name(std::chrono::weekday day)
{
    return weekday_names.at(day.c_encoding());
}

std::string_view full_name(std::chrono::month month)
{
    return month_names.at(static_cast<unsigned>(month) - 1);
}

std::string_view short_name(std::chrono::weekday day)
{
    return full_name(day).substr(0, 3);
}

std::string_view short_name(std::chrono::month month)
{
    return full_name(month).substr(0, 3);
}

} // namespace peerbot::core
