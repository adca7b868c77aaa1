// Which peerbot this is.
#pragma once

#include <string_view>

namespace peerbot::bot {

std::string_view version(); // "0.1.0"
std::string_view commit();  // of the source tree; "unknown" when it was built outside of git

} // namespace peerbot::bot
