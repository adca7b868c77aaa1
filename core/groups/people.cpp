#include "core/groups/people.hpp"

#include "core/groups/membership.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

outcome may_take_part(unit_of_work& work, const workspace_id& workspace, const user_id& user)
{
    const auto known = work.people().find(workspace, user);
    if (!known) return nothing{};
    if (known->bot) return rejection{.why = reason::bots_stay_out, .people = {user}};
    if (known->stranger()) return rejection{.why = reason::strangers_stay_out, .people = {user}};
    if (known->deleted) return rejection{.why = reason::account_switched_off, .people = {user}};
    return nothing{};
}

bool is_admin(unit_of_work& work, const workspace_id& workspace, const user_id& user)
{
    const auto known = work.people().find(workspace, user);
    return known && known->admin && !known->deleted && !known->bot && !known->stranger();
}

void learn_of(unit_of_work& work, const person& told, instant now)
{
    if (work.people().find(told.workspace, told.user) != told) work.people().save(told);
    if (told.deleted) remove_everywhere(work, told.workspace, told.user, now);
}

} // namespace peerbot::core
