#include "bot/cards/groups.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/holidays.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"
#include "core/words/ascii.hpp"
#include "core/words/nearest.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_shown = 12; // sessions that move, in one answer

// One setting that can be typed: its word, and where it is written.
struct setting
{
    std::string_view word;
    std::string written_settings::*place;
    std::string_view example;
    bool needed = false; // no group is without it
};
constexpr std::array settings_known{
    setting{"name", &written_settings::name, "name Satellite watchers"},
    setting{"zone", &written_settings::zone, "zone Europe/London", true},
    setting{"cadence", &written_settings::cadence, "cadence second Tuesday", true},
    setting{"time", &written_settings::clock, "time 15:00", true},
    setting{"length", &written_settings::length, "length 90"},
    setting{"link", &written_settings::link, "link https://meet.example.org/watchers"},
    setting{"covenant", &written_settings::covenant, "covenant What is said here stays here."},
    setting{"holidays", &written_settings::holidays, "holidays 2026-12-24..2027-01-02"},
};

std::string meant_setting(std::string_view typed)
{
    std::vector<std::string_view> words;
    for (const auto& one : settings_known)
        words.push_back(one.word);
    const auto meant = core::nearest(typed, words);
    return meant ? fmt::format(" Did you mean `/peer settings {}`?", *meant) : std::string{};
}

bool means_nothing(std::string_view typed)
{
    const auto text = core::to_lower(core::plain_words(typed));
    return text == "none" || text == "off" || text == "nothing";
}

std::string holiday_words(const core::group& here)
{
    std::vector<std::string> list;
    for (const auto& one : core::holidays_of(here)) {
        auto text = core::short_date(one.first);
        if (one.last != one.first) text += " to " + core::short_date(one.last);
        list.push_back(std::move(text));
    }
    return listed(list);
}

std::string settings_lines(const core::group& here)
{
    const std::string none = "none";
    auto text = fmt::format("*Meets:* {}, for {}", meeting_rhythm(here),
                            counted(here.length.count(), "minute", "minutes"));
    text += "\n*Name:* " + (here.name.empty() ? none : slack::quiet(here.name));
    text += "\n*Video link:* " + (here.link.empty() ? none : link_of(here.link));
    text += "\n*Holidays:* " + (here.holidays.empty() ? none : holiday_words(here));
    return text;
}

answer show_settings(const core::group& here, bool may_change)
{
    const auto text = settings_lines(here);
    const auto agreed =
        "*Agreed on:* " + (here.covenant.empty() ? "none" : "\n" + quoted_lines(here.covenant));
    const std::string hint = may_change ? "One at a time: `/peer settings length 90`. The words are name, "
                                          "zone, cadence, time, length, link, "
                                          "covenant and holidays; `none` takes one away."
                                        : "A facilitator can change these.";
    std::vector<slack::block> blocks{slack::section(text), slack::section(agreed)};
    if (may_change) {
        blocks.push_back(slack::actions({{.text = "Change",
                                          .action_id = "peer.settings",
                                          .value = {},
                                          .style = slack::button_style::normal,
                                          .accessibility_label = "Change the settings of this group"}}));
    }
    blocks.push_back(slack::context({hint}));
    return answer::of(slack::message(text + "\n" + agreed + "\n" + hint, blocks));
}

// What a button has to know again: at most 2000 characters, which longest holidays leave room for.
std::string confirm_value(const core::rhythm_change& change)
{
    const auto& meets = change.wanted;
    return fmt::format("{:x}|{}|{}|{}|{}", change.seen, meets.zone, meets.cadence, meets.meets_at.count(),
                       meets.holidays);
}

struct confirmed_rhythm
{
    core::rhythm wanted;
    std::uint64_t seen = 0;
};

