#include "bot/cards/rotation.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/scene.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/sessions.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"

#include <array>
#include <fmt/format.h>
#include <map>

namespace peerbot::bot {
namespace {

constexpr std::size_t sessions_shown = 3;
constexpr int sessions_shown_back = 6;

struct outlook
{
    core::instant now;
    core::group here;
    core::explanation told;
    std::optional<core::member_id> viewer;
    std::map<core::member_id, core::user_id> people; // of everybody who is or was a member and is named here
    std::map<core::session_id, std::string> topics = {}; // titles, where they are settled
    std::vector<std::string> earlier = {};               // a line for each of the last few sessions

    std::string person(core::member_id id) const
    {
        const auto found = people.find(id);
        return found == people.end() ? std::string("somebody who left") : slack::mention(found->second);
    }
};

outlook look_ahead(core::unit_of_work& work, const core::group& here, const caller& who)
{
    outlook seen{
        .now = who.now, .here = here, .told = core::explain_rotation(work, here), .viewer = {}, .people = {}};
    for (const auto& one : seen.told.standings) {
        seen.people[one.who.id] = one.who.user;
        if (one.who.user == who.person) seen.viewer = one.who.id;
    }
    for (const auto& one : seen.told.turns) {
        if (const auto subject = work.topics().find(one.meeting.topic))
            seen.topics[one.meeting.id] = subject->title;
    }
    for (const auto& meeting : work.sessions().before(here.id, who.now, sessions_shown_back))
        seen.earlier.push_back(history_line(work, meeting));
    return seen;
}

std::string state_of(const core::turn& one)
{
    switch (one.decided_by) {
    case core::turn_rule::confirmed:
        return "confirmed";
    case core::turn_rule::asked:
        return "asked, has not answered yet";
    default:
        return "planned";
    }
}

std::string turn_line(const outlook& seen, const core::turn& one)
{
    auto name = session_name(one.meeting, seen.here.zone);
    if (const auto about = seen.topics.find(one.meeting.id); about != seen.topics.end())
        name += ", " + bold(about->second);
    if (one.meeting.format != core::session_format::training)
        return fmt::format("{}: {}.", name, format_words(one.meeting.format));
    if (!one.leader) return fmt::format("{}: nobody can lead it yet.", name);
    if (one.meeting.co_leader)
        return fmt::format("{}: {} and {} lead ({}).", name, seen.person(*one.leader),
                           seen.person(one.meeting.co_leader), state_of(one));
    return fmt::format("{}: {} leads ({}).", name, seen.person(*one.leader), state_of(one));
}

answer show_outlook(const outlook& seen)
{
    if (seen.told.turns.empty()) return say("No session is planned.");
    std::string text;
    std::vector<slack::button> buttons;
    std::vector<slack::button> more;
    std::vector<std::string> unbooked;
    std::size_t shown = 0;
    for (const auto& one : seen.told.turns) {
        if (one.meeting.ends_at() <= seen.now) {
            unbooked.push_back(std::to_string(one.meeting.number));
            continue;
        }
        if (++shown > sessions_shown) break;
        text += turn_line(seen, one) + "\n";
        if (shown == 1)
            more.push_back(session_button(fmt::format("Session {}", one.meeting.number), "session.show",
                                          one.meeting, "Show everything about it"));
        if (!seen.viewer || !buttons.empty()) continue;
        if (one.leader != seen.viewer && !core::leads(one.meeting, *seen.viewer)) continue;
        if (one.meeting.leading != core::leader_state::confirmed)
            buttons.push_back(lead_button(one.meeting.id));
        const bool asked = one.meeting.leading != core::leader_state::open;
        buttons.push_back(asked ? cannot_button(one.meeting.id) : skip_button(one.meeting.id));
    }
    if (!unbooked.empty()) {
        text += fmt::format("Not booked yet: {}. Type `/rotation held {} @name` or `/rotation missed {}`.",
                            listed(unbooked), unbooked.front(), unbooked.front());
    }
    std::string earlier;
    for (const auto& line : seen.earlier)
        earlier += line + "\n";
    if (!earlier.empty()) earlier = "The last ones:\n" + earlier;
    buttons.insert(buttons.end(), more.begin(), more.end());
    return answer::of(slack::message(
        text + earlier,
        {slack::section(text), slack::actions(buttons), slack::section(earlier),
         slack::context({"Whoever owes the group most leads next. `/rotation why` shows the numbers."})}));
}

plan look(const caller& who, answer (*show)(const outlook&))
{
    return looking{[who, show](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{[seen = look_ahead(work, *here, who), show] { return show(seen); }};
    }};
}

plan show_typed(const invocation& told)
{
    return look(told.who, show_outlook);
}

plan show_pressed(const press& pressed)
{
    return look(pressed.who, show_outlook);
}

std::string skipped_sentence(const core::skipped_turn& done, const core::user_id& holder,
                             const core::user_id& by)
{
    if (done.as_backup) {
        auto thanks = fmt::format("Thank you for answering: session {} goes on without you as backup.",
                                  done.meeting.number);
        if (done.next) thanks += fmt::format(" {} is asked instead.", slack::mention(done.next->user));
        return thanks;
    }
    auto text = holder == by
                    ? fmt::format("You let session {} pass and keep what you owe.", done.meeting.number)
                    : fmt::format("{} lets session {} pass and keeps what they owe.", slack::mention(holder),
                                  done.meeting.number);
    if (done.next) text += fmt::format(" {} is next for it.", slack::mention(done.next->user));
    return text;
}

plan skip(const invocation& told)
{
    const auto* named = told.argument(0);
    if (named != nullptr && !named->person) {
        return saying{
            say("To let your own turn pass, type `/rotation skip`; a facilitator can add @name. Nothing was "
                "changed.")};
    }
    const auto holder = named != nullptr ? *named->person : told.who.person;
    return changing{[who = told.who, holder](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done =
            core::skip_turn(work, *here, {.by = who.person, .holder = holder, .meeting = {}, .now = who.now});
        if (!done) return done.why();
        return wording{
            [done = *done, holder, by = who.person] { return say(skipped_sentence(done, holder, by)); }};
    }};
}

plan lead(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || read.people.empty() || read.people.size() > 2) {
        return saying{
            say("Who leads? Write it like `/rotation lead @name` or `/rotation lead 2 @name`; name two who "
                "share the turn. Nothing was changed.")};
    }
    return changing{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto changed = core::assign_turn(work, *here, read.number, who.person, read.people.front(),
                                               who.now, read.person(1));
        if (!changed) return changed.why();
        return wording{[meeting = *changed, people = read.people, zone = here->zone] {
            return say(fmt::format("{} {} {}. They are being told.", mentions(people),
                                   people.size() > 1 ? "lead" : "leads", session_name(meeting, zone)));
        }};
    }};
}

