// Changing when a session takes place, or whether it does.
#pragma once

#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <string>

namespace peerbot::core {

inline constexpr std::size_t longest_reason = 300; // code points

// Gives a planned session, also one that began and was not held, another start. Its reminders are made anew.
// Topic, leader and links stay; what people answered about coming is forgotten, since it was about another
// day. Tells nobody.
void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now);
// Tells the channel where it is now, and asks again who comes.
void announce_move(unit_of_work& work, const group& here, const session& moved, instant now);

struct move_request
{
    user_id by;
    session_id meeting;
    local_time to;
    instant now;
};
// By a facilitator or its leader; the channel is told. Rejects: no_session_planned, session_not_planned,
// leads_or_facilitates, time_not_ahead, time_too_far (more than a year), session_there (with its number).
result<session> move_by_hand(unit_of_work& work, const group& here, const move_request& request);

struct cancellation
{
    user_id by;
    session_id meeting;
    std::string because; // in words the group reads
    instant now;
};
// By a facilitator, of a session that has not begun: nobody owes anything for it, its topic can be planned
// again, the channel is told. Rejects: no_session_planned, session_not_planned (also once it began),
// not_a_facilitator, reason_needed, text_too_long.
result<session> cancel_session(unit_of_work& work, const group& here, const cancellation& request);

} // namespace peerbot::core
