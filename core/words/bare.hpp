// Letters without their accents, so that names are compared however they were typed.
#pragma once

#include <string>
#include <string_view>

namespace peerbot::core {

// Small letters of Latin-1 and Latin Extended-A without what stands above or below them, combining marks and
// everything that is no letter or digit of ASCII left out; letters of other scripts stay, made small.
// "Le Monde", "LE-MONDE" and "le monde." are the same.
std::string bare_letters(std::string_view utf8);

} // namespace peerbot::core
