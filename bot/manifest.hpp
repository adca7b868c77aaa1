// The Slack app manifest: what an operator pastes into Slack to make the app.
#pragma once

#include <string>

namespace peerbot::bot {

// JSON, for a bot that Slack reaches below `url`. Throws std::runtime_error with a sentence unless it is an
// https address.
std::string manifest_for(const std::string& url);

} // namespace peerbot::bot
