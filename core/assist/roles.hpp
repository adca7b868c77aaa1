// Who takes part in an assist, and as what. Assistee and facilitator are never the same person; for both
// roles there is a ledger, kept as that of the rotation.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// Takes part as an assister; late joiners are told what they missed. Doing it twice changes nothing.
// Rejects: no_such_assist, not_a_member, member_is_paused, assist_over, assist_not_running (its summary is
// made), assist_full.
result<participant> join_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now);
// An assister does not take part any more; what they wrote stays. Rejects: no_such_assist,
// not_in_the_assist, assist_over, assistee_stops (the assistee stops the assist instead),
// facilitator_passes (the facilitator passes that on instead).
result<participant> leave_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 instant now);

// The facilitator, or a facilitator of the group, gives the role to somebody, or to whoever owes it most.
// Rejects: no_such_assist, assist_over, assist_not_running, not_facilitating, person_not_a_member,
// person_is_paused, same_person (the assistee), nobody_to_ask.
struct hand_over
{
    user_id by;
    std::optional<user_id> to = {};
    instant now;
};
result<assist> pass_facilitating(unit_of_work& work, const group& here, assist_id id, const hand_over& wish);
// Somebody facilitates it that nobody does. Rejects: no_such_assist, not_a_member, member_is_paused,
// assist_over, assist_not_running, same_person, facilitated_already (with who does).
result<assist> volunteer_to_facilitate(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                       instant now);

// Rejects: no_such_assist, not_a_member, member_is_paused, assist_over, assist_not_running, notes_taken (with
// who does).
result<participant> take_notes(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               bool wanted, instant now);

// The challenge that was chosen has no assistee yet: somebody says that it is theirs, or that they bring it.
// Rejects: no_such_assist, not_a_member, member_is_paused, assist_over, assist_not_running, assistee_known
// (with who it is), no_such_contribution (none is chosen yet).
result<assist> bring_challenge(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant now);
// Whoever was chosen cannot bring it. Rejects: no_such_assist, not_the_assistee, assist_over,
// assist_not_running, assistee_stops (they asked for it themselves).
result<assist> decline_to_bring(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now);

// As join_assist, for somebody who speaks without having joined: they need not be told what they missed.
// Rejects: assist_full.
result<participant> admit(unit_of_work& work, const group& here, const assist& one, member_id who,
                          instant now);

// In it from now on, also who had left it.
participant take_part(unit_of_work& work, const assist& one, member_id who, instant now);

// Whoever owes it most of those who can: not the assistee, nor who has it now. Nobody when nobody can.
member_id next_facilitator(unit_of_work& work, const group& here, const assist& one);

// Active members, whoever owes the role most first.
std::vector<member> order_for(unit_of_work& work, const group& here, assist_role role);

// What a finished assist adds to both ledgers.
void book_roles(unit_of_work& work, const group& here, const assist& held);

// Who asked for help and is there: the assistee or, where each has a turn, all who take part and do not
// facilitate.
std::vector<member_id> askers_of(unit_of_work& work, const assist& one);

// Those who are there, without assistee and facilitator.
std::vector<participant> assisters_of(unit_of_work& work, const assist& one);
std::optional<participant> participant_of(unit_of_work& work, assist_id id, member_id who);

// Rejects: no_such_assist.
result<assist> assist_of(unit_of_work& work, const group& here, assist_id id);

} // namespace peerbot::core
