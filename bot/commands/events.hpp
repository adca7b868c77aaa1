// What happened in Slack that changes something here.
#pragma once

#include "bot/commands/plan.hpp"
#include "bot/slack/inbound.hpp"
#include "core/unit_of_work.hpp"

#include <functional>
#include <optional>

namespace peerbot::bot {

using consequence = std::function<void(core::unit_of_work&)>;

// Nothing for events that change nothing, our own doing among them.
std::optional<consequence> plan_event(const slack::event& happened, const slack::identity& bot,
                                      core::instant now);

// Of a message that somebody wrote in a thread; only looks, so that a message in no thread of ours costs one
// read. Nothing for every other event, and for what an app wrote.
std::optional<plan> plan_reply(const slack::event& happened, const slack::identity& bot, core::instant now);

} // namespace peerbot::bot
