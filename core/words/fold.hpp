// Capitals made small, so that titles are compared whatever their case.
#pragma once

#include <string>
#include <string_view>

namespace peerbot::core {

// Letter by letter, of Latin, Greek and Cyrillic; other letters are left alone. A Greek final sigma is a
// sigma. (The simple foldings of Unicode's CaseFolding.txt, of those blocks.)
char32_t folded(char32_t letter);
std::string folded(std::string_view utf8);

} // namespace peerbot::core
