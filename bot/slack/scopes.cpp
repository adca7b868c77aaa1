#include "bot/slack/scopes.hpp"

#include "bot/slack/methods.hpp"

#include <set>

namespace peerbot::bot::slack {
namespace {

// Sorted by type. (docs.slack.dev, the page of each event)
constexpr std::array events{
    event_row{"channel_archive", {"channels:read"}},
    event_row{"channel_deleted", {"channels:read"}},
    event_row{"channel_id_changed", {"channels:read", "groups:read"}},
    event_row{"channel_left", {"channels:read"}},
    event_row{"channel_unarchive", {"channels:read"}},
    event_row{"group_archive", {"groups:read"}},
    event_row{"group_deleted", {"groups:read"}},
    event_row{"group_left", {"groups:read"}},
    event_row{"group_unarchive", {"groups:read"}},
    event_row{"member_joined_channel", {"channels:read", "groups:read"}},
    event_row{"member_left_channel", {"channels:read", "groups:read"}},
    event_row{"message.channels", {"channels:history"}},
    event_row{"message.groups", {"groups:history"}},
    event_row{"team_join", {"users:read"}},
    event_row{"user_change", {"users:read"}},
};

// Slash commands, and shortcuts in the menu of a message.
constexpr std::string_view for_commands = "commands";

} // namespace

std::span<const event_row> subscribed_events()
{
    return events;
}

std::vector<std::string_view> needed_scopes()
{
    std::set<std::string_view> all{for_commands};
    for (const auto& row : every_method())
        all.insert(row.scopes.begin(), row.scopes.end());
    for (const auto& row : events)
        all.insert(row.scopes.begin(), row.scopes.end());
    all.erase("");
    return {all.begin(), all.end()};
}

} // namespace peerbot::bot::slack
