// Steps of tests about critiques: a group in which U2 asks, and what becomes of it.
#pragma once

#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <map>
#include <string>
#include <vector>

namespace peerbot::tests {

core::critique critique_numbered(bot_under_test& bot, int number);
// Who looks at it, by user, in the order in which they were asked.
std::vector<core::critic> critics_of(bot_under_test& bot, int number);
// What somebody wrote or drafted; nothing when they did not.
std::optional<core::feedback> written_by(bot_under_test& bot, int number, const std::string& person);
std::vector<core::promise> promises_of(bot_under_test& bot, const std::string& person);

// A press on a button about it, in the channel C1.
bot::slack::block_action about(bot_under_test& bot, const std::string& person, const std::string& action,
                               int number);
// The same in the direct message that held the button.
bot::slack::block_action about_in_direct(bot_under_test& bot, const std::string& person,
                                         const std::string& action, int number);

using words = std::map<std::string, bot::slack::input_value>;

// Enough to be handed in.
words good_feedback(const std::string& noticed = "The map is easy to read");

// Opens the form for writing, as somebody who looks at it.
nlohmann::json opens_writing(bot_under_test& bot, const std::string& person, int number);
// Takes it on by the card, and hands in.
void looks_at(bot_under_test& bot, const std::string& person, int number);
void hands_in(bot_under_test& bot, const std::string& person, int number,
              const words& feedback = good_feedback());

// Fires the timers that are due until then, each at its own moment.
void pass_until(bot_under_test& bot, core::instant end);

// The newest message of this kind in the outbox, worded; nothing when there is none for them.
std::optional<bot::rendering> drawn_for(bot_under_test& bot, core::message_kind kind,
                                        const core::recipient& to);
// As the person sees it.
seen seen_by(bot_under_test& bot, core::message_kind kind, const core::recipient& to);

} // namespace peerbot::tests
