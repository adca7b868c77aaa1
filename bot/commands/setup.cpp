#include "bot/cards/phrases.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "core/groups/setup_group.hpp"
#include "core/time/clock.hpp"
#include "core/time/recurrence.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using line = std::vector<std::string>;

// What was typed, without the commas between its parts and the small words before them: "second Tuesday, at
// 15:00, in Europe/London".
line words_of(const invocation& told)
{
    line words;
    for (std::size_t i = 0; i < told.count(); ++i) {
        const auto& one = *told.argument(i);
        const bool before_zone = i + 2 == told.count() && one.is("in");
        if (one.is("at") || before_zone) continue;
        auto text = one.text;
        while (text.ends_with(','))
            text.pop_back();
        if (!text.empty()) words.push_back(std::move(text));
    }
    return words;
}

std::string joined(const line& words, std::size_t from, std::size_t to)
{
    std::string text;
    for (auto i = from; i < to; ++i)
        text += (text.empty() ? "" : " ") + words[i];
    return text;
}

core::date today_utc(core::instant now)
{
    return std::chrono::floor<core::days>(core::zone::named("UTC")->to_local(now));
}

// "second Tuesday 3:30 pm": the last one or two words are a time, and the zone is left to where the person
// lives.
std::optional<written_settings> read_without_zone(const line& words)
{
    const auto count = words.size();
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
        if (count < length + 1) continue;
        const auto clock = joined(words, count - length, count);
        if (core::parse_clock(clock))
            return written_settings{.cadence = joined(words, 0, count - length), .clock = clock};
    }
    return std::nullopt;
}

// The time is the one or two words before the zone.
std::optional<written_settings> read_with_zone(const line& words, std::size_t zone_words)
{
    if (words.size() <= zone_words) return std::nullopt;
    const auto from = words.size() - zone_words;
    auto read = read_without_zone(line(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(from)));
    if (read) read->zone = joined(words, from, words.size());
    return read;
}

// "second Tuesday 3:30 pm Europe/London". A zone of two words is none, but says which was meant.
core::result<written_settings> read_line(const invocation& told)
{
    const auto words = words_of(told);
    const auto count = words.size();
    const auto today = today_utc(told.who.now);
    if (count == 0) return core::parse_recurrence(told.rest(), today).why();
    if (core::parse_recurrence(joined(words, 0, count), today))
        return core::rejection{.why = core::reason::unknown_time};
    if (auto zoneless = read_without_zone(words)) return *zoneless;
    for (const std::size_t zone_words : {std::size_t{1}, std::size_t{2}}) {
        if (auto whole = read_with_zone(words, zone_words)) return *whole;
    }
    // What is wrong is told from the left: a cadence that reads badly before a time that is missing.
    if (count < 3) return core::parse_recurrence(joined(words, 0, count), today).why();
    return core::rejection{.why = core::reason::unknown_time, .text = words[count - 2]};
}

std::string sentence_for_line(const core::rejection& why)
{
    if (why.why == core::reason::unknown_time && why.text.empty()) {
        return "At what time, and in which time zone? Add both, such as `/peer setup second Tuesday 15:00 "
               "Europe/London`. "
               "Nothing was changed.";
    }
    return sentence_for(why) + " Nothing was changed. The whole line reads like `/peer setup second Tuesday "
                               "15:00 Europe/London`; `/peer setup` "
                               "alone shows a form.";
}

// The zone of the person, as far as it is known and this machine knows it.
std::string home_zone(core::unit_of_work& work, const caller& who)
{
    const auto known = work.people().find(who.workspace, who.person);
    return known && core::zone::named(known->zone) ? known->zone : std::string{};
}

core::result<wording> set_up(core::unit_of_work& work, const caller& who, const core::group_settings& wish)
{
    const auto made = core::setup_group(work, {.workspace = who.workspace,
                                               .channel = who.channel,
                                               .person = who.person,
                                               .cadence = core::from_code(wish.meets.cadence).value(),
                                               .meets_at = wish.meets.meets_at,
                                               .where = core::zone::named(wish.meets.zone).value(),
                                               .now = who.now,
                                               .name = wish.name,
                                               .length = wish.length,
                                               .link = wish.link,
                                               .covenant = wish.covenant,
                                               .holidays = wish.meets.holidays});
    if (!made) return made.why();
    const auto planned = work.sessions().planned(made->id);
    return wording{[here = *made, first = planned.front()] {
        return say(fmt::format(
            "The group is set up: {}. The first session is {}. You are its facilitator. I am posting "
            "a card here that everybody can join with; if it does not appear, type "
            "`/invite @peerbot`. `/peer settings` changes anything later.",
            meeting_rhythm(here), when(first.starts_at, here.zone)));
    }};
}

