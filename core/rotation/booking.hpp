// Booking what became of a session: the turn counts when somebody says that it was held, and not before.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// Books a session as held, led by `leader`, with `co_leader` when two shared the turn, or else by whoever was
// asked. A peer assist or a critique hour is nobody's turn. By a facilitator or a leader. `meeting` is the
// one that has begun and is not booked when not given. Rejects: no_session_planned, several_unbooked,
// session_not_planned, session_not_over, not_a_facilitator, no_leader_known, person_not_a_member,
// same_person.
struct held_request
{
    user_id by;
    std::optional<session_id> meeting;
    std::optional<user_id> leader;
    instant now;
    std::optional<user_id> co_leader = {}; // not without `leader`
};
struct held_session
{
    session meeting;
    std::vector<member> leaders; // nobody, one or two
};
result<held_session> mark_held(unit_of_work& work, const group& here, const held_request& request);

// A session that did not take place: nobody owes anything for it. Rejects as mark_held does.
result<session> mark_not_held(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                              instant now);

} // namespace peerbot::core
