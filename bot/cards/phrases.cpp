#include "bot/cards/phrases.hpp"

#include "bot/slack/mrkdwn.hpp"
#include "core/time/clock.hpp"
#include "core/time/dates.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {

std::string when(core::instant moment, const std::string& zone_name)
{
    auto known = core::zone::named(zone_name);
    const auto where = known ? *std::move(known) : core::zone::named("UTC").value();
    const auto local = where.to_local(moment);
    const auto day = std::chrono::floor<core::days>(local);
    const auto plain =
        fmt::format("{}, {} ({})", core::format_date(day), core::format_clock(local - day), where.name());
    return slack::date_token(moment, "{date_long_pretty} at {time}", plain);
}

std::string meeting_rhythm(const core::group& here)
{
    const auto cadence = core::from_code(here.cadence);
    auto phrase = cadence ? core::words(*cadence) : here.cadence;
    if (!phrase.empty() && phrase.front() >= 'a' && phrase.front() <= 'z') {
        phrase.front() = static_cast<char>(phrase.front() - 'a' + 'A');
    }
    return fmt::format("{} at {} ({})", phrase, core::format_clock(here.meets_at), here.zone);
}

std::string meeting_times(const core::group& here)
{
    const auto rhythm = meeting_rhythm(here);
    if (here.length == core::minutes{60}) return rhythm;
    return fmt::format("{}, for {}", rhythm, counted(here.length.count(), "minute", "minutes"));
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& entries)
{
    std::string list;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0) list += i + 1 == entries.size() ? " and " : ", ";
        list += entries[i];
    }
    return list;
}

std::string mentions(const std::vector<core::user_id>& people)
{
    std::vector<std::string> entries;
    entries.reserve(people.size());
    for (const auto& one : people)
        entries.push_back(slack::mention(one));
    return listed(entries);
}

std::string session_name(const core::session& meeting, const std::string& zone_name)
{
    return fmt::format("Session {}, {}", meeting.number, when(meeting.starts_at, zone_name));
}

std::string shift_sentence(core::minutes shift)
{
    if (shift == core::minutes{0}) return {};
    const auto size = std::chrono::abs(shift);
    const auto length = size == core::hours{1} ? std::string("one hour")
                        : size % core::hours{1} == core::minutes{0}
                            ? fmt::format("{} hours", size / core::hours{1})
                            : fmt::format("{} minutes", size.count());
    return fmt::format("It is {} {} than last time for you, because clocks changed.", length,
                       shift > core::minutes{0} ? "later" : "earlier");
}

std::string bold(std::string_view text)
{
    return "*" + slack::isolated(slack::quiet(text)) + "*";
}

std::string quoted_lines(std::string_view text)
{
    std::string lines;
    while (true) {
        const auto end = std::min(text.find('\n'), text.size());
        lines += (lines.empty() ? ">" : "\n>") + slack::quiet(text.substr(0, end));
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

} // namespace peerbot::bot
