#include "core/time/clock.hpp"

#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

#include <cstddef>
#include <optional>

namespace peerbot::core {
namespace {

constexpr std::size_t longest_typed = 40;

// Takes "am", "p.m." and the like off the end: nullopt when there is none, otherwise whether it is the
// afternoon.
std::optional<bool> take_half_of_day(std::string& text)
{
    for (const std::string_view ending : {"am", "a.m.", "a.m", "pm", "p.m.", "p.m"}) {
        if (!text.ends_with(ending)) continue;
        text.resize(text.size() - ending.size());
        if (text.ends_with(' ')) text.pop_back();
        return ending.front() == 'p';
    }
    return std::nullopt;
}

struct clock_parts
{
    int hour;
    int minute;
    bool separated; // "3" alone says too little
};

std::optional<clock_parts> take_apart(std::string_view text)
{
    const auto separator = text.find_first_of(":.h");
    const auto hour = text.substr(0, separator);
    if (hour.size() > 2) return std::nullopt;
    const auto hours_read = whole_number(hour);
    if (!hours_read) return std::nullopt;
    if (separator == std::string_view::npos) return clock_parts{*hours_read, 0, false};

    const auto minute = text.substr(separator + 1);
    if (minute.empty() && text[separator] == 'h') return clock_parts{*hours_read, 0, true};
    const auto minutes_read = whole_number(minute);
    if (minute.size() != 2 || !minutes_read || *minutes_read > 59) return std::nullopt;
    return clock_parts{*hours_read, *minutes_read, true};
}

std::optional<minutes> read_clock(std::string_view typed)
{
    if (typed.size() > longest_typed) return std::nullopt;
    auto text = to_lower(plain_words(typed));
    if (text == "noon") return hours(12);
    if (text == "midnight") return minutes(0);

    const auto afternoon = take_half_of_day(text);
    const auto parts = take_apart(text);
    if (!parts) return std::nullopt;
    if (!afternoon) {
        if (!parts->separated || parts->hour > 23) return std::nullopt;
        return hours(parts->hour) + minutes(parts->minute);
    }
    if (parts->hour < 1 || parts->hour > 12) return std::nullopt;
    return hours(parts->hour % 12 + (*afternoon ? 12 : 0)) + minutes(parts->minute);
}

std::string two_digits(long number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

} // namespace

result<minutes> parse_clock(std::string_view typed)
{
    if (const auto read = read_clock(typed)) return *read;
    return rejection{reason::unknown_time, std::string(typed)};
}

std::string format_clock(minutes since_midnight)
{
    const auto hour = std::chrono::floor<hours>(since_midnight);
    return two_digits(hour.count()) + ":" + two_digits((since_midnight - hour).count());
}

} // namespace peerbot::core
