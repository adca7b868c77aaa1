// Which assist a message belongs to.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// The one that goes on and whose card is the first message of that thread. In a channel without a group it
// costs one read; in one with a group, two and one for each assist that goes on.
std::optional<assist> assist_in_thread(unit_of_work& work, const workspace_id& workspace,
                                       const channel_id& channel, const std::string& stamp);

} // namespace peerbot::core
