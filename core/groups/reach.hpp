// Whether the bot may write in a group's channel. While it may not the group is suspended: its timers are
// frozen, and nothing is said in the channel.
#pragma once

#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// What is to be said there waits; the facilitators are told once what to do.
void lose_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, absence why,
                  instant now);

// The bot can write there again. What waited is said now, but for what was bound to a moment. Reminders that
// came due meanwhile are dropped, and sessions that passed meanwhile are closed as not held; the facilitators
// hear of that, and of the next dates, in one message.
void regain_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel,
                    instant now);

// The chat service gave the channel another id, as when it becomes shared with another organisation.
void change_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& old_one,
                    const channel_id& new_one);

} // namespace peerbot::core
