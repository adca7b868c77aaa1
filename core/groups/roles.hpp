// Who may do what in a group: the checks that the rules of every area begin with.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Rejects: not_a_member, also for those who left.
result<member> present_member(unit_of_work& work, group_id group, const user_id& person);

// A member who takes part now. Rejects: not_a_member, member_is_paused.
result<member> active_member(unit_of_work& work, group_id group, const user_id& person);

// As the two above, for somebody other than who asks. Rejects: person_not_a_member, person_is_paused.
result<member> named_member(unit_of_work& work, group_id group, const user_id& person);
result<member> named_active_member(unit_of_work& work, group_id group, const user_id& person);

// Rejects: not_a_facilitator, naming those who are.
result<member> facilitating_member(unit_of_work& work, group_id group, const user_id& person);

std::vector<member> facilitators(unit_of_work& work, group_id group);

// Rejects: no_group_here.
result<group> group_in(unit_of_work& work, const workspace_id& workspace, const channel_id& channel);

// Throws std::logic_error when the row is gone: for ids that came from storage itself.
group known_group(unit_of_work& work, group_id id);

} // namespace peerbot::core
