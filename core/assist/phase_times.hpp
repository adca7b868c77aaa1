// When a phase ends, and its timers. For the files of this area.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// Before a call that comes sooner than the phases need, they are shortened in proportion.
instant end_of_phase(const group& here, const assist& one, const assist_template& format,
                     const phase_run& run);

// When its first phase begins: in time for what is written before a call, and at once otherwise.
instant beginning_of(const group& here, const assist& one, const assist_template& format, instant now);

// Only those of the phase.
void cancel_phase_timers(unit_of_work& work, phase_run_id run);

} // namespace peerbot::core