// Undoes confirm_value(); nothing when it was not made by this version.
std::optional<confirmed_rhythm> read_confirm(std::string_view value)
{
    std::array<std::string_view, 5> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto bar = i + 1 < parts.size() ? value.find('|') : value.size();
        if (bar == std::string_view::npos) return std::nullopt;
        parts[i] = value.substr(0, bar);
        value.remove_prefix(std::min(bar + 1, value.size()));
    }
    confirmed_rhythm read;
    int minutes = 0;
    const auto whole = [](std::string_view text, auto& number, int base) {
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, base);
        return fault == std::errc{} && end == text.data() + text.size();
    };
    if (!whole(parts[0], read.seen, 16) || !whole(parts[3], minutes, 10)) return std::nullopt;
    if (minutes < 0 || minutes >= 24 * 60) return std::nullopt;
    if (!core::zone::named(parts[1]) || !core::from_code(parts[2])) return std::nullopt;
    if (!core::parse_holidays(parts[4], core::date{})) return std::nullopt;
    read.wanted = {.zone = std::string(parts[1]),
                   .cadence = std::string(parts[2]),
                   .meets_at = core::minutes{minutes},
                   .holidays = std::string(parts[4])};
    return read;
}

std::string move_lines(const core::rhythm_change& change, const std::string& zone)
{
    std::string text;
    for (std::size_t i = 0; i < change.moves.size() && i < most_shown; ++i) {
        const auto& one = change.moves[i];
        text += fmt::format("\n• Session {}: from {} to {}", one.meeting.number,
                            when(one.meeting.starts_at, zone), when(one.starts_at, change.wanted.zone));
    }
    if (change.moves.size() > most_shown) text += "\n• and those after them";
    if (change.staying.empty()) return text;
    std::vector<std::string> numbers;
    for (const auto& one : change.staying)
        numbers.push_back(std::to_string(one.number));
    if (numbers.size() == 1) {
        return text + fmt::format("\nSession {} stays: it was moved by hand, or is near and confirmed.",
                                  numbers.front());
    }
    return text + fmt::format("\nSessions {} stay: they were moved by hand, or are near and confirmed.",
                              listed(numbers));
}

std::string saved_sentence(const core::settings_change& done)
{
    if (!done.saved.empty()) return fmt::format("Saved: {}.", listed(done.saved));
    return done.waiting ? "" : "Everything is as you wrote it already, so nothing was changed.";
}

answer answer_change(const core::settings_change& done)
{
    const auto saved = saved_sentence(done);
    if (!done.waiting) return say(saved);
    auto rhythm = done.here;
    rhythm.zone = done.waiting->wanted.zone;
    rhythm.cadence = done.waiting->wanted.cadence;
    rhythm.meets_at = done.waiting->wanted.meets_at;
    const auto text =
        fmt::format("{}{}*{}* moves sessions that are planned:{}", saved, saved.empty() ? "" : "\n",
                    meeting_rhythm(rhythm), move_lines(*done.waiting, done.here.zone));
    const std::string ask = "Nothing of this is done until you press Move them.";
    return answer::of(slack::message(
        text + "\n" + ask,
        {slack::section(text), slack::section(ask),
         slack::actions({{.text = "Move them",
                          .action_id = "peer.rhythm",
                          .value = confirm_value(*done.waiting),
                          .style = slack::button_style::primary,
                          .accessibility_label = "Move the sessions to these dates, and tell the channel"},
                         {.text = "Leave as it is",
                          .action_id = "peer.rhythm_kept",
                          .value = {},
                          .style = slack::button_style::normal,
                          .accessibility_label = "Leave all sessions where they are"}})}));
}

core::result<wording> change_to(core::unit_of_work& work, const core::group& here, const caller& who,
                                const written_settings& wanted)
{
    const auto present = core::settings_of(here);
    const auto read = read_settings(wanted, &present, who.now);
    if (!read) return read.why();
    const auto done = core::change_settings(work, here, who.person, *read, who.now);
    if (!done) return done.why();
    return wording{[change = *done] { return answer_change(change); }};
}

