#include "bot/commands/sessions.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/sessions/move.hpp"
#include "core/sessions/rsvp.hpp"
#include "core/time/clock.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view date_block = "date";
constexpr std::string_view time_block = "time";
constexpr std::string_view reason_block = "reason";
constexpr int sessions_a_page = 10;

viewing viewing_of(core::unit_of_work& work, const session_here& at, const core::user_id& person)
{
    const auto who = core::present_member(work, at.here.id, person);
    if (!who) return {};
    const bool leads = core::leads(at.meeting, who->id);
    return {.member = true, .leads = leads, .facilitates = who->facilitator};
}

wording view_of(core::unit_of_work& work, const session_here& at, const caller& who)
{
    return [scene = session_scene_of(work, at.meeting.id), by = viewing_of(work, at, who.person),
            now = who.now] { return answer::of(session_view(scene, by, now)); };
}

plan which_session(std::string_view example)
{
    return saying{say(fmt::format("Which session? Write it like `{}`. Nothing was changed.", example))};
}

std::string answered_sentence(const core::session& meeting, const std::string& zone, core::attendance coming)
{
    auto name = session_name(meeting, zone);
    switch (coming) {
    case core::attendance::yes:
        return fmt::format("Noted: you come to {}.", name);
    case core::attendance::maybe:
        return fmt::format("Noted: you may come to {}.", name);
    case core::attendance::no:
        return fmt::format("Noted: you cannot come to {}. Afterwards you get its notes.", name);
    }
    return name;
}

core::result<wording> answer_one(core::unit_of_work& work, const session_here& at, const caller& who,
                                 core::attendance coming)
{
    const auto done = core::answer_session(
        work, at.here, {.by = who.person, .meeting = at.meeting.id, .coming = coming, .now = who.now});
    if (!done) return done.why();
    return wording{[meeting = *done, zone = at.here.zone, coming] {
        return say(answered_sentence(meeting, zone, coming));
    }};
}

plan answer_pressed(const press& pressed, core::attendance coming)
{
    return changing{[pressed, coming](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return answer_one(work, *at, pressed.who, coming);
    }};
}

// "/rotation yes 2"; the next session without a number.
plan answer_typed(const invocation& told, core::attendance coming)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (told.count() > 0 && !number) return which_session("/rotation yes 2");
    return changing{[who = told.who, number, coming](core::unit_of_work& work) -> core::result<wording> {
        if (number) {
            const auto at = session_numbered_here(work, who, *number);
            if (!at) return at.why();
            return answer_one(work, *at, who, coming);
        }
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        for (const auto& meeting : work.sessions().planned(here->id)) {
            if (meeting.ends_at() > who.now)
                return answer_one(work, {.here = *here, .meeting = meeting}, who, coming);
        }
        return core::reason::no_session_planned;
    }};
}

core::zone zone_of(const core::group& here)
{
    return core::zone::named(here.zone).value_or(*core::zone::named("UTC"));
}

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
    const auto today = std::chrono::floor<core::days>(zone_of(at.here).to_local(now));
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

plan history_page(const caller& who, int page)
{
    return looking{[who, page](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto all = work.sessions().before(here->id, who.now, page * sessions_a_page + 1);
        const auto from = static_cast<std::size_t>(page - 1) * sessions_a_page;
        std::string text;
        for (auto i = from; i < all.size() && i < from + sessions_a_page; ++i)
            text += history_line(work, all[i]) + "\n";
        const bool more = all.size() > from + sessions_a_page;
        return wording{[text, more, page] {
            if (text.empty())
                return say("No session has taken place yet. `/rotation` shows the coming ones.");
            std::vector<slack::block> blocks{slack::section(text)};
            if (more)
                blocks.push_back(slack::actions({{.text = "Earlier ones",
                                                  .action_id = "rotation.history",
                                                  .value = std::to_string(page + 1),
                                                  .style = slack::button_style::normal,
                                                  .accessibility_label = "Show earlier sessions"}}));
            return answer::of(slack::message(text, blocks));
        }};
    }};
}

} // namespace

std::string history_line(core::unit_of_work& work, const core::session& meeting)
{
    const auto at = session_scene_of(work, meeting.id);
    std::string state = "not booked yet";
    if (meeting.state == core::session_state::held)
        state = at.leaders.empty() ? "held" : mentions(at.leaders) + " led";
    if (meeting.state == core::session_state::cancelled) state = "did not take place";
    const auto day = std::chrono::floor<core::days>(meeting.meets_at);
    return fmt::format("{}. {}{}: {}", meeting.number, core::short_date(day),
                       at.title.empty() ? "" : ", " + bold(at.title), state);
}

core::result<session_here> session_of_value(core::unit_of_work& work, const caller& who,
                                            std::string_view value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() != 1) return core::reason::no_session_planned;
    const auto meeting = work.sessions().find(core::session_id{numbers->front()});
    if (!meeting) return core::reason::no_session_planned;
    const auto here = group_of_press(work, who, meeting->group);
    if (!here) return core::reason::no_session_planned;
    return session_here{.here = *here, .meeting = *meeting};
}

core::result<session_here> session_numbered_here(core::unit_of_work& work, const caller& who, int number)
{
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    const auto meeting = work.sessions().find_number(here->id, number);
    if (!meeting) return core::rejection{.why = core::reason::no_session_planned, .number = number};
    return session_here{.here = *here, .meeting = *meeting};
}

std::optional<plan> session_typed(const invocation& told)
{
    const auto number = told.count() == 1 ? told.argument(0)->number() : std::optional<int>{};
    if (!number) return std::nullopt;
    return looking{[who = told.who, number = *number](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_numbered_here(work, who, number);
        if (!at) return at.why();
        return view_of(work, *at, who);
    }};
}

plan session_shown(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        // From outside its channel a group shows itself to its members only.
        if (pressed.who.channel != at->here.channel) {
            if (const auto who = core::present_member(work, at->here.id, pressed.who.person); !who)
                return who.why();
        }
        return view_of(work, *at, pressed.who);
    }};
}

plan history_typed(const invocation& told)
{
    const auto page = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{1};
    if (!page || *page < 1 || *page > 10'000)
        return saying{
            say("Write it like `/rotation history`, or `/rotation history 2` for the second page.")};
    return history_page(told.who, *page);
}

plan history_pressed(const press& pressed)
{
    const auto page = numbers_of(pressed.value);
    if (!page || page->size() != 1 || page->front() < 1 || page->front() > 10'000)
        return history_page(pressed.who, 1);
    return history_page(pressed.who, static_cast<int>(page->front()));
}

plan coming_typed(const invocation& told)
{
    return answer_typed(told, core::attendance::yes);
}
plan maybe_coming_typed(const invocation& told)
{
    return answer_typed(told, core::attendance::maybe);
}
plan not_coming_typed(const invocation& told)
{
    return answer_typed(told, core::attendance::no);
}
plan coming_pressed(const press& pressed)
{
    return answer_pressed(pressed, core::attendance::yes);
}
plan maybe_coming_pressed(const press& pressed)
{
    return answer_pressed(pressed, core::attendance::maybe);
}
plan not_coming_pressed(const press& pressed)
{
    return answer_pressed(pressed, core::attendance::no);
}

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
    if (!number) return which_session("/rotation cancel 2 Election week");
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
