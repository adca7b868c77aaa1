// The plan that a result becomes, as stored: proposing it, changing it and settling it.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// Proposes a plan from a closed ballot and sends it to the facilitators. Nothing is proposed when nobody
// voted, or every coming session has its topic. A plan of an earlier ballot that nobody settled is dropped.
void propose_plan(unit_of_work& work, const group& here, const ballot& closed, instant now);

// The plan a facilitator is to settle: of the ballot, or of the group's newest closed one. One that waits is
// made anew from how things stand now. Rejects: no_plan.
result<topic_plan> plan_of(unit_of_work& work, const group& here, std::optional<ballot_id> ballot,
                           instant now);

// What somebody wants to settle: the plan of a ballot as they have seen it.
struct plan_request
{
    user_id by;
    ballot_id ballot;
    int revision = 0;
    instant now;
};

// Applies the plan to the sessions: topics are set, leaders are asked, and the channel hears of it. When the
// plan is not the one they saw any more, it is only kept as it is now, still waiting.
// By a facilitator. Rejects: not_a_facilitator, no_plan, plan_settled.
result<topic_plan> settle_plan(unit_of_work& work, const group& here, const plan_request& request);

// As above, with lines as the facilitator wants them. Also rejects, with the number of the line from 1:
// topic_taken (with its title), no_such_topic, person_not_a_member, person_is_paused; and plan_changed.
struct line_wish
{
    session_id meeting;
    topic_id topic;                // none: the leader picks
    std::optional<user_id> leader; // none: whoever had it is released, and it is open
};
result<topic_plan> change_plan(unit_of_work& work, const group& here, const plan_request& request,
                               const std::vector<line_wish>& wishes);

// From now on plans are made by this rule, also the one that waits to be settled. By a facilitator.
// Rejects: not_a_facilitator.
result<group> choose_plan_rule(unit_of_work& work, const group& here, const user_id& by, plan_rule rule,
                               instant now);

} // namespace peerbot::core
