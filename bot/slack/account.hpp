// A person's account as Slack tells of it, in events and in answers alike.
#pragma once

#include "core/groups/people.hpp"
#include "core/ids.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace peerbot::bot::slack {

struct account
{
    core::user_id user;
    core::workspace_id team;               // of the account
    std::vector<core::workspace_id> teams; // all of them, for accounts of an organisation
    std::string name;                      // display name, or the real one
    std::string time_zone;                 // IANA; empty when unknown
    bool is_deleted = false;
    bool is_bot = false;
    bool is_guest = false;
    bool is_admin = false; // of the workspace; owners are
};

account account_in(const nlohmann::json& user);

// Slack's own bot, which says of itself that it is none.
bool is_slackbot(const core::user_id& user);

// Somebody as met in this workspace: at home there when one of their teams is it.
core::person person_of(const account& who, const core::workspace_id& workspace);

} // namespace peerbot::bot::slack
