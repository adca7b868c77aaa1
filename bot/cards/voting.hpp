// Rows of a ballot, as the card and a member's private view both show them.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/voting/ballot.hpp"
#include "core/voting/ranking.hpp"

#include <string_view>
#include <vector>

namespace peerbot::bot {

// One topic with its count and a button, on the card that all share: a press changes the vote to its
// opposite.
slack::block topic_row(core::ballot_id running, const core::ballot_line& line);

// The same in a view that only one member sees: the button does what it says, however old the view is.
slack::block my_topic_row(core::ballot_id running, const core::ballot_line& line, bool chosen);

// Lines of mrkdwn in as many sections as they need, so that a long list is not cut short.
std::vector<slack::block> paged(std::string_view lines);

} // namespace peerbot::bot