std::string settings_form(const core::group& here)
{
    const auto initial = written(core::settings_of(here));
    auto blocks = settings_inputs(initial);
    blocks.insert(blocks.begin(), cadence_input("How often do you meet?", initial.cadence, false));
    return slack::view_json({.callback_id = "peer.settings",
                             .title = "Settings of the group",
                             .submit = "Save",
                             .close = "Cancel",
                             .private_metadata = form_metadata(here.channel),
                             .blocks = blocks});
}

plan shown_to(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const bool may_change = static_cast<bool>(core::facilitating_member(work, here->id, who.person));
        return wording{[group = *here, may_change] { return show_settings(group, may_change); }};
    }};
}

// In the line a setting is everything after its word: what it says keeps its signs.
plan one_setting(const invocation& told, const setting& which)
{
    const auto text = std::string(told.text.from(told.first + 1));
    if (text.empty() || (which.needed && means_nothing(text))) {
        return saying{say(fmt::format("What should it be? Write it like `/peer settings {}`. Nothing was "
                                      "changed.",
                                      which.example))};
    }
    return changing{[who = told.who, which, text](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        auto wanted = written(core::settings_of(*here));
        wanted.*which.place = means_nothing(text) ? std::string{} : text;
        return change_to(work, *here, who, wanted);
    }};
}

} // namespace

plan settings_typed(const invocation& told)
{
    const auto* first = told.argument(0);
    if (first == nullptr) return shown_to(told.who);
    for (const auto& one : settings_known) {
        if (first->is(one.word)) return one_setting(told, one);
    }
    return saying{say(fmt::format(
        "`/peer settings` does not know the word \"{}\", so nothing was changed.{} The words are name, zone, "
        "cadence, time, length, link, covenant and holidays, such as `/peer settings length 90`.",
        slack::cut(slack::escape(first->text), 100), meant_setting(first->text)))};
}

plan settings_shown(const press& pressed)
{
    return shown_to(pressed.who);
}

plan settings_pressed(const press& pressed)
{
    return looking{[who = pressed.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto asker = core::facilitating_member(work, here->id, who.person); !asker)
            return asker.why();
        return wording{[group = *here] {
            auto shown = say("The form could not be opened. One setting at a time works too: "
                             "`/peer settings length 90`.");
            shown.form = settings_form(group);
            return shown;
        }};
    }};
}

answer refuse_settings(const core::rejection& why)
{
    answer refused;
    auto block = input_of(why.why);
    if (block.empty()) block = input_of(core::reason::unknown_cadence);
    refused.errors.push_back({.block = std::move(block), .sentence = plain_sentence_for(why)});
    return refused;
}

plan settings_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, sent.who.workspace, sent.who.channel);
        if (!here) return here.why();
        auto wanted = settings_in(sent);
        wanted.cadence = cadence_in(sent);
        return change_to(work, *here, sent.who, wanted);
    }};
}

plan rhythm_confirmed(const press& pressed)
{
    const auto confirmed = read_confirm(pressed.value);
    if (!confirmed) {
        return saying{say("This button is too old to be understood, so nothing was changed. `/peer settings` "
                          "shows the settings as they are.")};
    }
    return changing{
        [who = pressed.who, confirmed = *confirmed](core::unit_of_work& work) -> core::result<wording> {
            const auto here = core::group_in(work, who.workspace, who.channel);
            if (!here) return here.why();
            const auto done =
                core::change_rhythm(work, *here, who.person, confirmed.wanted, confirmed.seen, who.now);
            if (!done) return done.why();
            return wording{[moved = done->moves.size()] {
                if (moved == 0) return say("This was done already, and nothing more is needed.");
                return say(fmt::format("Done: {}. I am telling the channel the new dates.",
                                       moved == 1 ? "1 session has moved"
                                                  : fmt::format("{} sessions have moved", moved)));
            }};
        }};
}

plan rhythm_kept(const press&)
{
    return saying{say("All sessions stay where they are.")};
}

} // namespace peerbot::bot
