// Who looks at a request: volunteers first, then whom the bot asks; and what happens when somebody says no,
// is silent, or goes.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/reminders/timer.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr hours nudged_after{48};
inline constexpr hours replaced_after{96};
inline constexpr days silent_after{7};
inline constexpr hours choice_waits{72};

// By a press on the card, as long as the request is open; extra critics are welcome, up to twice as many as
// it wants. Pressing again changes nothing. Who was let off or said no may change their mind. Rejects:
// no_such_critique, critique_ended, own_work, not_a_member, member_is_paused, enough_critics (also when the
// group looks at it in a session), too_many_critiques (two open ones are enough at a time).
result<critic> volunteer_as_critic(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                   instant now);

// "Not me", in one press, without a reason; the next is asked at once. Rejects: no_such_critique,
// critique_ended, not_a_critic, feedback_given.
result<critic> decline_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                instant now);

// A facilitator asks somebody by name. Rejects: not_a_facilitator, no_such_critique, critique_ended,
// person_not_a_member, person_is_paused, own_work, already_a_critic, too_many_critiques.
result<critic> name_critic(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                           const user_id& whom, instant now);

// A facilitator gives it ten minutes of the next planned session; when that is held it is finished. Whoever
// waits to write need not any more. Rejects: not_a_facilitator, no_such_critique, critique_ended,
// enough_critics (it is in a session already), no_session_planned.
result<critique> discuss_in_session(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                    instant now);

// A facilitator gives it seven more days; the next person is asked. Nothing changes when there is about as
// much time left, so that two facilitators who are asked the same give it seven days and not fourteen.
// Rejects: not_a_facilitator, no_such_critique, critique_ended.
result<critique> extend_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                 instant now);

// Asks as many as are wanting, of those who could be asked; does nothing before `volunteers_until`. When
// nobody is free the request is queued and the facilitators are told, once. Returns whether anybody was
// asked.
bool fill_critics(unit_of_work& work, const group& here, critique& request, instant now);

// Somebody is free again, or new: open requests that want critics are served, the oldest first.
void serve_waiting_requests(unit_of_work& work, const group& here, instant now);

// Whether the bot could ask this member now: active, not the asker, not of the asker's organisation when both
// are known, fewer than two open, and not asked for this one before, unless they were away since.
bool could_be_asked(unit_of_work& work, const critique& request, const member& who);

// The timers of a request and of a critic.
void critique_timer_fired(unit_of_work& work, const timer& due, instant now);

// A pause or a farewell: what waits for them goes to the next person at once, and what they owe for running
// requests is let go of; requests of those who left end.
void critic_is_away(unit_of_work& work, const group& here, const member& who, instant now);

// The session was held, cancelled, or moved by more than a week: requests that were to be discussed in it are
// finished, or go on with the facilitators being asked again.
void critique_session_booked(unit_of_work& work, const session& meeting, instant now);

// The group was suspended since then: what was left of every step of its open requests begins to run again
// now.
void resume_critiques(unit_of_work& work, const group& here, instant since, instant now);

} // namespace peerbot::core
