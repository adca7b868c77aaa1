// Where a member works, as they say it themselves: so that colleagues are not asked to look at each other's
// work.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_organisation = 80; // code points

// Empty takes it back. Rejects: not_a_member, text_too_long.
result<member> say_organisation(unit_of_work& work, const group& here, const user_id& person,
                                const std::string& name);

// Both are known, and the same but for case, accents and spaces; or their accounts are of one workspace other
// than ours.
bool same_organisation(unit_of_work& work, const group& here, const member& one, const member& other);

} // namespace peerbot::core
