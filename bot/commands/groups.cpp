#include "bot/commands/groups.hpp"

#include "bot/cards/groups.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// A press tells where somebody's account is, perhaps before anything else did. Organisations have ids of
// another kind, which say nothing about that.
void introduce(core::unit_of_work& work, const caller& who)
{
    const bool elsewhere = who.home.value.starts_with('T') && who.home != who.workspace;
    if (!elsewhere || work.people().find(who.workspace, who.person)) return;
    work.people().save({.workspace = who.workspace, .user = who.person, .home = who.home});
}

core::result<wording> join(core::unit_of_work& work, const core::group& here, const caller& who)
{
    introduce(work, who);
    const auto joined = core::join_group(work, here, who.person, who.now);
    if (!joined) return joined.why();
    return wording{[here, leads = joined->facilitator] {
        return say(fmt::format(
            "You are a member now. {}. `/vote` shows what the group could learn, `/rotation` who "
            "leads next.{}",
            meeting_rhythm(here), leads ? " Nobody was in the group, so you are the facilitator too." : ""));
    }};
}

// What joiners accept has to be seen before it is accepted.
plan join_typed(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const bool outside = !core::present_member(work, here->id, who.person);
        if (outside && !here->covenant.empty())
            return wording{[group = *here] { return answer::of(invitation(group)); }};
        return join(work, *here, who);
    }};
}

plan join_pressed(const press& pressed)
{
    return changing{[who = pressed.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return join(work, *here, who);
    }};
}

plan leave(const caller& who, bool tell_channel)
{
    return changing{[who, tell_channel](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto gone = core::leave_group(
            work, *here, {.person = who.person, .tell_channel = tell_channel, .now = who.now});
        if (!gone) return gone.why();
        return wording{[tell_channel] {
            return say(fmt::format(
                "You have left the group, and your coming turns went back to the rotation. {} `/peer join` "
                "brings you back at any time.",
                tell_channel ? "I am telling the channel in one sentence."
                             : "I tell nobody in the channel."));
        }};
    }};
}

plan leave_typed(const invocation& told)
{
    const auto* how = told.argument(0);
    if (how != nullptr && !how->is("aloud") && !how->is("quietly")) {
        return saying{
            say("Write `/peer leave` to leave without a word in the channel, or `/peer leave aloud` to "
                "have it told there. Nothing was changed.")};
    }
    return leave(told.who, how != nullptr && how->is("aloud"));
}

plan leave_quietly(const press& pressed)
{
    return leave(pressed.who, false);
}

plan leave_aloud(const press& pressed)
{
    return leave(pressed.who, true);
}

core::result<core::date> pause_end(const invocation& told, const core::group& here)
{
    auto text = told.rest();
    if (const auto* first = told.argument(0); first != nullptr && (first->is("until") || first->is("till"))) {
        text = told.text.from(told.first + 1);
    }
    if (const auto* first = told.argument(0); first != nullptr && first->is("for"))
        text = told.text.from(told.first + 1);
    const auto where = core::zone::named(here.zone).value_or(*core::zone::named("UTC"));
    const auto today = std::chrono::floor<core::days>(where.to_local(told.who.now));
    auto day = core::parse_date(text, today);
    if (day) return day;
    // "2 weeks" is "in 2 weeks".
    const auto ahead = core::parse_date("in " + std::string(text), today);
    return ahead ? ahead : day;
}

plan pause(const invocation& told)
{
    if (told.count() == 0 || (told.count() == 1 && told.argument(0)->is("until"))) {
        return saying{say("Until when? Write it like `/peer pause until 2027-01-15`. Nothing was changed.")};
    }
    return changing{[told](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, told.who.workspace, told.who.channel);
        if (!here) return here.why();
        const auto until = pause_end(told, *here);
        if (!until) return until.why();
        const auto paused = core::pause_member(work, *here, told.who.person, *until, told.who.now);
        if (!paused) return paused.why();
        return wording{[day = *until] {
            return say(fmt::format(
                "You are paused until {}. Nobody counts on you before that day, you owe nothing for it, "
                "and you are back by yourself. `/peer resume` ends it earlier.",
                core::format_date(day)));
        }};
    }};
}

plan resume(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto back = core::resume_member(work, *here, who.person, who.now);
        if (!back) return back.why();
        return wording{[] { return say("Welcome back: your pause is over."); }};
    }};
}

