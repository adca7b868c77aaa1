// From a ballot's result to the next sessions: what each is about and who leads it, proposed by the bot and
// settled by a facilitator. The same result and the same ledger always give the same proposal.
#pragma once

#include "core/groups/group.hpp"
#include "core/rotation/plan.hpp"
#include "core/voting/ballot.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// From this much on, somebody's turn comes before the topics.
inline constexpr share much_owed{one_turn.parts + one_turn.parts / 2};

enum class line_reason
{
    leads_already,    // was asked or has confirmed before the vote
    owes_much,        // one and a half turns or more
    offered,          // can teach it, and owes most of those who can
    learns_in_public, // nobody who can teach a topic is free; whose turn it is learns it with the group
    in_turn,          // owes most; picks the topic
    chosen,           // by a facilitator
    nobody,           // nobody is available
};

struct plan_line
{
    session_id meeting;
    topic_id topic;   // none: the leader picks one of the best that are free
    member_id leader; // none: nobody is available
    line_reason why = line_reason::in_turn;
    share owed = {}; // by the leader, just before that session
    bool operator==(const plan_line&) const = default;
};

// A topic of the result, with the members who can teach it.
struct plan_topic
{
    topic_id topic;
    std::vector<member_id> teachers;
};

struct planning
{
    plan_rule rule = plan_rule::topic_first;
    std::vector<candidate> people;
    leader_ids last_leaders;                  // of the newest held session
    std::vector<member_id> recent_leaders;    // of the newest held sessions, newest first
    std::vector<slot> slots;                  // every planned session that lies ahead, soonest first
    std::vector<plan_topic> topics;           // that can be planned, by place
    std::size_t among = sessions_from_ballot; // only so many of the first slots get a line
};

// A line for each of the first few slots that has no topic. With `topic_first`, who led one of the last
// sessions, half a round of them, is not asked to teach again so soon.
// Where a leader picks, the best three topics that are left are kept for them, and one more for each further
// leader who picks: later lines take none of these, and whose turn it is picks there too when no other is
// left.
std::vector<plan_line> plan_topics(planning from);

enum class plan_state
{
    proposed,
    settled,
    dropped, // a run-off decides first, or a later vote replaced it
};

struct topic_plan
{
    ballot_id ballot;
    plan_rule rule = plan_rule::topic_first;
    plan_state state = plan_state::proposed;
    int revision = 1; // another when the proposal changes: a button of an older one settles nothing
    std::optional<user_id> settled_by = {};
    std::vector<plan_line> lines = {};
};

class plan_repository
{
  public:
    virtual ~plan_repository() = default;
    virtual std::optional<topic_plan> find(ballot_id ballot) = 0;
    // Replaces the plan that the ballot had.
    virtual void save(const topic_plan& changed) = 0;
};

} // namespace peerbot::core
