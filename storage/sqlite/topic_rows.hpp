// Reading topics, which stand in rows of their own and beside the lines of a ballot.
#pragma once

#include "storage/sqlite/statement.hpp"

#include <utility>
#include <vector>

namespace peerbot::storage::sqlite {

// Whether a person of the group of the topic `t` has not left it. Whoever is gone wants and teaches nothing
// until they are back.
#define PEERBOT_STAYED(person)                                                                               \
    "NOT EXISTS (SELECT 1 FROM members m WHERE m.group_id = t.group_id AND m.user = " person                 \
    " AND m.state = 'left')"

// What read_topic() reads, of the topic `t`.
// clang-format off
#define PEERBOT_TOPIC_COLUMNS                                                                                \
    "t.id, t.group_id, t.number, t.title, t.proposer, t.state, t.times_taught, t.proposed_at,"               \
    " (" PEERBOT_STAYED("t.proposer") ")"                                                                    \
    " + (SELECT count(*) FROM topic_seconders n WHERE n.topic_id = t.id AND " PEERBOT_STAYED("n.user") "),"  \
    " t.edited_at, t.link, t.merged_into, t.follows, t.taught_in"
// clang-format on

// Columns: id, group_id, number, title, proposer, state, times_taught, proposed_at, interest, edited_at,
// link, merged_into, follows, taught_in.
inline core::topic read_topic(query& row)
{
    return {.id = row.take<core::topic_id>(),
            .group = row.take<core::group_id>(),
            .number = row.take<int>(),
            .title = row.take<std::string>(),
            .proposer = row.take<core::user_id>(),
            .state = row.take<core::topic_state>(),
            .times_taught = row.take<int>(),
            .proposed_at = row.take<core::instant>(),
            .interest = row.take<int>(),
            .edited_at = row.take<std::optional<core::instant>>(),
            .link = row.take<std::string>(),
            .merged_into = row.take<core::topic_id>(),
            .follows = row.take<core::topic_id>(),
            .taught_in = row.take<core::session_id>()};
}

struct offer
{
    core::topic_id topic;
    core::user_id teacher;
};

inline offer read_offer(query& row)
{
    return {.topic = row.take<core::topic_id>(), .teacher = row.take<core::user_id>()};
}

// Both lists are in the order of the topics.
template <class Row, class Topic_of>
void add_offers(std::vector<Row>& rows, std::vector<offer>&& offers, Topic_of topic_of)
{
    auto row = rows.begin();
    for (auto& [topic, teacher] : offers) {
        while (topic_of(*row).id != topic)
            ++row;
        topic_of(*row).teachers.push_back(std::move(teacher));
    }
}

} // namespace peerbot::storage::sqlite
