// Topics a group could learn, and the ballots on which it votes for them.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

inline constexpr int most_topics_on_ballot = 20;
inline constexpr int most_open_topics = 200;
inline constexpr int longest_title = 150; // code points

enum class topic_state
{
    open,
    taught,
    withdrawn,
};

struct topic
{
    topic_id id;
    group_id group;
    int number = 0; // counts up within the group and is never used again: what people type
    std::string title;
    user_id proposer;
    topic_state state = topic_state::open;
    int times_taught = 0;
    instant proposed_at;
    std::vector<user_id> teachers = {}; // who offered, in that order
};

class topic_repository
{
  public:
    virtual ~topic_repository() = default;
    virtual std::optional<topic> find(topic_id id) = 0;
    virtual std::optional<topic> find_number(group_id group, int number) = 0;
    // Open topics by number.
    virtual std::vector<topic> open(group_id group) = 0;
    // Open topics that were on no ballot yet, then those whose last ballot is longest ago; each by number.
    virtual std::vector<topic_id> next_for_ballot(group_id group, int at_most) = 0;
    // Stores the topic under the group's next number and returns it as stored.
    virtual topic add(const topic& fresh) = 0;
    virtual void save(const topic& changed) = 0;
    // False when the person had offered before.
    virtual bool add_teacher(topic_id topic, const user_id& teacher, instant at) = 0;
};

enum class close_cause
{
    deadline,
    facilitator,
};

struct ballot
{
    ballot_id id;
    group_id group;
    user_id opener;
    instant opened_at;
    instant closes_at;
    std::optional<instant> closed_at = {};
    std::optional<close_cause> closed_by = {};
    int voters = 0; // members with at least one vote on it
    card_id card;

    bool open() const { return !closed_at; }
};

// One line of a ballot: a topic and how many members chose it.
struct ballot_line
{
    topic subject;
    int votes = 0;
};

class ballot_repository
{
  public:
    virtual ~ballot_repository() = default;
    virtual std::optional<ballot> find(ballot_id id) = 0;
    virtual std::optional<ballot> open_in(group_id group) = 0;
    virtual std::optional<ballot> newest_in(group_id group) = 0;
    // By topic number.
    virtual std::vector<ballot_line> lines(ballot_id id) = 0;
    virtual bool has_line(ballot_id id, topic_id topic) = 0;
    virtual ballot_id add(const ballot& fresh, const std::vector<topic_id>& topics) = 0;
    virtual void save(const ballot& changed) = 0;
};

class vote_repository
{
  public:
    virtual ~vote_repository() = default;
    // By topic id.
    virtual std::vector<topic_id> of(ballot_id ballot, member_id voter) = 0;
    // Makes the voter's choice exactly these topics; counts of lines and voters follow in the same
    // transaction.
    virtual void replace(ballot_id ballot, member_id voter, const std::vector<topic_id>& topics,
                         instant at) = 0;
    // Who has at least one vote on the ballot.
    virtual std::vector<member_id> voters(ballot_id ballot) = 0;
};

} // namespace peerbot::core
