#include "bot/cards/phrases.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "core/groups/setup_group.hpp"
#include "core/time/clock.hpp"
#include "core/time/recurrence.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

struct meeting_wish
{
    core::recurrence cadence;
    core::minutes at;
    core::zone where;
};

core::date today_in(const core::zone& where, core::instant now)
{
    return std::chrono::floor<core::days>(where.to_local(now));
}

core::result<meeting_wish> read_wish(const std::string& cadence, const std::string& clock,
                                     const std::string& zone, core::instant now)
{
    const auto where = core::parse_zone(zone);
    if (!where) return where.why();
    const auto at = core::parse_clock(clock);
    if (!at) return at.why();
    const auto rhythm = core::parse_recurrence(cadence, today_in(*where, now));
    if (!rhythm) return rhythm.why();
    return meeting_wish{.cadence = *rhythm, .at = *at, .where = *where};
}

std::string joined(const invocation& told, std::size_t from, std::size_t to)
{
    std::string text;
    for (auto i = from; i < to; ++i)
        text += (text.empty() ? "" : " ") + told.argument(i)->text;
    return text;
}

// "second Tuesday 3:30 pm Europe/London": the zone is the last word, the time one or two words before it.
core::result<meeting_wish> read_line(const invocation& told)
{
    const auto count = told.count();
    const auto zone = told.argument(count - 1)->text;
    const auto today = today_in(*core::zone::named("UTC"), told.who.now);
    if (core::parse_recurrence(joined(told, 0, count), today))
        return core::rejection{.why = core::reason::unknown_time};
    if (core::parse_clock(zone) && !core::parse_zone(zone))
        return core::rejection{.why = core::reason::unknown_zone};
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
        if (count < length + 2) continue;
        const auto clock = joined(told, count - 1 - length, count - 1);
        if (core::parse_clock(clock))
            return read_wish(joined(told, 0, count - 1 - length), clock, zone, told.who.now);
    }
    // What is wrong is told from the left: a cadence that reads badly before a time that is missing.
    if (count < 3) return core::parse_recurrence(joined(told, 0, count), today).why();
    return core::rejection{.why = core::reason::unknown_time,
                           .text = count > 1 ? told.argument(count - 2)->text : zone};
}

std::string sentence_for_line(const core::rejection& why)
{
    if (why.why == core::reason::unknown_time && why.text.empty()) {
        return "At what time, and in which time zone? Add both, such as `/peer setup second Tuesday 15:00 "
               "Europe/London`. "
               "Nothing was changed.";
    }
    if (why.why == core::reason::unknown_zone && why.text.empty()) {
        return "Which time zone? Add it at the end, such as `/peer setup second Tuesday 15:00 "
               "Europe/London`. Nothing was "
               "changed.";
    }
    return sentence_for(why) + " Nothing was changed. The whole line reads like `/peer setup second Tuesday "
                               "15:00 Europe/London`; `/peer setup` "
                               "alone shows a form.";
}

change setting_up(const caller& who, const meeting_wish& wish)
{
    return [who, wish](core::unit_of_work& work) -> core::result<wording> {
        const auto made = core::setup_group(work, {.workspace = who.workspace,
                                                   .channel = who.channel,
                                                   .person = who.person,
                                                   .cadence = wish.cadence,
                                                   .meets_at = wish.at,
                                                   .where = wish.where,
                                                   .now = who.now});
        if (!made) return made.why();
        const auto planned = work.sessions().planned(made->id);
        return wording{[here = *made, first = planned.front()] {
            return say(fmt::format(
                "The group is set up: {}. The first session is {}. You are its facilitator. I am posting "
                "a card here that everybody can join with; if it does not appear, type "
                "`/invite @peerbot`.",
                meeting_rhythm(here), when(first.starts_at, here.zone)));
        }};
    };
}

constexpr std::string_view weeks_block = "weeks";
constexpr std::string_view day_block = "day";
constexpr std::string_view time_block = "time";
constexpr std::string_view zone_block = "zone";

slack::input_row row(std::string_view block, std::string label, slack::field what, std::string hint = {})
{
    return {.block_id = std::string(block),
            .label = std::move(label),
            .what = std::move(what),
            .optional = false,
            .hint = std::move(hint)};
}

std::string setup_form(const core::channel_id& channel)
{
    const std::vector<slack::option> weeks{
        {"First of the month", "first"},       {"Second of the month", "second"},
        {"Third of the month", "third"},       {"Fourth of the month", "fourth"},
        {"Last of the month", "last"},         {"Every week", "every week on"},
        {"Every 2 weeks", "every 2 weeks on"}, {"Every 4 weeks", "every 4 weeks on"}};
    std::vector<slack::option> days;
    for (const auto* day : {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}) {
        days.push_back({day, day});
    }
    return slack::view_json(
        {.callback_id = "peer.setup",
         .title = "Start a peer group",
         .submit = "Start",
         .close = "Cancel",
         .private_metadata = channel.value,
         .blocks = {slack::input(row(
                        weeks_block, "How often do you meet?",
                        slack::choice_field{.action_id = "value", .options = weeks, .initial = "second"})),
                    slack::input(row(
                        day_block, "On which day?",
                        slack::choice_field{.action_id = "value", .options = days, .initial = "Tuesday"})),
                    slack::input(row(time_block, "At what time?",
                                     slack::time_field{.action_id = "value", .initial = "15:00"})),
                    slack::input(row(
                        zone_block, "In which time zone?",
                        slack::text_field{.action_id = "value", .placeholder = "Europe/London"},
                        "The name of a region and a city, such as Europe/London or America/New_York."))}});
}

answer form_for(const core::channel_id& channel)
{
    auto shown = say("The form could not be opened. Type it as one line: "
                     "`/peer setup second Tuesday 15:00 Europe/London`.");
    shown.form = setup_form(channel);
    return shown;
}

} // namespace

plan setup_typed(const invocation& told)
{
    // "D" begins the id of a direct message and of nothing else.
    if (told.who.channel.value.starts_with('D'))
        return saying{say(sentence_for({.why = core::reason::not_a_channel}))};
    if (told.count() == 0) {
        return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
            if (work.groups().in_channel(who.workspace, who.channel)) return core::reason::group_exists;
            return wording{[channel = who.channel] { return form_for(channel); }};
        }};
    }
    const auto wish = read_line(told);
    if (!wish) return saying{say(sentence_for_line(wish.why()))};
    return changing{setting_up(told.who, *wish)};
}

answer refuse_setup(const core::rejection& why)
{
    answer refused;
    const auto block = why.why == core::reason::unknown_zone   ? zone_block
                       : why.why == core::reason::unknown_time ? time_block
                                                               : weeks_block;
    refused.errors.push_back({.block = std::string(block), .sentence = sentence_for(why)});
    return refused;
}

plan setup_sent(const form& sent)
{
    const auto wish =
        read_wish(sent.field(std::string(weeks_block)) + " " + sent.field(std::string(day_block)),
                  sent.field(std::string(time_block)), sent.field(std::string(zone_block)), sent.who.now);
    if (!wish) return saying{refuse_setup(wish.why())};
    return changing{[piece = setting_up(sent.who, *wish)](core::unit_of_work& work) -> core::result<wording> {
        return piece(work);
    }};
}

} // namespace peerbot::bot
