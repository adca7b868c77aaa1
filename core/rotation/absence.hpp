// What becomes of the turns of somebody who left, or who pauses over their dates.
#pragma once

#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

#include <optional>

namespace peerbot::core {

// So many days before a session that loses a confirmed leader there is time to offer it to the group.
inline constexpr days time_to_offer{7};

// Who left, or will not be back on the day of that coming session.
bool is_away(const member& who, const session& meeting);

// Sessions that they were to lead meanwhile lose them; topic and links stay. Of two leaders the other leads
// on alone. Where they had not confirmed, the plan is made anew and the next is asked; where they had, the
// turn is offered to the group at once, or so near to the session the facilitators choose. Swaps that were
// asked of them are declined. `back_on` is when a pause ends; who left has none.
void give_back_turns(unit_of_work& work, const group& here, member_id who, std::optional<date> back_on,
                     instant now);

// The session was moved: whoever was to lead it, or to step in, and is away on the new day loses it likewise.
void give_back_where_away(unit_of_work& work, const group& here, session_id meeting, instant now);

} // namespace peerbot::core
