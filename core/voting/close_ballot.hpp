// Ends a ballot, by hand or at its deadline: counts it, freezes the result, and proposes what comes of it.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr minutes extension_time = days{2};
// A ballot that closes later than this after its deadline says so.
inline constexpr minutes closed_late_after{1};

// So many voters make a result: half the active members, and at least three; never more than there are.
int quorum(int active_members);

// Rejects: not_a_facilitator, no_open_ballot.
result<ballot> close_ballot(unit_of_work& work, const group& here, const user_id& by, instant now);

// The ballot's timer. Closes it, or once gives it more time when fewer than the quorum have voted; a run-off
// closes as it is. Does nothing when it is closed already, or its deadline has moved.
void deadline_came(unit_of_work& work, ballot_id id, instant now);

// Reminds the active members who have not voted, within their attention budget.
void remind_voters(unit_of_work& work, ballot_id id, instant now);

// Votes in this workspace that a direct message to this person is to mention on their last day, because their
// reminder did not fit the attention budget and nothing else was sent to them that day.
std::vector<ballot> votes_to_mention(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                                     instant now);

} // namespace peerbot::core
