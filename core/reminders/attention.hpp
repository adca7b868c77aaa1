// The attention budget: how often a person is written to without having asked for it.
#pragma once

#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr int interruptions_a_day = 1;
inline constexpr int interruptions_a_week = 3;

// Whether one more unsolicited direct message fits this person's budget, over all groups of the workspace.
// What leaders and facilitators have to know to do their duty does not count.
bool may_interrupt(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now);

} // namespace peerbot::core
