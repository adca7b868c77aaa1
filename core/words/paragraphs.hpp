// Text of several lines made ordinary.
#pragma once

#include <string>
#include <string_view>

namespace peerbot::core {

// Each line as clean_text() makes it; of several empty lines in a row one stays, at the beginning and the end
// none. However long it is, nothing is cut off.
std::string clean_paragraphs(std::string_view utf8);

} // namespace peerbot::core
