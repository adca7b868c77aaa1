// Ends a ballot, by hand or at its deadline: counts it, freezes the result, and proposes what comes of it.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

inline constexpr minutes extension_time = days{2};
// A ballot that closes later than this after its deadline says so.
inline constexpr minutes closed_late_after{1};

// So many voters make a result: half the active members, and at least three; never more than there are.
int quorum(int active_members);

// So many voters the ballot waits for, giving them one extension: the quorum; on an anonymous one also so
// many that its counts can be shown.
int voters_needed(const ballot& running, int active_members);

// How many have voted on an open ballot and are active now: the others are not counted at its close.
int counting_voters(unit_of_work& work, const ballot& running);
// The ballot's lines by topic number. Where counts are shown before the close, only with the votes that would
// count if it closed now.
std::vector<ballot_line> lines_so_far(unit_of_work& work, const ballot& running);

// An anonymous ballot is not closed by hand before enough have voted: whoever closes it after the first vote
// would know whose it was. Rejects: not_a_facilitator, no_open_ballot, too_few_to_close.
result<ballot> close_ballot(unit_of_work& work, const group& here, const user_id& by, instant now);

// The ballot's timer. Closes it, or once gives it more time when fewer than the quorum have voted; a run-off
// closes as it is. Does nothing when it is closed already, or its deadline has moved.
void deadline_came(unit_of_work& work, ballot_id id, instant now);

// Reminds the active members who have not voted, within their attention budget. `planned_for` is when its
// timer was due.
void remind_voters(unit_of_work& work, ballot_id id, instant planned_for, instant now);

} // namespace peerbot::core
