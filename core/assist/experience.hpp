// Who in a group may have experience with a question.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

inline constexpr std::size_t experienced_asked = 3;
inline constexpr days between_asking{7};

// Members whose experience in earlier assists, or topics they offered to teach, are like the question, best
// first; without those who take part already, and who were asked within `between_asking`.
std::vector<member> experienced_with(unit_of_work& work, const group& here, const assist& one, instant now);

} // namespace peerbot::core
