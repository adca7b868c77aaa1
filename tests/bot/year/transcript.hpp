// What happened, in lines that a person can read: when by the receiver's clock and by UTC, who, and what.
#pragma once

#include "tests/bot/year/lived_workspace.hpp"

#include <string>

namespace peerbot::tests {

// As Slack shows it to somebody in this zone.
std::string as_read(std::string_view mrkdwn, const core::zone& where);

// Everything that was said in one group or done there, in order; each message cut to its beginning.
std::string transcript_of(lived_workspace& here, const std::string& channel, std::size_t longest = 180);

// "Tue 12 Jan 2027 15:00"
std::string clock_in(const core::zone& where, core::instant at);
std::string on_one_line(const std::string& text);

} // namespace peerbot::tests
