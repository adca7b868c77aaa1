// Opens a ballot on what the group could learn, or a run-off on a tie.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

inline constexpr minutes usual_voting_time = days{3};
inline constexpr minutes shortest_voting_time{10};
inline constexpr minutes longest_voting_time = days{60};
inline constexpr minutes run_off_time = days{1};

struct ballot_wish
{
    minutes lasts = usual_voting_time;
    ballot_method method = ballot_method::approval;
    bool hidden = true;
    bool anonymous = false;
    std::vector<int> topics = {}; // by number; none: those that wait longest for a ballot
};

// Puts at most `most_topics_on_ballot` open topics to the vote. By a facilitator. Rejects: not_a_facilitator,
// ballot_open, no_topics, too_many_on_ballot, no_such_topic, topic_not_open, topic_planned,
// deadline_too_near, deadline_too_far, too_few_for_anonymous, anonymous_is_hidden.
result<ballot> open_ballot(unit_of_work& work, const group& here, const user_id& by, const ballot_wish& wish,
                           instant now);

// Votes that each member has on a ballot with a budget: a third of the topics, rounded up, and at least
// three.
int budget_for(std::size_t topics);

// Lets the group vote again, for a day, between the topics whose tie decides what is scheduled in the newest
// result; anonymous when that was. Its proposed plan waits. By a facilitator. Rejects: not_a_facilitator,
// ballot_open, no_closed_ballot, nothing_tied, run_off_done, too_few_for_anonymous, plan_settled.
result<ballot> open_run_off(unit_of_work& work, const group& here, const user_id& by, instant now);

} // namespace peerbot::core
