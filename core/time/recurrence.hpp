// How often a group meets: a rule that names calendar days, without a time or a zone.
#pragma once

#include "core/instant.hpp"
#include "core/result.hpp"
#include "core/time/clock.hpp" // IWYU pragma: export

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace peerbot::core {

inline constexpr int last_of_month = 0;
inline constexpr int most_weeks_apart = 52;

// "second Tuesday": nth is 1 to 4, or last_of_month.
struct weekday_of_month
{
    int nth = 1;
    std::chrono::weekday day{};
    bool operator==(const weekday_of_month&) const = default;
};

// "every 2 weeks on Monday": 1 to most_weeks_apart. The anchor is one of the days, and so says which weekday
// it is; the rule holds before it as well as after.
struct every_some_weeks
{
    int weeks = 1;
    date anchor{};
    bool operator==(const every_some_weeks&) const = default;
};

// "monthly on the 15th": 1 to 31; in a shorter month, its last day.
struct day_of_month
{
    int day = 1;
    bool operator==(const day_of_month&) const = default;
};

struct recurrence
{
    std::variant<weekday_of_month, every_some_weeks, day_of_month> rule;
    bool operator==(const recurrence&) const = default;
};

// English in any case: "second Tuesday", "last thu of the month", "every 2 weeks on Monday", "fortnightly on
// Monday", "every Friday", "monthly on the 15th". Weeks are counted from the first such weekday on or after
// the anchor. Rejects with unknown_cadence and what was typed.
result<recurrence> parse_recurrence(std::string_view typed, date anchor);

// "second Tuesday of the month", "every 2 weeks on Monday", "every week on Friday", "monthly on the 15th".
// What parse_recurrence understands.
std::string words(const recurrence& rule);

// For storage: "m:2:tue", "m:last:thu", "w:2:mon:2026-11-23", "d:15".
std::string code(const recurrence& rule);
std::optional<recurrence> from_code(std::string_view stored);

date next_on_or_after(const recurrence& rule, date from);

// The first so many days, in order, on or after `from`.
std::vector<date> occurrences(const recurrence& rule, date from, int how_many);

} // namespace peerbot::core
