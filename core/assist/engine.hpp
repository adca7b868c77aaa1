// How an assist goes from phase to phase. What a phase is, is read from the template; every step is driven by
// a timer or by somebody who was asked. For the files of this area, and the timer table.
#pragma once

#include "core/assist/assist.hpp"
#include "core/reminders/timer.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// It has a facilitator and a time: waits for it, or begins at once. Its card is posted.
void schedule_assist(unit_of_work& work, const group& here, assist one, instant now);

// Goes to the next phase that this assist has, or into closing after the last one.
void go_on(unit_of_work& work, const group& here, assist one, instant now);

// The phase is over: what it yields is kept, and the assist goes on.
void end_phase(unit_of_work& work, const group& here, const phase_run& run, instant now);

// Somebody spoke, joined or left: the phase may be over, or not wait any more, or the review may be over.
void look_at_phase(unit_of_work& work, const group& here, assist_id id, instant now);

void stop_because(unit_of_work& work, const group& here, assist one, stop_cause why, instant now);

// Takes back the timers of an assist, and of the phase that runs.
void cancel_timers(unit_of_work& work, assist_id id);
// Sets the timers of a phase that runs, those that would be over already left out.
void time_phase(unit_of_work& work, const group& here, const assist& one, const phase_run& run, instant now);

// The challenge that was chosen needs somebody who brings it.
void give_challenge_to(unit_of_work& work, const group& here, assist one, member_id who, instant now);
void wait_for_assistee(unit_of_work& work, const group& here, const assist& one, instant now);

// It goes by another template from now on, from its first phase; one that needs a time for a call is decided
// by the facilitators again.
void take_format(unit_of_work& work, const group& here, assist one, const assist_template& format,
                 instant now);

// Every timer of this area.
void assist_timer(unit_of_work& work, const timer& due, instant now);

} // namespace peerbot::core
