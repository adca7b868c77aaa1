// From when on a member is proposed as a leader: after one session that they attended, or 30 days after
// joining; founders at once.
#pragma once

#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

#include <optional>

namespace peerbot::core {

inline constexpr days time_to_settle_in{30};

// Whether they led a session that was held, or had said that they come to one.
bool has_attended(unit_of_work& work, member_id person);

// From this instant on they are proposed, and owe a share of what is held; nothing when they always were.
// Founders are those who joined before the first session that was held: a group that begins has nobody else.
// `first_held` is the start of that session, if there was one.
std::optional<instant> leads_from(unit_of_work& work, const member& who, std::optional<instant> first_held);

} // namespace peerbot::core
