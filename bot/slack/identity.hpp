// Who we are in a workspace, as Slack tells us.
#pragma once

#include "core/ids.hpp"

#include <string>
#include <vector>

namespace peerbot::bot::slack {

struct identity
{
    core::workspace_id team;
    core::user_id user;                   // our bot user
    std::string bot;                      // B...
    std::string app;                      // A...; empty when the token does not tell
    std::vector<std::string> scopes = {}; // granted, from the x-oauth-scopes header
};

} // namespace peerbot::bot::slack