plan confirm_typed(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done = core::confirm_next_turn(work, *here, who.person, who.now);
        if (!done) return done.why();
        return wording{[meeting = *done, zone = here->zone] {
            return say(fmt::format("Thank you: you lead {}.", session_name(meeting, zone)));
        }};
    }};
}

// Runs `act` on the session of a button.
template <class Act>
plan on_session(const press& pressed, Act act)
{
    return changing{[pressed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto meeting = pressed_session(work, pressed);
        if (!meeting) return meeting.why();
        return act(work, core::known_group(work, meeting->group), *meeting, pressed.who);
    }};
}

core::result<wording> confirm_session(core::unit_of_work& work, const core::group& here,
                                      const core::session& meeting, const caller& who)
{
    const auto done = core::confirm_turn(work, here, meeting.id, who.person, who.now);
    if (!done) return done.why();
    return wording{[meeting = *done, zone = here.zone] {
        const auto text = fmt::format("Thank you: you lead {}.", session_name(meeting, zone));
        return answer::of(
            slack::message(text, {slack::section(text), slack::actions({cannot_button(meeting.id)})}));
    }};
}

core::result<wording> skip_session(core::unit_of_work& work, const core::group& here,
                                   const core::session& meeting, const caller& who)
{
    const auto done = core::skip_turn(
        work, here, {.by = who.person, .holder = who.person, .meeting = meeting.id, .now = who.now});
    if (!done) return done.why();
    return wording{
        [done = *done, person = who.person] { return say(skipped_sentence(done, person, person)); }};
}

