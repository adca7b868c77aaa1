#include "bot/commands/events.hpp"

#include "core/groups/membership.hpp"
#include "core/groups/reach.hpp"

#include <array>
#include <string_view>

namespace peerbot::bot {
namespace {

using core::absence;

consequence losing(const slack::event& happened, absence why, core::instant now)
{
    return [team = happened.team, channel = happened.channel, why, now](core::unit_of_work& work) {
        core::lose_channel(work, team, channel, why, now);
    };
}

consequence regaining(const slack::event& happened, core::instant now)
{
    return [team = happened.team, channel = happened.channel, now](core::unit_of_work& work) {
        core::regain_channel(work, team, channel, now);
    };
}

struct channel_event
{
    std::string_view type;
    consequence (*becomes)(const slack::event&, core::instant);
};

// Slack has one kind of event for public channels and another for private ones.
constexpr std::array channel_events{
    channel_event{"channel_archive",
                  [](const slack::event& happened, core::instant now) {
                      return losing(happened, absence::archived, now);
                  }},
    channel_event{"group_archive",
                  [](const slack::event& happened, core::instant now) {
                      return losing(happened, absence::archived, now);
                  }},
    channel_event{"channel_deleted",
                  [](const slack::event& happened, core::instant now) {
                      return losing(happened, absence::deleted, now);
                  }},
    channel_event{"group_deleted", [](const slack::event& happened,
                                      core::instant now) { return losing(happened, absence::deleted, now); }},
    // These tell of ourselves alone, and come beside member_left_channel or instead of it.
    channel_event{"channel_left",
                  [](const slack::event& happened, core::instant now) {
                      return losing(happened, absence::not_invited, now);
                  }},
    channel_event{"group_left",
                  [](const slack::event& happened, core::instant now) {
                      return losing(happened, absence::not_invited, now);
                  }},
    channel_event{"channel_unarchive", regaining},
    channel_event{"group_unarchive", regaining},
};

std::optional<consequence> about_bot(const slack::event& happened, core::instant now)
{
    if (happened.type == "member_joined_channel") return regaining(happened, now);
    if (happened.type == "member_left_channel") return losing(happened, absence::not_invited, now);
    return std::nullopt;
}

std::optional<consequence> about_somebody(const slack::event& happened, core::instant now)
{
    if (happened.type == "member_left_channel") {
        return [team = happened.team, channel = happened.channel, person = happened.user, now](
                   core::unit_of_work& work) { core::remove_from_channel(work, team, channel, person, now); };
    }
    const bool told = !happened.about.user.empty() || happened.about.is_deleted;
    if ((happened.type == "user_change" || happened.type == "team_join") && told) {
        auto known = slack::person_of(happened.about, happened.team);
        known.user = happened.user;
        return [known, now](core::unit_of_work& work) { core::learn_of(work, known, now); };
    }
    return std::nullopt;
}

} // namespace

std::optional<consequence> plan_event(const slack::event& happened, const slack::identity& bot,
                                      core::instant now)
{
    if (slack::is_own(happened, bot)) return std::nullopt;
    for (const auto& one : channel_events) {
        if (happened.type == one.type) return one.becomes(happened, now);
    }
    if (happened.type == "channel_id_changed") {
        return [team = happened.team, old_one = happened.channel, new_one = happened.new_channel](
                   core::unit_of_work& work) { core::change_channel(work, team, old_one, new_one); };
    }
    if (!bot.user.empty() && happened.user == bot.user) return about_bot(happened, now);
    return about_somebody(happened, now);
}

} // namespace peerbot::bot
