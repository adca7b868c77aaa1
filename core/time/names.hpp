// English names of weekdays and months, and the words typed for them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace peerbot::core {

// A word in small letters: a name or its first three letters or more; of weekdays also the plural
// ("mondays").
std::optional<std::chrono::weekday> weekday_named(std::string_view word);
std::optional<std::chrono::month> month_named(std::string_view word);

std::string_view full_name(std::chrono::weekday day);  // "Tuesday"
std::string_view full_name(std::chrono::month month);  // "January"
std::string_view short_name(std::chrono::weekday day); // "Tue"
std::string_view short_name(std::chrono::month month); // "Jan"

} // namespace peerbot::core
