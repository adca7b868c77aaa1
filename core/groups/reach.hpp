// Whether the bot may write in a group's channel: only while it is in it.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// What is to be said there waits; the facilitators are told once how to invite the bot.
void lose_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, instant now);

// The bot was invited: what waited is said now.
void regain_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel,
                    instant now);

} // namespace peerbot::core
