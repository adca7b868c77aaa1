// What `/peer` shows: the group and what waits for this person; in a direct message, all their groups; where
// there is none, how to start one.
#include "bot/cards/groups.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"
#include "core/time/dates.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

struct overview
{
    core::group here;
    std::optional<core::member> viewer;
    std::size_t members = 0;
    std::vector<core::user_id> facilitators;
    std::vector<core::turn> turns; // of sessions that have not begun
    std::optional<core::ballot> running;
    bool voted = false;
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
    return seen;
}

std::string next_session(const overview& seen)
{
    return when(seen.turns.front().meeting.starts_at, seen.here.zone);
}

std::string group_lines(const overview& seen)
{
    auto text = fmt::format("{}*{}*\n{}, {}.", seen.here.name.empty() ? "" : bold(seen.here.name) + "\n",
                            meeting_times(seen.here),
                            counted(static_cast<std::int64_t>(seen.members), "member", "members"),
                            seen.facilitators.empty() ? "without a facilitator"
                                                      : "facilitated by " + mentions(seen.facilitators));
    if (!seen.here.link.empty()) text += "\nVideo link: " + link_of(seen.here.link);
    if (!seen.turns.empty()) text += fmt::format("\nNext session: {}.", next_session(seen));
    if (seen.running)
        text += fmt::format("\nA vote is open until {}.", when(seen.running->closes_at, seen.here.zone));
    if (!seen.here.reachable) {
        text +=
            "\nI cannot post in this channel, so the group rests. If I am not in it, please type `/invite "
            "@peerbot`.";
    }
    return text;
}

// Whether I said yes, was asked, or am only next in the order as it stands.
std::string turn_sentence(const core::session& meeting, const core::group& here)
{
    const auto at = when(meeting.starts_at, here.zone);
    switch (meeting.leading) {
    case core::leader_state::confirmed:
        return fmt::format("You lead session {}, {}.", meeting.number, at);
    case core::leader_state::asked:
        return fmt::format("You are asked to lead session {}, {}. `/rotation confirm` says yes, `/rotation "
                           "skip` lets the turn pass.",
                           meeting.number, at);
    case core::leader_state::open:
        break;
    }
    return fmt::format("By the order as it stands you will be asked to lead session {}, {}.", meeting.number,
                       at);
}

// My open things, in words.
std::string waiting_lines(const overview& seen)
{
    if (!seen.viewer) return "You are not a member. Press Join to take part.";
    std::string text;
    for (const auto& one : seen.turns) {
        if (one.leader != seen.viewer->id && one.meeting.co_leader != seen.viewer->id) continue;
        text += turn_sentence(one.meeting, seen.here) + "\n";
        break;
    }
    if (seen.running)
        text += seen.voted ? "You have voted; you can still change it.\n" : "You have not voted yet.\n";
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

answer show_start()
{
    const auto text = sentence_for({.why = core::reason::no_group_here});
    return answer::of(slack::message(
        text, {slack::section(text),
               slack::actions({{.text = "Start a group",
                                .action_id = "peer.setup",
                                .value = {},
                                .style = slack::button_style::normal,
                                .accessibility_label = "Open the form that starts a group here"}})}));
}

std::string lines_of_one(const overview& seen)
{
    const auto name = seen.here.name.empty() ? std::string{} : bold(seen.here.name) + ", ";
    const auto next =
        seen.turns.empty() ? std::string{} : fmt::format(" Next session: {}.", next_session(seen));
    return fmt::format("{}{}.{}\n{}", name, slack::channel_link(seen.here.channel), next,
                       waiting_lines(seen));
}

// Nobody but the person reads it, so it tells of every group they are in.
answer show_mine(const std::vector<overview>& mine)
{
    if (mine.empty()) {
        return say(
            "You are in no peer group yet. A group lives in a channel: `/peer` typed there shows it, and "
            "`/peer setup` starts one.");
    }
    std::vector<slack::block> blocks;
    std::string text;
    for (const auto& one : mine) {
        const auto lines = lines_of_one(one);
        blocks.push_back(slack::section(lines));
        text += lines + "\n";
    }
    const std::string hint = "For more, type `/peer` in the channel of a group.";
    blocks.push_back(slack::context({hint}));
    return answer::of(slack::message(text + hint, blocks));
}

core::result<wording> my_groups(core::unit_of_work& work, const caller& who)
{
    std::vector<overview> mine;
    for (const auto& one : work.members().of_person(who.workspace, who.person))
        mine.push_back(look_over(work, core::known_group(work, one.group), who));
    return wording{[mine = std::move(mine)] { return show_mine(mine); }};
}

} // namespace

plan overview_of(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        if (is_direct_message(who.channel)) return my_groups(work, who);
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return wording{[] { return show_start(); }};
        return wording{[seen = look_over(work, *here, who)] { return show_overview(seen); }};
    }};
}

} // namespace peerbot::bot
