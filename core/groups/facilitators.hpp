// One to three members facilitate a group. When none is left its members are asked, and after three days the
// admins of the workspace, who can name a facilitator of any group.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// From the card in the channel until the admins are told.
inline constexpr hours volunteering_lasts{72};

// By a facilitator or an admin of the workspace; the person is told. Rejects: not_a_facilitator,
// bots_stay_out, strangers_stay_out, account_switched_off, facilitator_must_join, already_a_facilitator,
// too_many_facilitators.
result<member> add_facilitator(unit_of_work& work, const group& here, const user_id& by,
                               const user_id& person, instant now);

// By a facilitator or an admin of the workspace; also by somebody of themselves. The last one can be removed
// as well: then the members are asked. Rejects: not_a_facilitator, person_does_not_facilitate.
result<member> remove_facilitator(unit_of_work& work, const group& here, const user_id& by,
                                  const user_id& person, instant now);

// Somebody who facilitated has left, or does so no more, and that is stored already: the others are told that
// they go on without them, or the members that somebody is needed.
void go_on_without(unit_of_work& work, const group& here, const member& gone, instant now);

// The first who volunteers facilitates. Rejects: not_a_member, vacancy_filled with who does it now.
result<member> volunteer(unit_of_work& work, vacancy_id id, const user_id& person, instant now);

// The timer of a vacancy: tells the admins of the workspace, if nobody volunteered.
void volunteering_ended(unit_of_work& work, vacancy_id id, instant now);

// Somebody facilitates, so that nobody needs to volunteer any more; or nobody is left in the group.
void close_vacancy(unit_of_work& work, group_id group, const std::optional<user_id>& by, instant now);

} // namespace peerbot::core
