#include "core/time/dates.hpp"

#include "core/time/names.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace peerbot::core {
namespace {

namespace chr = std::chrono;
using word_list = std::vector<std::string>;

constexpr std::size_t longest_typed = 60;
constexpr int most_ahead = 1000; // "in 1000 weeks"

std::optional<date> valid(int year, int month, int day)
{
    if (year < 1970 || year > 2999) return std::nullopt;
    const chr::year_month_day named{chr::year(year), chr::month(static_cast<unsigned>(month)),
                                    chr::day(static_cast<unsigned>(day))};
    return named.ok() ? std::optional<date>(named) : std::nullopt;
}

int year_of(date day)
{
    return static_cast<int>(chr::year_month_day(day).year());
}

// Nine years, because 29 February can be eight years away (1896 to 1904, 2096 to 2104).
std::optional<date> next_without_year(int month, int day, date today)
{
    const int this_year = year_of(today);
    for (int year = this_year; year < this_year + 9; ++year) {
        const auto found = valid(year, month, day);
        if (found && *found >= today) return found;
    }
    return std::nullopt;
}

date next_weekday(chr::weekday wanted, date today)
{
    const date tomorrow = today + days(1);
    return tomorrow + (wanted - chr::weekday(tomorrow));
}

std::optional<date> some_months_ahead(int months, date today)
{
    const chr::year_month_day from(today);
    const auto month = from.year() / from.month() + chr::months(months);
    const auto last = (month / chr::last).day();
    return date(month / (from.day() < last ? from.day() : last));
}

// "2 weeks", "a week", "ten days", "3 months"
std::optional<date> ahead(const word_list& words, date today)
{
    if (words.size() != 2) return std::nullopt;
    const bool one = words[0] == "a" || words[0] == "one";
    const auto count = one ? std::optional<int>(1) : number_named(words[0]);
    if (!count || *count > most_ahead) return std::nullopt;
    const std::string& unit = words[1];
    if (unit == "day" || unit == "days") return today + days(*count);
    if (unit == "week" || unit == "weeks") return today + chr::weeks(*count);
    if (unit == "month" || unit == "months") return some_months_ahead(*count, today);
    return std::nullopt;
}

// "15.01.2027" or "15/01/2027": day first or month first, when only one of them can be.
std::optional<date> in_numbers(int first, int second, int year)
{
    if (first == second || (first > 12 && second <= 12)) return valid(year, second, first);
    if (second > 12 && first <= 12) return valid(year, first, second);
    return std::nullopt;
}

// One word of three numbers between the same separators.
std::optional<date> from_numbers(std::string_view word)
{
    const auto separator = word.find_first_not_of("0123456789");
    if (separator == std::string_view::npos) return std::nullopt;
    const char between = word[separator];
    const auto second_separator = word.find(between, separator + 1);
    if (second_separator == std::string_view::npos) return std::nullopt;
    const std::array<std::string_view, 3> digits = {
        word.substr(0, separator), word.substr(separator + 1, second_separator - separator - 1),
        word.substr(second_separator + 1)};
    std::array<int, 3> numbers{};
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        const auto number = whole_number(digits.at(at));
        if (!number) return std::nullopt;
        numbers.at(at) = *number;
    }
    const auto short_enough = [](std::string_view part) { return part.size() <= 2; };
    if (between == '-' && digits[0].size() == 4 && short_enough(digits[1]) && short_enough(digits[2])) {
        return valid(numbers[0], numbers[1], numbers[2]);
    }
    const bool written_out = short_enough(digits[0]) && short_enough(digits[1]) && digits[2].size() == 4;
    if (!written_out || (between != '.' && between != '/')) return std::nullopt;
    return in_numbers(numbers[0], numbers[1], numbers[2]);
}

// "15", "15th" or "15."
std::optional<int> day_number(std::string_view word)
{
    for (const std::string_view ending : {"st", "nd", "rd", "th", "."}) {
        if (!word.ends_with(ending)) continue;
        word.remove_suffix(ending.size());
        break;
    }
    return word.size() <= 2 ? whole_number(word) : std::nullopt;
}

// "15 january 2027", "january 15", "15th of jan"
std::optional<date> from_month_name(const word_list& words, date today)
{
    if (words.size() < 2 || words.size() > 3) return std::nullopt;
    auto day = day_number(words[0]);
    auto month = month_named(words[1]);
    if (!day || !month) {
        day = day_number(words[1]);
        month = month_named(words[0]);
    }
    if (!day || !month) return std::nullopt;
    const auto month_number = static_cast<int>(static_cast<unsigned>(*month));
    if (words.size() == 2) return next_without_year(month_number, *day, today);
    const auto year = words[2].size() == 4 ? whole_number(words[2]) : std::nullopt;
    return year ? valid(*year, month_number, *day) : std::nullopt;
}

std::optional<date> from_words(word_list words, date today)
{
    if (words.empty()) return std::nullopt;
    if (words.size() == 1) {
        if (words[0] == "today") return today;
        if (words[0] == "tomorrow") return today + days(1);
        if (const auto weekday = weekday_named(words[0])) return next_weekday(*weekday, today);
        return from_numbers(words[0]);
    }
    if (words[0] == "in") return ahead({words.begin() + 1, words.end()}, today);
    if (words[0] == "next") {
        const auto weekday = words.size() == 2 ? weekday_named(words[1]) : std::nullopt;
        return weekday ? std::optional<date>(next_weekday(*weekday, today)) : std::nullopt;
    }

    const auto weekday = weekday_named(words[0]);
    if (weekday) words.erase(words.begin());
    std::erase(words, "of");
    std::erase(words, "the");
    const auto found = words.size() == 1 ? from_numbers(words[0]) : from_month_name(words, today);
    const bool fits = found && (!weekday || *weekday == chr::weekday(*found));
    return fits ? found : std::nullopt;
}

std::optional<date> read_date(std::string_view typed, date today)
{
    if (typed.size() > longest_typed) return std::nullopt;
    auto words = split_words(to_lower(plain_words(typed)));
    if (words.size() > 1 && words[0] == "on") words.erase(words.begin());
    return from_words(std::move(words), today);
}

std::string padded(unsigned number, std::size_t width)
{
    auto digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

} // namespace

result<date> parse_date(std::string_view typed, date today)
{
    if (const auto read = read_date(typed, today)) return *read;
    return rejection{reason::unknown_date, std::string(typed)};
}

std::string format_date(date day)
{
    const chr::year_month_day parts(day);
    return std::string(full_name(chr::weekday(day))) + " " +
           std::to_string(static_cast<unsigned>(parts.day())) + " " + std::string(full_name(parts.month())) +
           " " + std::to_string(static_cast<int>(parts.year()));
}

std::string short_date(date day)
{
    const chr::year_month_day parts(day);
    return std::string(short_name(chr::weekday(day))) + " " +
           std::to_string(static_cast<unsigned>(parts.day())) + " " + std::string(short_name(parts.month())) +
           " " + std::to_string(static_cast<int>(parts.year()));
}

std::string iso_date(date day)
{
    const chr::year_month_day parts(day);
    return padded(static_cast<unsigned>(static_cast<int>(parts.year())), 4) + "-" +
           padded(static_cast<unsigned>(parts.month()), 2) + "-" +
           padded(static_cast<unsigned>(parts.day()), 2);
}

} // namespace peerbot::core
