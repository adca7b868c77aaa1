// How alike two titles read, whatever their case, punctuation and order of words.
#pragma once

#include <string_view>

namespace peerbot::core {

// From 0, nothing in common, to 1, the same words: the Dice coefficient (Sorensen 1948) of their letter
// pairs, each as often as it occurs, taken word by word, so that "maps of satellites" is like "satellite
// maps".
double likeness(std::string_view a, std::string_view b);

} // namespace peerbot::core
