// Why something was not possible in a peer assist.
#pragma once

#include "core/rejection.hpp"

#include <string>

namespace peerbot::bot {

// mrkdwn; empty for reasons of other areas.
std::string assist_refusal(const core::rejection& why);

} // namespace peerbot::bot
