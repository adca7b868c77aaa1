// What is said because of a session's clock: to the channel before and at the start, to whoever leads and
// chairs, and to those who were not there.
#pragma once

#include "core/reminders/timer.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// After this long a reminder is dropped rather than sent late; "starting now" is void much earlier.
inline constexpr hours reminder_grace{24};
inline constexpr minutes starting_grace{10};

// Who leads the hour itself, by the clock and the run-sheet: the first facilitator who does not lead the
// training, or else the one who does.
std::optional<member> chair_of(unit_of_work& work, const session& meeting);

// One for each kind of timer that belongs to a session. Each looks at the state again and decides.
void post_session_card(unit_of_work& work, const timer& due, instant now);
void remind_channel_a_day_before(unit_of_work& work, const timer& due, instant now);
void remind_channel_before_start(unit_of_work& work, const timer& due, instant now);
void begin_session(unit_of_work& work, const timer& due, instant now);
void remind_leader_to_prepare(unit_of_work& work, const timer& due, instant now);
void remind_leader_an_hour_before(unit_of_work& work, const timer& due, instant now);
void remind_leader_to_report(unit_of_work& work, const timer& due, instant now);
void tell_readiness(unit_of_work& work, const timer& due, instant now);
void tell_what_is_missing(unit_of_work& work, const timer& due, instant now);
void tell_who_missed_it(unit_of_work& work, const timer& due, instant now);
// The morning after: asks the facilitators whether it was held, unless somebody said so.
void ask_whether_held(unit_of_work& work, const timer& due, instant now);

} // namespace peerbot::core
