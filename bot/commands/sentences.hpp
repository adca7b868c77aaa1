// The sentences that answers share: what was done, and why something was not.
#pragma once

#include "bot/commands/answer.hpp"
#include "core/rejection.hpp"

#include <string>

namespace peerbot::bot {

// Only text; `mrkdwn` is escaped already.
answer say(const std::string& mrkdwn);

// Why it was not possible, and what to do instead. mrkdwn.
std::string sentence_for(const core::rejection& why);
// The same for the fields of a form, which show plain text and no names of people.
std::string plain_sentence_for(core::rejection why);

} // namespace peerbot::bot
