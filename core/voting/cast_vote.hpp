// One member's choice on an open ballot: set, changed and taken back at will until it closes.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// A ballot as one member sees it.
struct ballot_view
{
    ballot running;
    std::vector<ballot_line> lines; // by topic number
    std::vector<vote> mine;         // by topic

    // What the member gave the topic; 0 when nothing.
    int mark_of(topic_id topic) const;
    // Votes that are left to spend; only of a ballot with a budget.
    int left() const;
};

// What somebody's choice is now, and nothing of the rest of the ballot: reading that would cost more than the
// vote.
struct chosen_topic
{
    ballot_topic subject;
    int mark = 1; // as in a vote
};
struct vote_receipt
{
    ballot running;                   // as it was before the vote
    std::vector<chosen_topic> chosen; // by topic number; by place where it is ranked

    // As in the view.
    int left() const;
};

// Replaces the voter's choice by the topics with these numbers; none at all takes every vote back. A number
// said twice counts twice where there is a budget; in a ranked ballot the first is the favourite. One number
// that is not on the ballot rejects them all. Rejects: no_open_ballot, ballot_closed, not_a_member,
// member_is_paused, not_on_ballot, over_budget, too_many_on_topic.
struct vote_request
{
    user_id voter;
    std::vector<int> numbers;
    instant cast_at;
};
result<vote_receipt> cast_vote(unit_of_work& work, const group& here, const vote_request& vote);

// One press on one topic; it names its ballot, so that a press on an old message is told what became of it.
// `mark` is what the topic is to have afterwards: votes, or the place in a ranked order (others make room), 0
// to take it back. Without one, the press goes on from what is stored: not chosen, chosen, not chosen again;
// with a budget one vote more each time, and after the second, or when none is left, both are returned.
// Rejects: no_such_ballot, ballot_closed, not_a_member, member_is_paused, not_on_ballot, over_budget,
// vote_in_channel.
struct press_request
{
    workspace_id workspace;
    user_id voter;
    ballot_id ballot;
    topic_id topic;
    std::optional<int> mark;
    instant cast_at;
    bool in_direct_message = false; // which keeps the answer; so it is no place for an anonymous vote
};
result<ballot_view> press_vote(unit_of_work& work, const press_request& press);

// Rejects: no_open_ballot, not_a_member.
result<ballot_view> view_ballot(unit_of_work& work, const group& here, const user_id& viewer);

} // namespace peerbot::core
