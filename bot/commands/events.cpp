#include "bot/commands/events.hpp"

#include "core/groups/membership.hpp"
#include "core/groups/reach.hpp"

namespace peerbot::bot {

std::optional<consequence> plan_event(const slack::event& happened, const slack::identity& bot,
                                      core::instant now)
{
    if (slack::is_own(happened, bot)) return std::nullopt;
    const bool about_bot = !bot.user.empty() && happened.user == bot.user;
    if (happened.type == "member_joined_channel" && about_bot) {
        return [team = happened.team, channel = happened.channel, now](core::unit_of_work& work) {
            core::regain_channel(work, team, channel, now);
        };
    }
    if (happened.type == "member_left_channel" && about_bot) {
        return [team = happened.team, channel = happened.channel, now](core::unit_of_work& work) {
            core::lose_channel(work, team, channel, now);
        };
    }
    if (happened.type == "member_left_channel") {
        return [team = happened.team, channel = happened.channel, person = happened.user, now](
                   core::unit_of_work& work) { core::remove_from_channel(work, team, channel, person, now); };
    }
    if (happened.type == "user_change" && happened.user_deleted) {
        return [team = happened.team, person = happened.user, now](core::unit_of_work& work) {
            core::remove_everywhere(work, team, person, now);
        };
    }
    return std::nullopt;
}

} // namespace peerbot::bot
