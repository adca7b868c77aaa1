// Why something was not possible, in sentences: one file for each area. Each finds the sentences of its own
// reasons and nothing for others; sentences.cpp asks them in turn.
#pragma once

#include "core/rejection.hpp"

#include <string>

namespace peerbot::bot {

std::string group_refusal(const core::rejection& why);
std::string voting_refusal(const core::rejection& why);
std::string rotation_refusal(const core::rejection& why);
std::string critique_refusal(const core::rejection& why);
std::string assist_refusal(const core::rejection& why);
std::string reminder_refusal(const core::rejection& why);

// What the sentences share: when it was or will be, the word that was not understood, and who can do it.
std::string moment(const core::rejection& why);
std::string quoted(const core::rejection& why);

} // namespace peerbot::bot
