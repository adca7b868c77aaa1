// Opens a ballot on everything the group could learn, and closes it.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr minutes usual_voting_time = days{3};
inline constexpr minutes shortest_voting_time{10};
inline constexpr minutes longest_voting_time = days{60};

// Puts at most `most_topics_on_ballot` open topics to the vote: first those that were on no ballot yet, then
// those whose last one is longest ago. By a facilitator. Rejects: not_a_facilitator, ballot_open, no_topics,
// deadline_too_near, deadline_too_far.
result<ballot> open_ballot(unit_of_work& work, const group& here, const user_id& by, minutes lasts,
                           instant now);

// Rejects: not_a_facilitator, no_open_ballot.
result<ballot> close_ballot(unit_of_work& work, const group& here, const user_id& by, instant now);

// The ballot's timer: does nothing when it is closed already.
void close_at_deadline(unit_of_work& work, ballot_id id, instant now);

// Voting is thin when fewer people voted than this.
int expected_voters(int active_members);

// Tells the facilitators when few have voted on a ballot that is about to close.
void warn_of_few_votes(unit_of_work& work, ballot_id id, instant now);

} // namespace peerbot::core
