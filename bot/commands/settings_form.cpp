#include "bot/commands/groups.hpp"
#include "core/groups/holidays.hpp"
#include "core/time/clock.hpp"
#include "core/time/duration.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace peerbot::bot {
namespace {

constexpr std::string_view cadence_block = "rhythm";
constexpr std::string_view name_block = "name";
constexpr std::string_view time_block = "time";
constexpr std::string_view zone_block = "zone";
constexpr std::string_view length_block = "length";
constexpr std::string_view link_block = "link";
constexpr std::string_view covenant_block = "covenant";
constexpr std::string_view holidays_block = "holidays";
constexpr std::size_t longest_input = 3000;

// Cleaned line by line, so that lines stay lines.
std::string clean_lines(std::string_view text)
{
    std::string clean;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        clean += core::clean_text(text.substr(0, end), longest_input);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!text.empty()) clean += '\n';
    }
    while (clean.ends_with('\n'))
        clean.pop_back();
    return clean;
}

core::result<core::minutes> read_length(const std::string& typed)
{
    const auto text = core::plain_words(typed);
    if (text.empty()) return core::minutes{60};
    int number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault == std::errc{} && end == text.data() + text.size()) return core::minutes{number};
    if (const auto length = core::parse_duration(text)) return *length;
    return core::rejection{.why = core::reason::length_out_of_range, .text = text};
}

core::result<std::string> read_cadence(const std::string& typed, const core::group_settings* present,
                                       core::date today)
{
    const auto rule = core::parse_recurrence(typed, today);
    if (!rule) return rule.why();
    if (present != nullptr) {
        const auto before = core::from_code(present->meets.cadence);
        if (before && core::words(*before) == core::words(*rule)) return present->meets.cadence;
    }
    return core::code(*rule);
}

slack::block line(std::string_view block, std::string label, slack::text_field what, std::string hint,
                  bool optional)
{
    return slack::input({.block_id = std::string(block),
                         .label = std::move(label),
                         .what = std::move(what),
                         .optional = optional,
                         .hint = std::move(hint)});
}

} // namespace

written_settings written(const core::group_settings& settings)
{
    const auto cadence = core::from_code(settings.meets.cadence);
    return {.zone = settings.meets.zone,
            .cadence = cadence ? core::words(*cadence) : settings.meets.cadence,
            .clock = core::format_clock(settings.meets.meets_at),
            .length = std::to_string(settings.length.count()),
            .name = settings.name,
            .link = settings.link,
            .covenant = settings.covenant,
            .holidays = settings.meets.holidays};
}

core::result<core::group_settings> read_settings(const written_settings& written,
                                                 const core::group_settings* present, core::instant now)
{
    const auto where = core::parse_zone(core::plain_words(written.zone));
    if (!where) return where.why();
    const auto today = std::chrono::floor<core::days>(where->to_local(now));
    const auto at = core::parse_clock(core::plain_words(written.clock));
    if (!at) return at.why();
    const auto cadence = read_cadence(core::plain_words(written.cadence), present, today);
    if (!cadence) return cadence.why();
    const auto length = read_length(written.length);
    if (!length) return length.why();
    const auto free = core::parse_holidays(written.holidays, today);
    if (!free) return free.why();
    return core::group_settings{
        .meets = {.zone = where->name(), .cadence = *cadence, .meets_at = *at, .holidays = core::code(*free)},
        .name = core::clean_text(written.name, longest_input),
        .length = *length,
        .link = core::clean_text(written.link, longest_input),
        .covenant = clean_lines(written.covenant)};
}

std::vector<slack::block> settings_inputs(const written_settings& initial)
{
    std::vector<slack::block> blocks;
    blocks.push_back(
        slack::input({.block_id = std::string(time_block),
                      .label = "At what time?",
                      .what = slack::time_field{.action_id = "value", .initial = initial.clock}}));
    blocks.push_back(line(zone_block, "In which time zone?",
                          {.action_id = "value", .initial = initial.zone, .placeholder = "Europe/London"},
                          "The name of a region and a city, such as Europe/London or America/New_York.",
                          false));
    blocks.push_back(line(length_block, "How long is a session, in minutes?",
                          {.action_id = "value", .initial = initial.length, .placeholder = "60"}, "", true));
    blocks.push_back(line(name_block, "What is the group called?",
                          {.action_id = "value", .initial = initial.name}, "", true));
    blocks.push_back(line(link_block, "Video link",
                          {.action_id = "value", .initial = initial.link, .placeholder = "https://"},
                          "Where sessions meet, unless one has its own link.", true));
    blocks.push_back(line(covenant_block, "What have you agreed on?",
                          {.action_id = "value", .initial = initial.covenant, .multiline = true},
                          "A short text that everybody accepts who joins.", true));
    blocks.push_back(line(holidays_block, "Holidays",
                          {.action_id = "value",
                           .initial = initial.holidays,
                           .placeholder = "2026-12-24..2027-01-02, 2027-05-01",
                           .multiline = true},
                          "Days and ranges. A session that would fall on one is held a week later.", true));
    return blocks;
}

slack::block cadence_input(std::string label, std::string initial, bool optional)
{
    return line(cadence_block, std::move(label),
                {.action_id = "value", .initial = std::move(initial), .placeholder = "monthly on the 15th"},
                "Such as second Tuesday, last Thursday, every 2 weeks on Monday or monthly on the 15th.",
                optional);
}

std::string cadence_in(const form& sent)
{
    return sent.field(std::string(cadence_block));
}

written_settings settings_in(const form& sent)
{
    return {.zone = sent.field(std::string(zone_block)),
            .cadence = {},
            .clock = sent.field(std::string(time_block)),
            .length = sent.field(std::string(length_block)),
            .name = sent.field(std::string(name_block)),
            .link = sent.field(std::string(link_block)),
            .covenant = sent.field(std::string(covenant_block)),
            .holidays = sent.field(std::string(holidays_block))};
}

std::string input_of(core::reason why)
{
    using enum core::reason;
    switch (why) {
    case unknown_zone:
        return std::string(zone_block);
    case unknown_time:
        return std::string(time_block);
    case length_out_of_range:
        return std::string(length_block);
    case name_too_long:
        return std::string(name_block);
    case not_a_link:
        return std::string(link_block);
    case covenant_too_long:
        return std::string(covenant_block);
    case bad_holidays:
        return std::string(holidays_block);
    case unknown_cadence:
        return std::string(cadence_block);
    default:
        return {};
    }
}

} // namespace peerbot::bot
