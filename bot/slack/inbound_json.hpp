// The JSON half of inbound.hpp.
#pragma once

#include "bot/slack/inbound.hpp"

namespace peerbot::bot::slack {

inbound parse_interaction(std::string_view payload);
inbound parse_event(std::string_view body);

} // namespace peerbot::bot::slack
