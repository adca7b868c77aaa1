// Somebody is to be forgotten: their parts leave the summaries that stand in the channel.
#pragma once

#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Theirs are left out of every summary of the group, and its cards are drawn again. What they wrote stays in
// storage, which takes out the words of whoever is forgotten.
void leave_out_parts(unit_of_work& work, const group& here, member_id who);

} // namespace peerbot::core
