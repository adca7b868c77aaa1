// When what happens to a request: its steps, and the timers that take them.
#pragma once

#include "core/critique/critique.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// How long after its beginning, of the request or of being asked, each step comes.
struct critique_steps
{
    milliseconds volunteering; // 24 hours
    milliseconds nudge;        // 48 hours after somebody was asked
    milliseconds replacing;    // 96 hours after that
    milliseconds silence;      // 7 days
    milliseconds choice;       // 72 hours after the facilitators were asked
};

// With less than seven days until it is due the steps keep their proportions.
critique_steps steps_of(instant opened_at, instant due_at);
critique_steps steps_of(const critique& request);

// Sets the timers of an open request that still lie ahead, those of its waiting critics included. Silence is
// counted from `since`.
void set_critique_timers(unit_of_work& work, const critique& request, instant since, instant now);
void set_critic_timers(unit_of_work& work, const critique& request, const critic& asked, instant now);
void set_choice_timer(unit_of_work& work, const critique& request, instant now);

// All but the one for the question two weeks after its end.
void cancel_critique_timers(unit_of_work& work, critique_id request);

// Whether the facilitators were asked what to do about the silence, and have not chosen.
bool choice_is_open(unit_of_work& work, const critique& request);

} // namespace peerbot::core
