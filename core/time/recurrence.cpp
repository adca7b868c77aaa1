#include "core/time/recurrence.hpp"

#include "core/time/dates.hpp"
#include "core/time/names.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace peerbot::core {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 5> nth_names = {"last", "first", "second", "third", "fourth"};

std::string with_ordinal_ending(int number)
{
    const bool teen = number % 100 >= 11 && number % 100 <= 13;
    const int last_digit = teen ? 0 : number % 10;
    const char* ending = "th";
    if (last_digit == 1) ending = "st";
    if (last_digit == 2) ending = "nd";
    if (last_digit == 3) ending = "rd";
    return std::to_string(number) + ending;
}

std::string in_words(const weekday_of_month& rule)
{
    return std::string(nth_names.at(static_cast<std::size_t>(rule.nth))) + " " +
           std::string(full_name(rule.day)) + " of the month";
}

std::string in_words(const every_some_weeks& rule)
{
    const auto how_often = rule.weeks == 1 ? "week" : std::to_string(rule.weeks) + " weeks";
    return "every " + how_often + " on " + std::string(full_name(chr::weekday(rule.anchor)));
}

std::string in_words(const day_of_month& rule)
{
    return "monthly on the " + with_ordinal_ending(rule.day);
}

std::string in_code(const weekday_of_month& rule)
{
    const auto nth = rule.nth == last_of_month ? "last" : std::to_string(rule.nth);
    return "m:" + nth + ":" + to_lower(short_name(rule.day));
}

std::string in_code(const every_some_weeks& rule)
{
    return "w:" + std::to_string(rule.weeks) + ":" + to_lower(short_name(chr::weekday(rule.anchor))) + ":" +
           iso_date(rule.anchor);
}

std::string in_code(const day_of_month& rule)
{
    return "d:" + std::to_string(rule.day);
}

std::vector<std::string_view> between_colons(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) return parts;
        text.remove_prefix(colon + 1);
    }
}

std::optional<weekday_of_month> weekday_from_code(std::string_view nth, std::string_view day)
{
    const auto number = nth == "last" ? std::optional<int>(last_of_month) : whole_number(nth);
    const auto weekday = weekday_named(day);
    if (!number || *number > 4 || (*number == 0 && nth != "last") || !weekday) return std::nullopt;
    return weekday_of_month{*number, *weekday};
}

std::optional<every_some_weeks> weeks_from_code(std::string_view count, std::string_view anchor)
{
    const auto weeks = whole_number(count);
    const auto day = parse_date(anchor, date{});
    if (!weeks || *weeks < 1 || *weeks > most_weeks_apart || !day) return std::nullopt;
    return every_some_weeks{*weeks, *day};
}

std::optional<day_of_month> day_from_code(std::string_view number)
{
    const auto day = whole_number(number);
    if (!day || *day < 1 || *day > 31) return std::nullopt;
    return day_of_month{*day};
}

date day_in(chr::year_month month, const weekday_of_month& rule)
{
    if (rule.nth == last_of_month) return date(month / rule.day[chr::last]);
    return date(month / rule.day[static_cast<unsigned>(rule.nth)]);
}

date day_in(chr::year_month month, const day_of_month& rule)
{
    const auto last = (month / chr::last).day();
    return date(month / std::min(last, chr::day(static_cast<unsigned>(rule.day))));
}

template <class MonthlyRule>
date next(const MonthlyRule& rule, date from)
{
    const chr::year_month_day first(from);
    const auto month = first.year() / first.month();
    const auto found = day_in(month, rule);
    return found >= from ? found : day_in(month + chr::months(1), rule);
}

date next(const every_some_weeks& rule, date from)
{
    const auto period = days(7 * rule.weeks);
    const auto past_one = (from - rule.anchor) % period;
    if (past_one == days(0)) return from;
    return past_one < days(0) ? from - past_one : from + (period - past_one);
}

} // namespace

std::string words(const recurrence& rule)
{
    return std::visit([](const auto& kind) { return in_words(kind); }, rule.rule);
}

std::string code(const recurrence& rule)
{
    return std::visit([](const auto& kind) { return in_code(kind); }, rule.rule);
}

std::optional<recurrence> from_code(std::string_view stored)
{
    const auto parts = between_colons(stored);
    std::optional<recurrence> read;
    const auto keep = [&read](const auto& rule) {
        if (rule) read = recurrence{*rule};
    };
    if (parts.size() == 3 && parts[0] == "m") keep(weekday_from_code(parts[1], parts[2]));
    if (parts.size() == 4 && parts[0] == "w") keep(weeks_from_code(parts[1], parts[3]));
    if (parts.size() == 2 && parts[0] == "d") keep(day_from_code(parts[1]));
    // One spelling for one rule: whatever would be written differently was not written here.
    return read && code(*read) == stored ? read : std::nullopt;
}

date next_on_or_after(const recurrence& rule, date from)
{
    return std::visit([from](const auto& kind) { return next(kind, from); }, rule.rule);
}

std::vector<date> occurrences(const recurrence& rule, date from, int how_many)
{
    std::vector<date> found;
    for (int count = 0; count < how_many; ++count) {
        found.push_back(next_on_or_after(rule, from));
        from = found.back() + days(1);
    }
    return found;
}

} // namespace peerbot::core
