// Buttons about a turn, the same in reminders and in answers.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/ids.hpp"
#include "core/sessions/session.hpp"

#include <string>

namespace peerbot::bot {

slack::button lead_button(core::session_id meeting);
slack::button skip_button(core::session_id meeting);
// Asks what they want instead: let it pass, offer it, or swap.
slack::button cannot_button(core::session_id meeting);

// The value of a button that decides about a session as it was planned when the button was shown.
std::string choice_value(const core::session& meeting);

} // namespace peerbot::bot
