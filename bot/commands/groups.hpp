// Setting up a group, by one line or by a form; both end in the same rule.
#pragma once

#include "bot/commands/table.hpp"

namespace peerbot::bot {

plan setup_typed(const invocation& told);
plan setup_sent(const form& sent);
answer refuse_setup(const core::rejection& why);

} // namespace peerbot::bot
