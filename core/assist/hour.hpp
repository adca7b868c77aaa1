// The run-sheet of a session that is held as a peer assist.
#pragma once

#include "core/sessions/run_sheet.hpp"

namespace peerbot::core {

// The phases that are held in a call, each as long as its template says. Nothing when the session is no
// assist.
std::optional<run_sheet> assist_run_sheet(unit_of_work& work, const session& meeting);

} // namespace peerbot::core