plan confirm_pressed(const press& pressed)
{
    return on_session(pressed, confirm_session);
}
plan skip_pressed(const press& pressed)
{
    return on_session(pressed, skip_session);
}
constexpr std::array commands{
    command_row{"rotation", "", "", "the next three sessions and who leads them", show_typed},
    command_row{"rotation", "why", "2",
                "the order in numbers, @name's account, or how session 2 got its leader", why_typed, 2},
    command_row{"rotation", "confirm", "", "say that you will lead your next turn", confirm_typed},
    command_row{"rotation", "swap", "2 @name", "ask that person to lead session 2 for you", swap_typed, 2},
    command_row{"rotation", "offer", "2", "offer your session 2 to the group", offer_typed, 1},
    command_row{"rotation", "take", "2", "lead session 2, which is offered to you or to the group",
                take_typed, 1},
    command_row{"rotation", "decline", "2", "say no to whoever asked you to lead session 2", decline_typed,
                1},
    command_row{"rotation", "skip", "", "let your turn pass and stay first in the order", skip, 1},
    command_row{"rotation", "held", "2 @name",
                "book session 2 as held, led by that person, or by two; all can be left out", held_typed, 3},
    command_row{"rotation", "missed", "2", "book session 2 as not held", missed_typed, 1},
    command_row{"rotation", "lead", "2 @name", "choose who leads session 2, one or two (facilitators)", lead,
                3},
    command_row{"rotation", "NUMBER", "", "everything about that session, and what you can change",
                show_typed},
    command_row{"rotation", "yes", "2", "say that you come to session 2; alone, to the next", coming_typed,
                1},
    command_row{"rotation", "maybe", "2", "say that you may come", maybe_coming_typed, 1},
    command_row{"rotation", "no", "2", "say that you cannot come", not_coming_typed, 1},
    command_row{"rotation", "move", "2 2027-03-16 16:00", "move session 2", move_typed, any_words},
    command_row{"rotation", "cancel", "2 REASON", "cancel session 2 (facilitators)", cancel_typed, any_words},
    command_row{"rotation", "prepare", "2", "add links and an outline to session 2", prepare_typed, 1},
    command_row{"rotation", "report", "2", "add the recording and notes of session 2", report_typed, 1},
    command_row{"rotation", "runsheet", "", "how an hour goes, and how to change that", run_sheet_typed,
                any_words},
    command_row{"rotation", "history", "", "the sessions so far", history_typed, 1},
};
constexpr std::array presses{
    press_row{"rotation.show", show_pressed},
    press_row{"rotation.confirm", confirm_pressed},
    press_row{"rotation.skip", skip_pressed},
    press_row{"rotation.cannot", cannot_pressed},
    press_row{"rotation.offer", offer_pressed},
    press_row{"rotation.swap", swap_pressed},
    press_row{"rotation.take", take_pressed},
    press_row{"rotation.decline", decline_pressed},
    press_row{"rotation.backup", backup_pressed},
    press_row{"rotation.instead", instead_pressed},
    press_row{"rotation.assist", assist_pressed},
    press_row{"rotation.critique", critique_pressed},
    press_row{"rotation.week_later", week_later_pressed},
    press_row{"rotation.held", held_pressed},
    press_row{"rotation.not_held", not_held_pressed},
    press_row{"rotation.history", history_pressed},
    press_row{"session.show", session_shown},
    press_row{"session.yes", coming_pressed},
    press_row{"session.maybe", maybe_coming_pressed},
    press_row{"session.no", not_coming_pressed},
    press_row{"session.move", move_pressed},
    press_row{"session.cancel", cancel_pressed},
    press_row{"session.prepare", prepare_pressed},
    press_row{"session.report", report_pressed},
    press_row{"session.wonder", wonder_pressed},
    press_row{"session.topic", question_to_topic},
};
constexpr std::array forms{
    form_row{"session.move", move_sent, refuse_move},
    form_row{"session.cancel", cancel_sent, refuse_cancel},
    form_row{"session.prepare", prepare_sent, refuse_preparation},
    form_row{"session.report", report_sent, refuse_report},
    form_row{"session.wonder", wonder_sent, refuse_wonder},
    form_row{"rotation.swap", swap_sent, refuse_swap},
};

} // namespace

which read_which(const invocation& told)
{
    which read;
    for (std::size_t i = 0; i < told.count(); ++i) {
        const auto* one = told.argument(i);
        if (one->person) {
            read.people.push_back(*one->person);
        } else if (const auto number = one->number(); number && !read.number) {
            read.number = number;
        } else {
            read.understood = false;
        }
    }
    return read;
}

core::result<std::optional<core::session_id>>
session_numbered(core::unit_of_work& work, const core::group& here, std::optional<int> number)
{
    if (!number) return std::optional<core::session_id>{};
    const auto found = work.sessions().find_number(here.id, *number);
    if (!found) return core::rejection{.why = core::reason::no_session_planned, .number = number};
    return std::optional{found->id};
}

core::result<core::session> pressed_session(core::unit_of_work& work, const press& pressed)
{
    const auto at = session_of_value(work, pressed.who, pressed.value);
    if (!at) return at.why();
    return at->meeting;
}

const area_rows& rotation_commands()
{
    static const area_rows rows{"rotation", "Who leads each session, in a fair order that counts every turn.",
                                commands,   presses,
                                forms,      session_typed};
    return rows;
}

} // namespace peerbot::bot
