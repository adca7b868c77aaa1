#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

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
    return fmt::format("{}: {}. Facilitated by {}.",
                       counted(static_cast<std::int64_t>(members.size()), "member", "members"),
                       mentions(members), mentions(facilitators));
}

} // namespace

slack::rendered welcome_card(core::unit_of_work& work, const core::group& here, core::instant now)
{
    const auto rhythm = meeting_rhythm(here);
    const auto next = next_session_line(work, here, now);
    const auto people = people_line(work, here);
    return slack::message(
        fmt::format("A peer-learning group meets in this channel. {}. {} {} Press Join, or type /peer join.",
                    rhythm, next, people),
        {slack::header("A peer-learning group meets here"),
         slack::section(fmt::format("*{}*\n{}", rhythm, next)),
         slack::section(
             "At each session one member leads a training, in a fair order that counts every turn. The group "
             "votes on what to learn next. Being in the channel enrols nobody: press Join to take part."),
         slack::actions({{.text = "Join",
                          .action_id = "peer.join",
                          .value = std::to_string(here.id.value),
                          .style = slack::button_style::primary,
                          .accessibility_label = "Join this peer-learning group"},
                         {.text = "How it works",
                          .action_id = "peer.help",
                          .value = {},
                          .style = slack::button_style::normal,
                          .accessibility_label = "Show what to type, and what it does"}}),
         slack::context({people})});
}

rendering welcome_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    return welcome_card(work, core::known_group(work, what.group), now);
}

rendering now_facilitating_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto here = core::known_group(work, what.group);
    const auto who = work.members().find(here.id, std::get<core::user_id>(what.to));
    if (!who || !who->facilitator) return dropped{"they do not facilitate the group"};
    return slack::rendered{
        fmt::format("The peer group of {} had no facilitator left, so you are its facilitator now. You can "
                    "name somebody else too: `/peer facilitator @name` in the channel.",
                    slack::channel_link(here.channel))};
}

rendering please_invite_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto here = core::known_group(work, what.group);
    if (here.reachable) return dropped{"the bot is in the channel by now"};
    return slack::rendered{
        fmt::format("I cannot post in {} because I am not in it. Please type `/invite @peerbot` there; "
                    "everything is saved, and I will post what is waiting.",
                    slack::channel_link(here.channel))};
}

} // namespace peerbot::bot
