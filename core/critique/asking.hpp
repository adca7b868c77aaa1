// Asking one critic after another: what volunteering, the bot's own choice and a facilitator's have in
// common.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Rejects: no_such_critique, critique_ended, enough_critics (the group looks at it in a session).
result<critique> open_critique(unit_of_work& work, const group& here, critique_id id);

// How many critics it has, those who have handed in included.
int standing(unit_of_work& work, critique_id id);

// Books them as a critic in state waiting and sets their timers; `fresh.request` is filled in.
critic take_on(unit_of_work& work, critique& request, critic fresh, instant now);

// Asks them, at the next moment that suits them.
critic ask_critic(unit_of_work& work, const group& here, critique& request, member_id whom,
                  critic_cause cause, instant now);

// Who has been silent for too long is let off, one for each who can be asked instead. Returns whether there
// was one.
bool replace_silent(unit_of_work& work, const group& here, critique& request, instant now);

// Nobody is free, and nobody looks at it: the facilitators are told, once.
void tell_queued(unit_of_work& work, const group& here, critique& request, instant now);

// The facilitators chose what to do about the silence: it is due in seven days, or later.
void give_time_when_chosen(unit_of_work& work, critique& request, instant now);
void give_time(unit_of_work& work, critique& request, instant due_at, instant now);

} // namespace peerbot::core
