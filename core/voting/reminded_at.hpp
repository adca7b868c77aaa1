// When the members who have not voted are reminded of a vote.
#pragma once

#include "core/groups/group.hpp"
#include "core/voting/ballot.hpp"

namespace peerbot::core {

// A day before the close, or half-way between `from` and the close when that is later; in working hours of
// the group when there are any in between.
instant reminded_at(const ballot& running, const group& here, instant from);

} // namespace peerbot::core