std::string member_line(const core::member& who)
{
    auto line = slack::mention(who.user);
    if (who.facilitator) line += ", facilitator";
    if (who.paused_until) line += ", paused until " + core::format_date(*who.paused_until);
    return line;
}

plan members(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{[people = work.members().present(here->id)] {
            std::string text = counted(static_cast<std::int64_t>(people.size()), "member", "members") + ":";
            for (const auto& one : people)
                text += "\n" + member_line(one);
            return say(text);
        }};
    }};
}

// What `/peer` shows: the group, and what waits for this person.
struct overview
{
    core::group here;
    std::optional<core::member> viewer;
    std::size_t members = 0;
    std::vector<core::user_id> facilitators;
    std::vector<core::turn> turns; // of sessions that have not begun
    std::optional<core::ballot> running;
    bool voted = false;
    int to_look_at = 0; // critiques that wait for the viewer
};

overview look_over(core::unit_of_work& work, const core::group& here, const caller& who)
{
    overview seen{.here = here,
                  .viewer = {},
                  .members = 0,
                  .facilitators = {},
                  .turns = core::coming_turns(work, here),
                  .running = work.ballots().open_in(here.id)};
    std::erase_if(seen.turns, [&](const core::turn& one) { return one.meeting.starts_at <= who.now; });
    for (const auto& one : work.members().present(here.id)) {
        ++seen.members;
        if (one.facilitator) seen.facilitators.push_back(one.user);
        if (one.user == who.person) seen.viewer = one;
    }
    if (seen.viewer && seen.running) {
        seen.voted = work.votes().has_voted(*seen.running, seen.viewer->id);
    }
    if (seen.viewer) seen.to_look_at = work.critiques().count_waiting_for(seen.viewer->id);
    return seen;
}

std::string group_lines(const overview& seen)
{
    auto text = fmt::format("{}*{}*\n{}, {}.", seen.here.name.empty() ? "" : bold(seen.here.name) + "\n",
                            meeting_times(seen.here),
                            counted(static_cast<std::int64_t>(seen.members), "member", "members"),
                            seen.facilitators.empty() ? "without a facilitator"
                                                      : "facilitated by " + mentions(seen.facilitators));
    if (!seen.here.link.empty()) text += "\nVideo link: " + slack::escape(seen.here.link);
    if (!seen.turns.empty()) {
        text +=
            fmt::format("\nNext session: {}.", when(seen.turns.front().meeting.starts_at, seen.here.zone));
    }
    if (seen.running)
        text += fmt::format("\nA vote is open until {}.", when(seen.running->closes_at, seen.here.zone));
    if (!seen.here.reachable) {
        text +=
            "\nI cannot post in this channel, so the group rests. If I am not in it, please type `/invite "
            "@peerbot`.";
    }
    return text;
}

// My open things, in words.
std::string waiting_lines(const overview& seen)
{
    if (!seen.viewer) return "You are not a member. Press Join to take part.";
    std::string text;
    for (const auto& one : seen.turns) {
        if (one.leader != seen.viewer->id && one.meeting.co_leader != seen.viewer->id) continue;
        text += fmt::format("You lead session {}, {}.\n", one.meeting.number,
                            when(one.meeting.starts_at, seen.here.zone));
        break;
    }
    if (seen.running)
        text += seen.voted ? "You have voted; you can still change it.\n" : "You have not voted yet.\n";
    if (seen.to_look_at > 0)
        text += fmt::format("You were asked to look at {}; `/critique` shows it.\n",
                            counted(seen.to_look_at, "piece of work", "pieces of work"));
    if (seen.viewer->paused_until) {
        text += fmt::format("You are paused until {}.\n", core::format_date(*seen.viewer->paused_until));
    }
    return text.empty() ? "Nothing waits for you." : text;
}

std::vector<slack::button> member_buttons()
{
    return {{.text = "Settings",
             .action_id = "peer.settings_shown",
             .value = {},
             .style = slack::button_style::normal,
             .accessibility_label = "Show what the group has agreed on"},
            {.text = "Leave quietly",
             .action_id = "peer.leave_quietly",
             .value = {},
             .style = slack::button_style::normal,
             .accessibility_label = "Leave this group without a word in the channel"},
            {.text = "Leave and tell the channel",
             .action_id = "peer.leave_aloud",
             .value = {},
             .style = slack::button_style::normal,
             .accessibility_label = "Leave this group, which the channel is told in one sentence"}};
}

