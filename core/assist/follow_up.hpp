// When the assistee is asked what became of it.
#pragma once

#include "core/assist/assist.hpp"
#include "core/unit_of_work.hpp"

#include <optional>

namespace peerbot::core {

// The next time; nothing when they were asked for the last time, or nobody is asked.
std::optional<instant> asked_again_at(unit_of_work& work, const assist& one);

} // namespace peerbot::core
