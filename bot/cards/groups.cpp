#include "bot/cards/groups.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr int most_dates = 6; // in one message

std::string next_session_line(core::unit_of_work& work, const core::group& here, core::instant now)
{
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at > now)
            return fmt::format("Next session: {}.", when(meeting.starts_at, here.zone));
    }
    return {};
}

std::string people_line(core::unit_of_work& work, const core::group& here)
{
    std::vector<core::user_id> members;
    std::vector<core::user_id> facilitators;
    for (const auto& who : work.members().present(here.id)) {
        members.push_back(who.user);
        if (who.facilitator) facilitators.push_back(who.user);
    }
    if (members.empty()) return "Nobody is in the group now. Whoever joins first facilitates it.";
    return fmt::format("{}: {}. {}", counted(static_cast<std::int64_t>(members.size()), "member", "members"),
                       mentions(members),
                       facilitators.empty() ? "Nobody facilitates it now."
                                            : fmt::format("Facilitated by {}.", mentions(facilitators)));
}

// In the words of the group, when it has any; else in ours.
std::string title_of(const core::group& here)
{
    return here.name.empty() ? "A peer-learning group meets here" : here.name + " meets here";
}

slack::button join_button(const core::group& here)
{
    return {.text = "Join",
            .action_id = "peer.join",
            .value = std::to_string(here.id.value),
            .style = slack::button_style::primary,
            .accessibility_label = here.covenant.empty()
                                       ? "Join this peer-learning group"
                                       : "Join this peer-learning group, and accept what it has agreed on"};
}

constexpr std::string_view duties =
    "At each session one member leads a training, in a fair order that counts every turn. The group "
    "votes on what to learn next. Being in the channel enrols nobody: press Join to take part.";

std::string next_dates(core::unit_of_work& work, const core::group& here, core::instant now)
{
    std::string lines;
    int shown = 0;
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at <= now || shown == most_dates) continue;
        lines += "\n• " + session_name(meeting, here.zone);
        ++shown;
    }
    return lines;
}

} // namespace

std::string covenant_lines(const core::group& here)
{
    if (here.covenant.empty()) return {};
    return "*What the group has agreed on*\n" + quoted_lines(here.covenant) + "\nBy joining you accept this.";
}

slack::rendered invitation(const core::group& here)
{
    const auto rhythm = meeting_times(here);
    const auto covenant = covenant_lines(here);
    const auto first = fmt::format("*{}*\n{}", rhythm, duties);
    return slack::message(
        fmt::format("{}. {}\n{}", rhythm, duties, covenant),
        {slack::section(first), slack::section(covenant), slack::actions({join_button(here)})});
}

slack::rendered welcome_card(core::unit_of_work& work, const core::group& here, core::instant now)
{
    const auto rhythm = meeting_times(here);
    const auto next = next_session_line(work, here, now);
    const auto people = people_line(work, here);
    const auto covenant = covenant_lines(here);
    const auto opening = here.name.empty() ? std::string("A peer-learning group meets in this channel")
                                           : fmt::format("{} is the peer-learning group of this channel",
                                                         slack::quiet(here.name));
    std::vector<slack::block> blocks{slack::header(title_of(here)),
                                     slack::section(fmt::format("*{}*\n{}", rhythm, next)),
                                     slack::section(std::string(duties))};
    if (!covenant.empty()) blocks.push_back(slack::section(covenant));
    blocks.push_back(slack::actions({join_button(here),
                                     {.text = "How it works",
                                      .action_id = "peer.help",
                                      .value = {},
                                      .style = slack::button_style::normal,
                                      .accessibility_label = "Show what to type, and what it does"}}));
    blocks.push_back(slack::context({people}));
    return slack::message(fmt::format("{}. {}. {} {} {}Press Join, or type /peer join.", opening, rhythm,
                                      next, people, covenant.empty() ? "" : covenant + " "),
                          blocks);
}

rendering welcome_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    return welcome_card(work, core::known_group(work, what.group), now);
}

rendering please_invite_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto here = core::known_group(work, what.group);
    if (here.reachable) return dropped{"the bot is in the channel by now"};
    const auto channel = slack::channel_link(here.channel);
    if (here.away == core::absence::archived) {
        return slack::rendered{fmt::format(
            "The channel {} was archived, so its peer group rests: I post nothing and remind nobody, "
            "and keep everything. When the channel is back, I go on and tell you the next dates.",
            channel)};
    }
    if (here.away == core::absence::deleted) {
        return slack::rendered{
            fmt::format("The channel {} was deleted, so its peer group rests: I remind nobody any more. What "
                        "it had is kept. To start again, type `/peer setup` in another channel.",
                        channel)};
    }
    return slack::rendered{
        fmt::format("I cannot post in {} because I am not in it. Please type `/invite @peerbot` there; "
                    "everything is saved, and I will post what is waiting.",
                    channel)};
}

rendering dates_anew_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto here = core::known_group(work, what.group);
    if (!here.reachable) return dropped{"the bot is not in the channel again"};
    const auto dates = next_dates(work, here, now);
    return slack::rendered{fmt::format(
        "I can post in {} again. What came due meanwhile was not sent, and sessions that passed meanwhile "
        "count as not held. {}",
        slack::channel_link(here.channel),
        dates.empty() ? "No session is planned now."
                      : "The next sessions:" + dates + "\nTo move them all, use `/peer settings` there.")};
}

rendering rhythm_changed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto here = core::known_group(work, what.group);
    const auto dates = next_dates(work, here, now);
    if (dates.empty()) return dropped{"no session is planned any more"};
    return slack::rendered{
        fmt::format("The group meets at other times from now on: *{}*. The next sessions:{}",
                    meeting_rhythm(here), dates)};
}

rendering member_gone_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto who = work.members().find(core::member_id{what.subject});
    if (!who || who->state != core::member_state::left) return dropped{"they are in the group again"};
    return slack::rendered{
        fmt::format("One of the members has left the peer group: {}.", slack::mention(who->user))};
}

rendering pause_over_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto here = core::known_group(work, what.group);
    const auto who = work.members().find(core::member_id{what.subject});
    if (!who || !who->active()) return dropped{"they do not take part now"};
    return slack::rendered{
        fmt::format("Welcome back: your pause in the peer group of {} is over, and you take part again. For "
                    "another one, type `/peer pause until DATE` there.",
                    slack::channel_link(here.channel))};
}

} // namespace peerbot::bot
