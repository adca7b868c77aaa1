#include "core/groups/holidays.hpp"

#include "core/time/dates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace peerbot::core {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> pieces_of(std::string_view typed)
{
    std::vector<std::string_view> pieces;
    while (!typed.empty()) {
        const auto end = std::min(typed.find_first_of(",;\n"), typed.size());
        if (const auto piece = trimmed(typed.substr(0, end)); !piece.empty()) pieces.push_back(piece);
        typed.remove_prefix(std::min(end + 1, typed.size()));
    }
    return pieces;
}

rejection not_understood(std::string_view piece)
{
    return {.why = reason::bad_holidays, .text = std::string(piece)};
}

result<holiday> parse_piece(std::string_view piece, date today)
{
    constexpr std::array<std::string_view, 7> between{"..", " to ", " until ", " till ", " - ", "–", "—"};
    for (const auto& mark : between) {
        const auto at = piece.find(mark);
        if (at == std::string_view::npos) continue;
        const auto first = parse_date(trimmed(piece.substr(0, at)), today);
        if (!first) return not_understood(piece);
        // Without a year, the end is the next such day after the begin.
        const auto last = parse_date(trimmed(piece.substr(at + mark.size())), *first);
        if (!last || *last < *first || *last - *first >= longest_holiday) return not_understood(piece);
        return holiday{*first, *last};
    }
    const auto only = parse_date(piece, today);
    if (!only) return not_understood(piece);
    return holiday{*only, *only};
}

std::vector<holiday> joined(std::vector<holiday> list)
{
    std::sort(list.begin(), list.end(), [](const holiday& a, const holiday& b) { return a.first < b.first; });
    std::vector<holiday> one_by_one;
    for (const auto& next : list) {
        if (!one_by_one.empty() && next.first <= one_by_one.back().last + days{1})
            one_by_one.back().last = std::max(one_by_one.back().last, next.last);
        else
            one_by_one.push_back(next);
    }
    return one_by_one;
}

} // namespace

result<std::vector<holiday>> parse_holidays(std::string_view typed, date today)
{
    std::vector<holiday> list;
    for (const auto piece : pieces_of(typed)) {
        const auto read = parse_piece(piece, today);
        if (!read) return read.why();
        list.push_back(*read);
    }
    list = joined(std::move(list));
    if (list.size() > most_holidays)
        return rejection{.why = reason::bad_holidays, .number = static_cast<std::int64_t>(most_holidays)};
    return list;
}

std::string code(const std::vector<holiday>& list)
{
    std::string text;
    for (const auto& one : list) {
        if (!text.empty()) text += ',';
        text += iso_date(one.first);
        if (one.last != one.first) text += ".." + iso_date(one.last);
    }
    return text;
}

std::vector<holiday> holidays_of(const group& here)
{
    const auto list = parse_holidays(here.holidays, date{});
    if (!list) throw std::logic_error("a stored group has holidays that cannot be read");
    return *list;
}

bool contains(const std::vector<holiday>& list, date day)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const holiday& one) { return one.first <= day && day <= one.last; });
}

date next_meeting_day(const recurrence& cadence, const std::vector<holiday>& free, date from)
{
    auto day = next_on_or_after(cadence, from);
    while (contains(free, day))
        day += days{7};
    return day;
}

bool fits_rhythm(const group& here, local_time meets_at)
{
    const auto cadence = from_code(here.cadence);
    if (!cadence) throw std::logic_error("a stored group has an unreadable cadence");
    const auto day = std::chrono::floor<days>(meets_at);
    if (meets_at - day != here.meets_at) return false;
    const auto free = holidays_of(here);
    if (contains(free, day)) return false;
    auto named = day;
    while (next_on_or_after(*cadence, named) != named) {
        named -= days{7};
        if (!contains(free, named)) return false;
    }
    return true;
}

} // namespace peerbot::core
