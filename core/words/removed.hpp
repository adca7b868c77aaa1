// What is kept instead of somebody who is forgotten, and instead of their words.
#pragma once

namespace peerbot::core {

inline constexpr const char* removed_words = "(removed)";
inline constexpr const char* gone_person = "gone-"; // begins what stands for a user

} // namespace peerbot::core
