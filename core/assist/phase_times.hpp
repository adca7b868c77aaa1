// When a phase ends, and its timers. For the files of this area.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// Before a call that comes sooner than the phases need, they are shortened in proportion.
instant end_of_phase(const group& here, const assist& one, const assist_template& format,
                     const phase_run& run);

// Only those of the phase.
void cancel_phase_timers(unit_of_work& work, phase_run_id run);

} // namespace peerbot::core
