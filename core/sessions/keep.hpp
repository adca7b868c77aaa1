// Storing a changed session.
#pragma once

#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Saves it; its card in the channel, when there is one, follows.
void keep_session(unit_of_work& work, const session& changed);

} // namespace peerbot::core
