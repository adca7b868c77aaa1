// What people read about a group before they join it.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/groups/group.hpp"

#include <string>

namespace peerbot::bot {

// What joiners accept, quoted, with a heading; empty when the group has agreed on nothing.
std::string covenant_lines(const core::group& here);

// Cadence, duties and covenant, with the button to join: for one reader.
slack::rendered invitation(const core::group& here);

} // namespace peerbot::bot
