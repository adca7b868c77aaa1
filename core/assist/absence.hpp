// What becomes of the assists of a group when somebody leaves or pauses, or when peerbot could not write in
// the channel for a while.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// An assister leaves it; whoever owes it most facilitates instead of a facilitator; without its assistee an
// assist that has not heard help yet is stopped with thanks, and a later one ends without a summary, of which
// its thread is told.
void leave_assists(unit_of_work& work, const group& here, member_id who, instant now);

// Somebody pauses. What they asked for goes on in writing, and on their turn it waits for them as for anybody
// who is silent. It ends as when they leave, without a word of having gone, when its call would be during the
// pause, or when others have a turn after theirs. All else is as when they leave.
void rest_from_assists(unit_of_work& work, const group& here, const member& who, instant now);

// Phases go on with the time they had left; calls that would have been meanwhile are not held.
void take_up_assists(unit_of_work& work, const group& here, instant since, instant now);

} // namespace peerbot::core
