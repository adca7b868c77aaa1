// Turns of a group as stored: looking ahead, asking, confirming, letting pass and naming.
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

// Of the newest held session that somebody led; nobody before there was one.
leader_ids last_leaders_of(unit_of_work& work, const group& here);

// The planned sessions of the group, those begun but not marked included, each with its leader.
std::vector<turn> coming_turns(unit_of_work& work, const group& here);

// Whose turn a planned session would be if nobody led it and these people let it pass too.
std::optional<member_id> next_in_order(unit_of_work& work, const group& here, session_id meeting,
                                       const std::vector<member_id>& left_out = {});

// A planned session of this group. Rejects: no_session_planned, session_not_planned.
result<session> planned_session(unit_of_work& work, const group& here, session_id id);

// The holder's first turn, or the one of that session, that has not begun.
std::optional<turn> coming_turn_of(unit_of_work& work, const group& here, member_id holder,
                                   std::optional<session_id> meeting, instant now);

// Everything `/rotation why` needs: the plan, and for each present member what they owe and why.
struct standing
{
    member who;
    balance account;
    std::optional<instant> leads_from = {}; // set while they are new: proposed and owing from then on
};
struct explanation
{
    std::vector<turn> turns;
    std::vector<standing> standings; // whoever owes most first
    leader_ids last_leaders;
};
explanation explain_rotation(unit_of_work& work, const group& here);

// Makes the planned leader the one who was asked, and sends them the question. Nothing happens when the
// session is over, confirmed, or nobody can lead.
void ask_leader(unit_of_work& work, const group& here, session_id meeting, instant now);

// By whoever is to lead it, one of two leaders included, or whoever was asked as backup: then they lead it.
// An offer of the turn is withdrawn. Rejects: no_session_planned, session_not_planned, not_a_member,
// not_the_leader, leader_confirmed, no_leader_needed.
result<session> confirm_turn(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                             instant now);

// As above, for the first coming session that the person is to lead or was asked to step in for.
// Rejects: not_a_member, not_the_leader.
result<session> confirm_next_turn(unit_of_work& work, const group& here, const user_id& by, instant now);

// The holder of a coming turn lets it pass and keeps what they owe; a facilitator can do it for them. The
// next in the rotation is asked at once when the holder had been asked; of two leaders the other leads on
// alone. Who lets two turns in a row pass is asked privately whether something is wrong. Whoever was asked as
// backup declines with it, which is no turn let pass. `meeting` is theirs when given, else their first one.
// Rejects: not_a_member, not_a_facilitator, not_the_leader, no_session_planned, nobody_else_can_lead.
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
    bool as_backup = false;
};
result<skipped_turn> skip_turn(unit_of_work& work, const group& here, const skip_request& request);

// A facilitator names the leader of a session, or two who share the turn; it counts as confirmed, and makes a
// session that nobody was to lead a training again. Rejects: not_a_facilitator, no_session_planned,
// session_not_planned, person_not_a_member, person_is_paused, same_person.
result<session> assign_turn(unit_of_work& work, const group& here, std::optional<int> number,
                            const user_id& by, const user_id& leader, instant now,
                            const std::optional<user_id>& co_leader = {});

} // namespace peerbot::core
