// Reminding people of what a phase waits for.
#pragma once

#include "core/assist/assist.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Whether somebody asked something in this phase that nobody has answered.
bool awaits_answer(unit_of_work& work, const assist& one, const phase_run& run);

// Whether the assistee has to say something although the others have the word: an answer, or the question in
// their own words.
bool awaits_assistee(unit_of_work& work, const assist& one, const phase_run& run);

// Of that, once in each phase.
void prompt_assistee(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                     instant now);

// Before the phase ends: whoever was not heard in it, and the assistee when something waits for them. While
// the group chooses a question all of it is reminded together, always: whoever was left out would have
// posted.
void remind_silent(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                   instant now);

// Whoever facilitates hears that the phase waits for an assistee who takes a break; nothing when they are
// there.
void tell_of_break(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                   instant now);

} // namespace peerbot::core
