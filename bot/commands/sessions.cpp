#include "bot/commands/sessions.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/sessions/rsvp.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr int sessions_a_page = 10;

wording view_of(core::unit_of_work& work, const session_here& at, const caller& who)
{
    return [scene = session_scene_of(work, at.meeting.id), by = viewing_of(work, at, who.person),
            now = who.now] { return answer::of(session_view(scene, by, now)); };
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
    if (told.count() > 0 && !number)
        return saying{say("Which session? Write it like `/rotation yes 2`. Nothing was changed.")};
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

viewing viewing_of(core::unit_of_work& work, const session_here& at, const core::user_id& person)
{
    const auto who = core::present_member(work, at.here.id, person);
    if (!who) return {};
    const bool leads = core::leads(at.meeting, who->id);
    return {.member = true, .leads = leads, .facilitates = who->facilitator};
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

} // namespace peerbot::bot