constexpr std::string_view weeks_block = "weeks";
constexpr std::string_view day_block = "day";

slack::input_row row(std::string_view block, std::string label, slack::field what, std::string hint = {})
{
    return {.block_id = std::string(block),
            .label = std::move(label),
            .what = std::move(what),
            .optional = false,
            .hint = std::move(hint)};
}

std::string setup_form(const core::channel_id& channel, const std::string& zone)
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
    auto blocks = settings_inputs({.zone = zone, .clock = "15:00"});
    const std::vector<slack::block> when{
        slack::input(row(weeks_block, "How often do you meet?",
                         slack::choice_field{.action_id = "value", .options = weeks, .initial = "second"})),
        slack::input(row(day_block, "On which day?",
                         slack::choice_field{.action_id = "value", .options = days, .initial = "Tuesday"})),
        cadence_input("Or in your own words, instead of the two above", {}, true)};
    blocks.insert(blocks.begin(), when.begin(), when.end());
    return slack::view_json({.callback_id = "peer.setup",
                             .title = "Start a peer group",
                             .submit = "Start",
                             .close = "Cancel",
                             .private_metadata = channel.value,
                             .blocks = blocks});
}

answer form_for(const core::channel_id& channel, const std::string& zone)
{
    auto shown = say("The form could not be opened. Type it as one line: "
                     "`/peer setup second Tuesday 15:00 Europe/London`.");
    shown.form = setup_form(channel, zone);
    return shown;
}

plan open_form(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        if (work.groups().in_channel(who.workspace, who.channel)) return core::reason::group_exists;
        return wording{
            [channel = who.channel, zone = home_zone(work, who)] { return form_for(channel, zone); }};
    }};
}

} // namespace

bool is_direct_message(const core::channel_id& channel)
{
    return channel.value.starts_with('D');
}

plan setup_pressed(const press& pressed)
{
    return open_form(pressed.who);
}

plan setup_typed(const invocation& told)
{
    if (is_direct_message(told.who.channel))
        return saying{say(sentence_for({.why = core::reason::not_a_channel}))};
    if (told.count() == 0) return open_form(told.who);
    const auto written = read_line(told);
    if (!written) return saying{say(sentence_for_line(written.why()))};
    if (!written->zone.empty()) {
        if (const auto wish = read_settings(*written, nullptr, told.who.now); !wish)
            return saying{say(sentence_for_line(wish.why()))};
    }
    return changing{[who = told.who, wanted = *written](core::unit_of_work& work) -> core::result<wording> {
        if (work.groups().in_channel(who.workspace, who.channel)) return core::reason::group_exists;
        auto whole = wanted;
        if (whole.zone.empty()) whole.zone = home_zone(work, who);
        const auto wish = read_settings(whole, nullptr, who.now);
        if (!wish) return wish.why();
        return set_up(work, who, *wish);
    }};
}

answer refuse_setup(const core::rejection& why)
{
    answer refused;
    auto block = input_of(why.why);
    if (block.empty()) block = std::string(weeks_block);
    refused.errors.push_back({.block = std::move(block), .sentence = plain_sentence_for(why)});
    return refused;
}

plan setup_sent(const form& sent)
{
    auto written = settings_in(sent);
    written.cadence = cadence_in(sent);
    if (written.cadence.empty())
        written.cadence = sent.field(std::string(weeks_block)) + " " + sent.field(std::string(day_block));
    const auto wish = read_settings(written, nullptr, sent.who.now);
    if (!wish) return saying{refuse_setup(wish.why())};
    return changing{[who = sent.who, wanted = *wish](core::unit_of_work& work) -> core::result<wording> {
        return set_up(work, who, wanted);
    }};
}

} // namespace peerbot::bot
