#include "core/groups/roles.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {

result<member> present_member(unit_of_work& work, group_id group, const user_id& person)
{
    auto found = work.members().find(group, person);
    if (!found || found->state == member_state::left) return reason::not_a_member;
    return std::move(*found);
}

result<member> active_member(unit_of_work& work, group_id group, const user_id& person)
{
    auto found = present_member(work, group, person);
    if (found && !found->active()) return reason::member_is_paused;
    return found;
}

result<member> named_member(unit_of_work& work, group_id group, const user_id& person)
{
    auto found = present_member(work, group, person);
    if (!found) return rejection{.why = reason::person_not_a_member, .people = {person}};
    return found;
}

result<member> named_active_member(unit_of_work& work, group_id group, const user_id& person)
{
    auto found = named_member(work, group, person);
    if (found && !found->active()) return rejection{.why = reason::person_is_paused, .people = {person}};
    return found;
}

result<member> facilitating_member(unit_of_work& work, group_id group, const user_id& person)
{
    auto found = present_member(work, group, person);
    if (found && found->facilitator) return found;
    rejection refused{.why = reason::not_a_facilitator};
    for (const auto& one : facilitators(work, group))
        refused.people.push_back(one.user);
    return refused;
}

std::vector<member> facilitators(unit_of_work& work, group_id group)
{
    auto people = work.members().present(group);
    std::erase_if(people, [](const member& one) { return !one.facilitator; });
    return people;
}

result<group> group_in(unit_of_work& work, const workspace_id& workspace, const channel_id& channel)
{
    auto found = work.groups().in_channel(workspace, channel);
    if (!found) return reason::no_group_here;
    return std::move(*found);
}

group known_group(unit_of_work& work, group_id id)
{
    auto found = work.groups().find(id);
    if (!found) throw std::logic_error("a stored row names a group that is not stored");
    return std::move(*found);
}

} // namespace peerbot::core
