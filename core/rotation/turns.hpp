// Turns of a group as stored: looking ahead, asking, confirming, skipping, and booking what was held.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/rotation/plan.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// Everybody who is in the group, by when they joined, then whoever left and is still to be booked as leader
// of a planned session: away for good, they cannot lead another.
std::vector<candidate> candidates_of(unit_of_work& work, const group& here);

// Of the newest held session.
std::optional<member_id> last_leader_of(unit_of_work& work, const group& here);

// The planned sessions of the group, those begun but not marked included, each with its leader.
std::vector<turn> coming_turns(unit_of_work& work, const group& here);

// Everything `/rotation why` needs: the plan, and for each present member what they owe and why.
struct standing
{
    member who;
    balance account;
};
struct explanation
{
    std::vector<turn> turns;
    std::vector<standing> standings; // whoever owes most first
    std::optional<member_id> last_leader;
};
explanation explain_rotation(unit_of_work& work, const group& here);

// Makes the planned leader the one who was asked, and sends them the question. Nothing happens when the
// session is over, confirmed, or nobody can lead.
void ask_leader(unit_of_work& work, const group& here, session_id meeting, instant now);

// Rejects: no_session_planned, session_not_planned, not_a_member, not_the_leader.
result<session> confirm_turn(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                             instant now);

// As above, for the first coming session that the person is to lead. Rejects: not_a_member, not_the_leader.
result<session> confirm_next_turn(unit_of_work& work, const group& here, const user_id& by, instant now);

// The holder of a coming turn lets it pass and keeps what they owe; a facilitator can do it for them. The
// next in the rotation is asked at once when the holder had been asked. `meeting` is theirs when given, else
// their first one. Rejects: not_a_member, not_a_facilitator, not_the_leader, no_session_planned,
// nobody_else_can_lead.
struct skip_request
{
    user_id by;
    user_id holder;
    std::optional<session_id> meeting;
    instant now;
};
struct skipped_turn
{
    session meeting;
    std::optional<member> next;
};
result<skipped_turn> skip_turn(unit_of_work& work, const group& here, const skip_request& request);

// A facilitator names the leader of a session; it counts as confirmed. Rejects: not_a_facilitator,
// no_session_planned, session_not_planned, not_a_member, member_is_paused.
result<session> assign_turn(unit_of_work& work, const group& here, std::optional<int> number,
                            const user_id& by, const user_id& leader, instant now);

// Books a session as held, led by `leader` or else by whoever was asked. By a facilitator or the leader.
// `meeting` is the one that has begun and is not booked when not given.
// Rejects: no_session_planned, several_unbooked, session_not_planned, session_not_over, not_a_facilitator,
// no_leader_known, not_a_member.
struct held_request
{
    user_id by;
    std::optional<session_id> meeting;
    std::optional<user_id> leader;
    instant now;
};
struct held_session
{
    session meeting;
    member leader;
};
result<held_session> mark_held(unit_of_work& work, const group& here, const held_request& request);

// A session that did not take place: nobody owes anything for it. Rejects as mark_held does.
result<session> mark_not_held(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                              instant now);

// Somebody left, or paused until they are back: sessions that they were to lead meanwhile are open again, and
// the next is asked where they had been.
void give_back_turns(unit_of_work& work, const group& here, member_id who, std::optional<date> back_on,
                     instant now);

} // namespace peerbot::core
