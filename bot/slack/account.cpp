#include "bot/slack/account.hpp"

#include "bot/slack/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace peerbot::bot::slack {

using nlohmann::json;

bool is_slackbot(const core::user_id& user)
{
    return user.value == "USLACKBOT";
}

account account_in(const json& user)
{
    const auto& profile = member(user, "profile");
    account found;
    found.user = core::user_id{text_at(user, "id")};
    found.team = core::workspace_id{text_at(user, "team_id")};
    const auto& teams = member(member(user, "enterprise_user"), "teams");
    if (teams.is_array()) {
        for (const auto& each : teams)
            if (each.is_string()) found.teams.emplace_back(each.get<std::string>());
    }
    found.name = text_at(profile, "display_name");
    if (found.name.empty()) found.name = text_at(user, "real_name");
    if (found.name.empty()) found.name = text_at(user, "name");
    found.time_zone = text_at(user, "tz");
    found.is_deleted = flag_at(user, "deleted");
    found.is_bot = flag_at(user, "is_bot") || is_slackbot(found.user);
    found.is_guest = flag_at(user, "is_restricted") || flag_at(user, "is_ultra_restricted");
    found.is_admin =
        flag_at(user, "is_admin") || flag_at(user, "is_owner") || flag_at(user, "is_primary_owner");
    return found;
}

core::person person_of(const account& who, const core::workspace_id& workspace)
{
    const bool here = std::find(who.teams.begin(), who.teams.end(), workspace) != who.teams.end();
    return {.workspace = workspace,
            .user = who.user,
            .home = here ? workspace : who.team,
            .admin = who.is_admin,
            .bot = who.is_bot,
            .deleted = who.is_deleted,
            .zone = who.time_zone};
}

} // namespace peerbot::bot::slack
