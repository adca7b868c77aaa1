// One member's choice on an open ballot: set, changed and taken back at will until it closes.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

// A ballot as one member sees it.
struct ballot_view
{
    ballot running;
    std::vector<ballot_line> lines; // by topic number
    std::vector<topic_id> mine;

    bool chose(topic_id topic) const;
};

// Replaces the voter's choice by the topics with these numbers; none at all takes every vote back.
// One number that is not on the ballot rejects them all. Rejects: no_open_ballot, ballot_closed,
// not_a_member, member_is_paused, not_on_ballot.
struct vote_request
{
    user_id voter;
    std::vector<int> numbers;
    instant cast_at;
};
result<ballot_view> cast_vote(unit_of_work& work, const group& here, const vote_request& vote);

// What a press beside a topic means: on the card, which all share, the opposite of what is; in a private
// view, what its button said.
enum class press_intent
{
    toggle,
    choose,
    take_back,
};

// Rejects as cast_vote, and no_such_ballot.
struct press_request
{
    workspace_id workspace; // a ballot of another one is as good as none
    user_id voter;
    ballot_id ballot;
    topic_id topic;
    press_intent intent = press_intent::toggle;
    instant cast_at; // stamped by the chat service
};
result<ballot_view> press_vote(unit_of_work& work, const press_request& press);

// Rejects: no_open_ballot, not_a_member.
result<ballot_view> view_ballot(unit_of_work& work, const group& here, const user_id& viewer);

} // namespace peerbot::core
