// Joining, leaving and pausing. Being in a channel enrols nobody: people join by an act of their own.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Somebody who left before comes back with what they owed then. Who joins a group that nobody is in
// facilitates it. Rejects: bots_stay_out, strangers_stay_out, account_switched_off, already_a_member,
// group_is_full.
result<member> join_group(unit_of_work& work, const group& here, const user_id& person, instant now);

struct leave_request
{
    user_id person;
    bool tell_channel = false; // in one neutral sentence
    instant now;
};

// Turns that the person was to lead go to the next in the rotation; a facilitator who leaves is followed as
// core/groups/facilitators.hpp says. Rejects: not_a_member.
result<member> leave_group(unit_of_work& work, const group& here, const leave_request& request);

// A pause begins now and ends at 09:00 on `until` in the group's zone.
// Rejects: not_a_member, date_not_ahead, date_too_far (more than a year).
result<member> pause_member(unit_of_work& work, const group& here, const user_id& person, date until,
                            instant now);

// Rejects: not_a_member, not_paused.
result<member> resume_member(unit_of_work& work, const group& here, const user_id& person, instant now);

// Sets the timer that ends the pause of somebody who is paused.
void time_end_of_pause(unit_of_work& work, const group& here, const member& who, instant now);

// The timer of a pause: the person takes part again, and is told once. Does nothing when the pause was ended
// or prolonged meanwhile.
void end_pause(unit_of_work& work, member_id who, instant now);

// Somebody's account was switched off: they leave every group, whatever their role, and what waits to be sent
// to them is dropped.
void remove_everywhere(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now);

// Somebody left the channel, or was removed from it: they leave its group too, and hear nothing of it any
// more.
void remove_from_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel,
                         const user_id& person, instant now);

} // namespace peerbot::core
