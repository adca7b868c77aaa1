// Steps of tests about peer assists: a group in which somebody asks or lets the group choose.
#pragma once

#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"
#include "tests/bot/commands/critiques.hpp"

#include <string>
#include <vector>

namespace peerbot::tests {

// A group of so many members with the templates that come with the program.
void set_up_assists(bot_under_test& bot, int members);

core::assist assist_numbered(bot_under_test& bot, int number);
std::vector<core::contribution> said_in(bot_under_test& bot, int number);
std::vector<core::call_slot> slots_of(bot_under_test& bot, int number);
// The name of the phase that runs; empty when none does.
std::string phase_name(bot_under_test& bot, int number);
// The phase that runs, as the buttons that end it name it.
std::string run_shown(bot_under_test& bot, int number);

// A press on a button about it, in the channel C1; `more` follows the assist in the value.
bot::slack::block_action about_assist(bot_under_test& bot, const std::string& person,
                                      const std::string& action, int number, const std::string& more = {});
// Its card as it is now.
seen assist_card_of(bot_under_test& bot, int number);
// U2 asks by the form, and the facilitator U1 accepts; then the others take part.
void asks_for_assist(bot_under_test& bot, const std::string& format = "classic",
                     const std::vector<std::string>& joining = {"U3", "U4", "U5", "U6"});
// U1 ends the phase that runs, as its facilitator or that of the group.
void ends_phase(bot_under_test& bot, int number);
// What was posted last into its thread; begins with who said it.
std::string last_posted(bot_under_test& bot);
// The card is in the channel under this stamp.
void posts_card(bot_under_test& bot, int number, const std::string& stamp);

} // namespace peerbot::tests
