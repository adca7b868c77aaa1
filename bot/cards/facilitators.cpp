#include "core/groups/facilitators.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::vector<core::user_id> facilitators_of(core::unit_of_work& work, const core::group& here)
{
    std::vector<core::user_id> people;
    for (const auto& one : core::facilitators(work, here.id))
        people.push_back(one.user);
    return people;
}

bool facilitates(core::unit_of_work& work, const core::message& what)
{
    const auto who = work.members().find(what.group, std::get<core::user_id>(what.to));
    return who && who->facilitator;
}

std::string what_facilitators_do(const core::group& here)
{
    return fmt::format("I do the chores; you can overrule me at any time. `/peer help` in {} shows how, and "
                       "`/peer facilitator @name` names somebody else to help you.",
                       slack::channel_link(here.channel));
}

} // namespace

slack::rendered volunteer_card(core::unit_of_work& work, const core::vacancy& open)
{
    const auto here = core::known_group(work, open.group);
    if (open.filled_at) {
        const auto text =
            open.filled_by
                ? fmt::format("This group is facilitated by {} now.", slack::mention(*open.filled_by))
                : std::string("Everybody has left this group. Whoever joins next facilitates it.");
        return slack::message(text, {slack::section(text)});
    }
    const std::string asks =
        "Nobody facilitates this group any more. Who will? I do the chores: whose turn it is, votes, "
        "reminders. The facilitator hears from me when something is missing, and can overrule me.";
    const auto otherwise = fmt::format("The first member who presses has it. If nobody does until {}, I ask "
                                       "the admins of this workspace.",
                                       when(open.opened_at + core::volunteering_lasts, here.zone));
    return slack::message(asks + " " + otherwise,
                          {slack::section("*This group needs a facilitator*\n" + asks),
                           slack::actions({{.text = "I will do it",
                                            .action_id = "peer.volunteer",
                                            .value = std::to_string(open.id.value),
                                            .style = slack::button_style::primary,
                                            .accessibility_label = "Become the facilitator of this group"}}),
                           slack::context({otherwise})});
}

rendering volunteer_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto open = work.vacancies().find(core::vacancy_id{what.subject});
    if (!open) return dropped{"the search for a facilitator is gone"};
    if (open->filled_at) return dropped{"somebody facilitates by now, or everybody has left"};
    return volunteer_card(work, *open);
}

rendering facilitator_needed_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto open = work.vacancies().find(core::vacancy_id{what.subject});
    if (!open || open->filled_at) return dropped{"somebody facilitates by now, or everybody has left"};
    const auto here = core::known_group(work, what.group);
    return slack::rendered{fmt::format(
        "The peer group of {0} has had no facilitator for three days, and none of its members has "
        "volunteered. As an admin of this workspace you can name a member: type `/peer facilitator @name` in "
        "{0}. Until then the group goes on by itself.",
        slack::channel_link(here.channel))};
}

rendering facilitator_gone_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    if (!facilitates(work, what)) return dropped{"they do not facilitate the group"};
    const auto here = core::known_group(work, what.group);
    const auto gone = work.members().find(core::member_id{what.subject});
    if (!gone || gone->facilitator) return dropped{"the other facilitates again"};
    auto people = facilitators_of(work, here);
    std::erase(people, std::get<core::user_id>(what.to));
    return slack::rendered{
        fmt::format("The peer group of {} is no longer facilitated by {}. {} Nothing else changes.",
                    slack::channel_link(here.channel), slack::mention(gone->user),
                    people.empty() ? "You do it alone now: `/peer facilitator @name` there names somebody to "
                                     "help you."
                                   : fmt::format("You do it with {} now.", mentions(people)))};
}

rendering facilitator_named_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    if (!facilitates(work, what)) return dropped{"they do not facilitate the group"};
    const auto here = core::known_group(work, what.group);
    return slack::rendered{fmt::format("You facilitate the peer group of {} now. {}",
                                       slack::channel_link(here.channel), what_facilitators_do(here))};
}

rendering facilitator_released_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    if (facilitates(work, what)) return dropped{"they facilitate the group again"};
    const auto here = core::known_group(work, what.group);
    return slack::rendered{
        fmt::format("You no longer facilitate the peer group of {}. You are a member as before.",
                    slack::channel_link(here.channel))};
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

} // namespace peerbot::bot
