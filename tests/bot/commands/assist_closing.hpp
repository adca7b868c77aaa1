// A peer assist of U2 in the group of U1 to U4 whose phases are over, with help from U3 and U4.
#pragma once

#include "core/assist/contribution.hpp"
#include "tests/bot/commands/critiques.hpp"

namespace peerbot::tests {

// Help of U3 and of U4, this text each.
struct closing_words
{
    std::string question = "How do we choose who speaks?";
    std::string help_of_3 = "Maria in Accra tried 3 rules.";
    std::string help_of_4 = "We draw lots.";
    int times = 1; // that each of them said it
};
void phases_end(bot_under_test& bot, const closing_words& said = {});
core::assist closed_assist(bot_under_test& bot);
std::vector<core::contribution> said_in_assist(bot_under_test& bot);

} // namespace peerbot::tests
