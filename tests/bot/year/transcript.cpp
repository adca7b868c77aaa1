#include "tests/bot/year/transcript.hpp"

#include "core/time/clock.hpp"
#include "core/time/dates.hpp"

#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace peerbot::tests {
namespace {

struct line
{
    core::instant at;
    std::string text;
};

// The day of the month tells when it is another day there.
std::string utc_clock(core::instant at)
{
    const auto day = std::chrono::floor<core::days>(at);
    const std::chrono::year_month_day date{day};
    const auto since = std::chrono::floor<core::minutes>(at - day);
    return fmt::format("{:02}. {}Z", static_cast<unsigned>(date.day()), core::format_clock(since));
}

std::string token_as_read(std::string_view token, const core::zone& where)
{
    const auto bar = token.find('|');
    if (token.starts_with("!date^")) {
        std::int64_t seconds = 0;
        std::from_chars(token.data() + 6, token.data() + token.size(), seconds);
        return clock_in(where, core::instant{core::seconds{seconds}});
    }
    if (token.starts_with("@")) return "@" + first_name(core::user_id(std::string(token.substr(1))));
    if (token.starts_with("#")) return "#" + channel_name(core::channel_id(std::string(token.substr(1))));
    return std::string(bar == std::string_view::npos ? token : token.substr(bar + 1));
}

std::string beginning(std::string text, std::size_t longest)
{
    if (text.size() <= longest) return text;
    const auto end = text.rfind(' ', longest);
    text.resize(end == std::string::npos ? longest : end);
    return text + " …";
}

// What was folded into a message is worth a line of its own.
std::string message_lines(const std::string& text, std::size_t longest)
{
    constexpr std::string_view also = "\nAlso: ";
    std::string lines;
    std::size_t from = 0;
    while (true) {
        const auto end = text.find(also, from);
        const auto part = text.substr(from, end == std::string::npos ? end : end - from);
        lines += (lines.empty() ? "" : "\n        also: ") + beginning(on_one_line(part), longest);
        if (end == std::string::npos) return lines;
        from = end + also.size();
    }
}

} // namespace

std::string clock_in(const core::zone& where, core::instant at)
{
    const auto wall = where.to_local(at);
    const auto day = std::chrono::floor<core::days>(wall);
    return core::short_date(day) + " " + core::format_clock(wall - core::local_time(day));
}

std::string on_one_line(const std::string& text)
{
    std::string made;
    for (const char c : text)
        made += c == '\n' ? std::string(" / ") : std::string(1, c);
    while (made.ends_with(" / "))
        made.resize(made.size() - 3);
    while (made.ends_with(' '))
        made.pop_back();
    return made;
}

std::string as_read(std::string_view mrkdwn, const core::zone& where)
{
    std::string text;
    while (!mrkdwn.empty()) {
        const auto open = mrkdwn.find('<');
        text += mrkdwn.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = mrkdwn.find('>', open);
        text += token_as_read(mrkdwn.substr(open + 1, close - open - 1), where);
        mrkdwn.remove_prefix(close + 1);
    }
    return text;
}

std::string transcript_of(lived_workspace& here, const std::string& channel, std::size_t longest)
{
    const auto group = here.group_in(channel).value();
    const auto home = core::zone::named(group.zone).value();
    std::vector<line> lines;
    auto deed = here.deeds().begin();
    const auto add_deeds_until = [&](core::instant until) {
        for (; deed != here.deeds().end() && deed->at < until; ++deed) {
            if (deed->channel != channel && !deed->channel.empty()) continue;
            const auto& where = here.zone_of(deed->person);
            lines.push_back(
                {deed->at, fmt::format("{} ({})      {}: {} -> {}: {}", clock_in(where, deed->at),
                                       utc_clock(deed->at), deed->person, deed->words, deed->outcome,
                                       beginning(on_one_line(as_read(deed->sentence, where)), longest))});
        }
    };
    for (const auto& one : here.said()) {
        add_deeds_until(one.at);
        if (one.what.group != group.id) continue;
        const auto* person = std::get_if<core::user_id>(&one.what.to);
        const auto& where = person == nullptr ? home : here.zone_of(first_name(*person));
        const auto to = person == nullptr ? "#" + channel : "to " + first_name(*person);
        lines.push_back({one.at, fmt::format("{} ({})  {}: {}", clock_in(where, one.at), utc_clock(one.at),
                                             to, message_lines(as_read(one.text, where), longest))});
    }
    add_deeds_until(core::instant::max());
    std::string text;
    for (const auto& one : lines)
        text += one.text + "\n";
    return text;
}

} // namespace peerbot::tests
