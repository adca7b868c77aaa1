#include "bot/cards/phrases.hpp"

#include "bot/slack/mrkdwn.hpp"
#include "core/time/clock.hpp"
#include "core/time/dates.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"

#include <fmt/format.h>

namespace peerbot::bot {

std::string when(core::instant moment, const std::string& zone_name)
{
    const auto where = core::zone::named(zone_name).value_or(*core::zone::named("UTC"));
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

std::string bold(std::string_view text)
{
    return "*" + slack::isolated(slack::quiet(text)) + "*";
}

} // namespace peerbot::bot
