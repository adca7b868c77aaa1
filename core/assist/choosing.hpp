// How the group chooses what an assist is about, and who brings it. For the files of this area.
#pragma once

#include "core/assist/contribution.hpp"

namespace peerbot::core {

// All together, in the order of their words, which tells nothing about who wrote them or when.
void empty_inventory(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                     instant now);

// The challenge that affects most people is what the assist is about; whoever posted it with a name brings
// it.
void choose_challenge(unit_of_work& work, const group& here, assist one, instant now);

// They do not facilitate it any more: the next in the order does. Both take part.
void make_assistee(unit_of_work& work, const group& here, assist& one, member_id who, instant now);

} // namespace peerbot::core