answer show_overview(const overview& seen)
{
    std::vector<slack::button> buttons;
    if (!seen.viewer) {
        buttons.push_back({.text = "Join",
                           .action_id = "peer.join",
                           .value = std::to_string(seen.here.id.value),
                           .style = slack::button_style::primary,
                           .accessibility_label = "Join this peer-learning group"});
    }
    const auto plain = [&](std::string text, std::string action, std::string value, std::string spoken) {
        buttons.push_back({.text = std::move(text),
                           .action_id = std::move(action),
                           .value = std::move(value),
                           .style = slack::button_style::normal,
                           .accessibility_label = std::move(spoken)});
    };
    if (seen.running)
        plain("Vote", "vote.mine", std::to_string(seen.running->id.value),
              "Show the vote, and your votes in it");
    else
        plain("Topics", "topic.list", "1", "Show the list of topics");
    plain("Critiques", "critique.list", {}, "Show what waits for your feedback, and what is open");
    plain("Who leads next", "rotation.show", {}, "Show who leads the coming sessions");
    plain("How it works", "peer.help", {}, "Show what to type, and what it does");
    const auto group = group_lines(seen);
    const auto waiting = waiting_lines(seen);
    std::vector<slack::block> blocks{slack::section(group), slack::section(waiting)};
    if (!seen.viewer && !seen.here.covenant.empty())
        blocks.push_back(slack::section(covenant_lines(seen.here)));
    blocks.push_back(slack::actions(buttons));
    if (seen.viewer) blocks.push_back(slack::actions(member_buttons()));
    return answer::of(slack::message(group + "\n" + waiting, blocks));
}

plan overview_of(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{[seen = look_over(work, *here, who)] { return show_overview(seen); }};
    }};
}

plan help_pressed(const press&)
{
    return saying{help_of(group_commands())};
}

constexpr std::array commands{
    command_row{"peer", "", "", "how the group is doing, and what waits for you", overview_of},
    command_row{"peer", "setup", "second Tuesday 15:00 Europe/London",
                "start a group in this channel; without words, a form", setup_typed, any_words},
    command_row{"peer", "join", "", "become a member", join_typed},
    command_row{"peer", "leave", "[aloud]", "stop being a member; aloud, the channel is told", leave_typed,
                1},
    command_row{"peer", "pause", "until 2027-01-15", "take a break; you come back by yourself", pause,
                any_words},
    command_row{"peer", "resume", "", "end your break now", resume},
    command_row{"peer", "members", "", "who is in the group", members},
    command_row{"peer", "organisation", "NAME",
                "where you work, so that colleagues are not asked to judge your work", organisation_typed,
                any_words},
    command_row{"peer", "facilitator", "[remove] @name", "let somebody else facilitate too, or no more",
                facilitator_typed, 2},
    command_row{"peer", "settings", "[length 90]", "what the group has agreed on, and changing it",
                settings_typed, any_words},
    command_row{"peer", "log", "", "who decided what about the group", log_typed},
};
constexpr std::array presses{
    press_row{"peer.join", join_pressed},
    press_row{"peer.help", help_pressed},
    press_row{"peer.leave_quietly", leave_quietly},
    press_row{"peer.leave_aloud", leave_aloud},
    press_row{"peer.volunteer", volunteer_pressed},
    press_row{"peer.settings", settings_pressed},
    press_row{"peer.settings_shown", settings_shown},
    press_row{"peer.rhythm", rhythm_confirmed},
    press_row{"peer.rhythm_kept", rhythm_kept},
};
constexpr std::array forms{
    form_row{"peer.setup", setup_sent, refuse_setup},
    form_row{"peer.settings", settings_sent, refuse_settings},
};

} // namespace

core::result<core::group> group_for_message(core::unit_of_work& work, const caller& who)
{
    auto here = core::group_in(work, who.workspace, who.channel);
    if (here) {
        if (const auto member = core::present_member(work, here->id, who.person); !member)
            return member.why();
        return here;
    }
    const auto elsewhere = work.members().of_person(who.workspace, who.person);
    if (elsewhere.size() != 1) return here;
    return core::known_group(work, elsewhere.front().group);
}

const area_rows& group_commands()
{
    static const area_rows rows{
        "peer",
        "peerbot keeps a peer-learning group going: who leads next, what to learn, and reminders. "
        "`/vote help`, `/rotation help`, `/critique help`, `/peer reminders help`, `/peer calendar help` and "
        "`/peer promises help` tell about the rest.",
        commands, presses, forms};
    return rows;
}

} // namespace peerbot::bot
