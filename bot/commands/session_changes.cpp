// Moving a session and cancelling it, by a line or a form.
#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/sessions.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/move.hpp"
#include "core/time/clock.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view date_block = "date";
constexpr std::string_view time_block = "time";
constexpr std::string_view reason_block = "reason";

struct new_time
{
    std::string day;   // as typed
    std::string clock; // as typed; empty to keep the hour
};

// The last one or two words are the time when they can be read so; "to" and "at" only lead to them.
new_time split_time(const invocation& told, std::size_t from)
{
    std::vector<std::string> words;
    for (auto i = from; i < told.count(); ++i)
        if (const auto& one = *told.argument(i); !one.is("to") && !one.is("at")) words.push_back(one.text);
    const auto joined = [&](std::size_t begin, std::size_t end) {
        std::string text;
        for (auto i = begin; i < end; ++i)
            text += (i > begin ? " " : "") + words[i];
        return text;
    };
    const auto count = words.size();
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
        if (count < length + 1) continue;
        const auto clock = joined(count - length, count);
        if (core::parse_clock(clock)) return {joined(0, count - length), clock};
    }
    return {joined(0, count), {}};
}

// Rejects: unknown_date, unknown_time.
core::result<core::local_time> read_time(const session_here& at, const new_time& typed, core::instant now)
{
    const auto today = core::today_in(at.here, now);
    const auto day = core::parse_date(typed.day, today);
    if (!day) return day.why();
    if (typed.clock.empty())
        return *day + (at.meeting.meets_at - std::chrono::floor<core::days>(at.meeting.meets_at));
    const auto clock = core::parse_clock(typed.clock);
    if (!clock) return clock.why();
    return *day + *clock;
}

core::result<wording> move_to(core::unit_of_work& work, const session_here& at, const new_time& typed,
                              const caller& who)
{
    const auto to = read_time(at, typed, who.now);
    if (!to) return to.why();
    const auto done = core::move_by_hand(
        work, at.here, {.by = who.person, .meeting = at.meeting.id, .to = *to, .now = who.now});
    if (!done) return done.why();
    return wording{[meeting = *done, here = at.here] {
        return say(fmt::format("Moved: {}. {} is told, and everybody is asked again whether they come.",
                               session_name(meeting, here.zone), slack::channel_link(here.channel)));
    }};
}

core::result<wording> cancel_one(core::unit_of_work& work, const session_here& at, const std::string& because,
                                 const caller& who)
{
    const auto done = core::cancel_session(
        work, at.here, {.by = who.person, .meeting = at.meeting.id, .because = because, .now = who.now});
    if (!done) return done.why();
    return wording{[meeting = *done, here = at.here] {
        return say(fmt::format("{}, is cancelled, and {} is told. Nobody owes anything for it.",
                               session_name(meeting, here.zone), slack::channel_link(here.channel)));
    }};
}

// A form about the session of a button, for those who may change it. `facilitators_only`: not for its leader.
template <class Draw>
plan open_form(const press& pressed, bool facilitators_only, Draw draw)
{
    return looking{[pressed, facilitators_only, draw](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto by = viewing_of(work, *at, pressed.who.person);
        if (!by.facilitates) {
            if (facilitators_only)
                return core::facilitating_member(work, at->here.id, pressed.who.person).why();
            if (!by.leads) return core::reason::leads_or_facilitates;
        }
        if (at->meeting.state != core::session_state::planned)
            return core::rejection{.why = core::reason::session_not_planned, .number = at->meeting.number};
        return wording{[form = draw(*at)] {
            auto shown = say("The form could not be opened, and nothing was changed. Please press again.");
            shown.form = form;
            return shown;
        }};
    }};
}

std::string move_form(const session_here& at)
{
    const auto day = std::chrono::floor<core::days>(at.meeting.meets_at);
    return slack::view_json(
        {.callback_id = "session.move",
         .title = "Move the session",
         .submit = "Move",
         .close = "Cancel",
         .private_metadata = form_metadata(at.here.channel, std::to_string(at.meeting.id.value)),
         .blocks = {
             slack::section(fmt::format("*{}*\nIts topic, leader and links stay. Everybody is asked again "
                                        "whether they come.",
                                        session_name(at.meeting, at.here.zone))),
             slack::input({.block_id = std::string(date_block),
                           .label = "To which day?",
                           .what = slack::date_field{.action_id = "value", .initial = core::iso_date(day)}}),
             slack::input(
                 {.block_id = std::string(time_block),
                  .label = "At what time?",
                  .what = slack::time_field{.action_id = "value",
                                            .initial = core::format_clock(at.meeting.meets_at - day)},
                  .optional = false,
                  .hint = fmt::format("By the clocks of {}.", at.here.zone)})}});
}

std::string cancel_form(const session_here& at)
{
    return slack::view_json(
        {.callback_id = "session.cancel",
         .title = "Cancel the session",
         .submit = "Cancel the session",
         .close = "Keep it",
         .private_metadata = form_metadata(at.here.channel, std::to_string(at.meeting.id.value)),
         .blocks = {slack::section("*" + session_name(at.meeting, at.here.zone) + "*"),
                    slack::input({.block_id = std::string(reason_block),
                                  .label = "Why? The group reads this.",
                                  .what = slack::text_field{.action_id = "value",
                                                            .most_length =
                                                                static_cast<int>(core::longest_reason)}})}});
}

} // namespace

plan move_typed(const invocation& told)
{
    const auto number = told.count() > 1 ? told.argument(0)->number() : std::optional<int>{};
    if (!number) {
        return saying{say("Which session, and to when? Write it like `/rotation move 2 2027-03-16 16:00`. "
                          "Nothing was changed.")};
    }
    return changing{[who = told.who, number = *number,
                     typed = split_time(told, 1)](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_numbered_here(work, who, number);
        if (!at) return at.why();
        return move_to(work, *at, typed, who);
    }};
}

plan move_pressed(const press& pressed)
{
    return open_form(pressed, false, move_form);
}

plan move_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        return move_to(work, *at, {sent.field(std::string(date_block)), sent.field(std::string(time_block))},
                       sent.who);
    }};
}

answer refuse_move(const core::rejection& why)
{
    answer refused;
    const auto block = why.why == core::reason::unknown_time ? time_block : date_block;
    refused.errors.push_back({.block = std::string(block), .sentence = plain_sentence_for(why)});
    return refused;
}

plan cancel_typed(const invocation& told)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (!number) {
        return saying{
            say("Which session? Write it like `/rotation cancel 2 Election week`. Nothing was changed.")};
    }
    return changing{[who = told.who, number = *number, because = std::string(told.text.from(told.first + 1))](
                        core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_numbered_here(work, who, number);
        if (!at) return at.why();
        return cancel_one(work, *at, because, who);
    }};
}

plan cancel_pressed(const press& pressed)
{
    return open_form(pressed, true, cancel_form);
}

plan cancel_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        return cancel_one(work, *at, sent.field(std::string(reason_block)), sent.who);
    }};
}

answer refuse_cancel(const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = std::string(reason_block), .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace peerbot::bot
