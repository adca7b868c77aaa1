// Rows of a ballot, as the card and a member's private view both show them.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/voting/ballot.hpp"
#include "core/voting/ranking.hpp"

namespace peerbot::bot {

// One topic with its count and a button; `chosen` is what the reader voted, in a view that only they see.
slack::block topic_row(core::ballot_id running, const core::ballot_line& line, bool chosen);

} // namespace peerbot::bot
