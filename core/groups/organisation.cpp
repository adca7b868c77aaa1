#include "core/groups/organisation.hpp"

#include "core/groups/roles.hpp"
#include "core/words/bare.hpp"
#include "core/words/plain.hpp"

namespace peerbot::core {
namespace {

// Empty when it is ours, or unknown.
workspace_id other_home(unit_of_work& work, const group& here, const user_id& person)
{
    const auto known = work.people().find(here.workspace, person);
    if (!known || !known->stranger()) return {};
    return known->home;
}

} // namespace

result<member> say_organisation(unit_of_work& work, const group& here, const user_id& person,
                                const std::string& name)
{
    const auto found = present_member(work, here.id, person);
    if (!found) return found;
    const auto clean = clean_text(name, name.size());
    if (code_points(clean) > longest_organisation)
        return rejection{
            .why = reason::text_too_long, .text = "organisation", .number = longest_organisation};
    auto who = *found;
    who.organisation = clean;
    work.members().save(who);
    return who;
}

bool same_organisation(unit_of_work& work, const group& here, const member& one, const member& other)
{
    const auto name = bare_letters(one.organisation);
    if (!name.empty() && name == bare_letters(other.organisation)) return true;
    const auto home = other_home(work, here, one.user);
    return !home.empty() && home == other_home(work, here, other.user);
}

} // namespace peerbot::core
