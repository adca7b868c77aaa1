#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <algorithm>
#include <iterator>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_topics[] = "SELECT t.id, t.group_id, t.number, t.title, t.proposer, t.state, "
                                 "t.times_taught, t.proposed_at FROM topics t";

constexpr sql find_topic{"topic.find", select_topics, "WHERE t.id = ?1"};
constexpr sql find_topic_number{"topic.find_number", select_topics,
                                "WHERE t.group_id = ?1 AND t.number = ?2"};
constexpr sql open_topics{"topic.open", select_topics,
                          "WHERE t.group_id = ?1 AND t.state = 'open' ORDER BY t.number"};
constexpr sql next_for_ballot{"topic.next_for_ballot",
                              "SELECT t.id FROM topics t WHERE t.group_id = ?1 AND t.state = 'open'"
                              " ORDER BY coalesce((SELECT max(b.ballot_id) FROM ballot_topics b"
                              " WHERE b.topic_id = t.id), 0), t.number LIMIT ?2"};
constexpr sql next_topic_number{"topic.next_number",
                                "SELECT coalesce(max(number), 0) + 1 FROM topics WHERE group_id = ?1"};
constexpr sql add_topic{
    "topic.add", "INSERT INTO topics (group_id, number, title, proposer, state, times_taught, proposed_at)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
constexpr sql save_topic{"topic.save",
                         "UPDATE topics SET title = ?2, state = ?3, times_taught = ?4 WHERE id = ?1"};
constexpr sql teachers_of_topic{"topic.teachers",
                                "SELECT user FROM topic_teachers WHERE topic_id = ?1 ORDER BY place"};
constexpr sql teachers_of_open{"topic.teachers_of_open",
                               "SELECT o.topic_id, o.user FROM topics t"
                               " JOIN topic_teachers o ON o.topic_id = t.id"
                               " WHERE t.group_id = ?1 AND t.state = 'open' ORDER BY t.number, o.place"};
constexpr sql add_topic_teacher{
    "topic.add_teacher", "INSERT INTO topic_teachers (topic_id, place, user, offered_at) VALUES (?1,"
                         " (SELECT coalesce(max(place), 0) + 1 FROM topic_teachers WHERE topic_id = ?1),"
                         " ?2, ?3) ON CONFLICT (topic_id, user) DO NOTHING"};

constexpr char select_ballots[] =
    "SELECT id, group_id, opener, opened_at, closes_at, closed_at, closed_by, voters, card_id FROM ballots";

constexpr sql find_ballot{"ballot.find", select_ballots, "WHERE id = ?1"};
constexpr sql open_ballot{"ballot.open_in", select_ballots, "WHERE group_id = ?1 AND closed_at IS NULL"};
constexpr sql newest_ballot{"ballot.newest_in", select_ballots,
                            "WHERE group_id = ?1 ORDER BY id DESC LIMIT 1"};
constexpr sql add_ballot{
    "ballot.add",
    "INSERT INTO ballots (group_id, opener, opened_at, closes_at, closed_at, closed_by, voters, card_id)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)"};
constexpr sql save_ballot{
    "ballot.save",
    "UPDATE ballots SET closes_at = ?2, closed_at = ?3, closed_by = ?4, card_id = ?5 WHERE id = ?1"};
constexpr sql add_line{"ballot.add_line",
                       "INSERT INTO ballot_topics (ballot_id, topic_id, votes) VALUES (?1, ?2, 0)"};
constexpr sql has_ballot_line{"ballot.has_line",
                              "SELECT 1 FROM ballot_topics WHERE ballot_id = ?1 AND topic_id = ?2"};
// Within a group, topics have the same order by id and by number: both count up, and none is ever deleted.
constexpr sql ballot_lines{"ballot.lines",
                           "SELECT t.id, t.group_id, t.number, t.title, t.proposer, t.state, t.times_taught,"
                           " t.proposed_at, b.votes FROM ballot_topics b JOIN topics t ON t.id = b.topic_id"
                           " WHERE b.ballot_id = ?1 ORDER BY b.topic_id"};
constexpr sql teachers_on_ballot{"ballot.teachers", "SELECT o.topic_id, o.user FROM ballot_topics b"
                                                    " JOIN topic_teachers o ON o.topic_id = b.topic_id"
                                                    " WHERE b.ballot_id = ?1 ORDER BY b.topic_id, o.place"};

constexpr sql votes_of{"vote.of",
                       "SELECT topic_id FROM votes WHERE ballot_id = ?1 AND voter_id = ?2 ORDER BY topic_id"};
constexpr sql add_vote{"vote.add", "INSERT INTO votes (ballot_id, voter_id, topic_id) VALUES (?1, ?2, ?3)"};
constexpr sql remove_vote{"vote.remove",
                          "DELETE FROM votes WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"};
constexpr sql count_vote{
    "vote.count", "UPDATE ballot_topics SET votes = votes + ?3 WHERE ballot_id = ?1 AND topic_id = ?2"};
constexpr sql count_voter{"vote.count_voter", "UPDATE ballots SET voters = voters + ?2 WHERE id = ?1"};
constexpr sql voters_on{"vote.voters",
                        "SELECT DISTINCT voter_id FROM votes WHERE ballot_id = ?1 ORDER BY voter_id"};

topic read_topic(query& row)
{
    return {.id = row.take<topic_id>(),
            .group = row.take<group_id>(),
            .number = row.take<int>(),
            .title = row.take<std::string>(),
            .proposer = row.take<user_id>(),
            .state = row.take<topic_state>(),
            .times_taught = row.take<int>(),
            .proposed_at = row.take<instant>()};
}

ballot read_ballot(query& row)
{
    return {.id = row.take<ballot_id>(),
            .group = row.take<group_id>(),
            .opener = row.take<user_id>(),
            .opened_at = row.take<instant>(),
            .closes_at = row.take<instant>(),
            .closed_at = row.take<std::optional<instant>>(),
            .closed_by = row.take<std::optional<close_cause>>(),
            .voters = row.take<int>(),
            .card = row.take<card_id>()};
}

ballot_line read_line(query& row)
{
    auto subject = read_topic(row);
    return {.subject = std::move(subject), .votes = row.take<int>()};
}

struct offer
{
    topic_id topic;
    user_id teacher;
};

offer read_offer(query& row)
{
    return {.topic = row.take<topic_id>(), .teacher = row.take<user_id>()};
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

class topics final : public topic_repository
{
  public:
    explicit topics(connection& base) : base_(base) {}

    std::optional<topic> find(topic_id id) override
    {
        return with_teachers(first(base_, find_topic, read_topic, id));
    }

    std::optional<topic> find_number(group_id group, int number) override
    {
        return with_teachers(first(base_, find_topic_number, read_topic, group, number));
    }

    std::vector<topic> open(group_id group) override
    {
        auto found = every(base_, open_topics, read_topic, group);
        add_offers(found, every(base_, teachers_of_open, read_offer, group),
                   [](topic& one) -> topic& { return one; });
        return found;
    }

    std::vector<topic_id> next_for_ballot(group_id group, int at_most) override
    {
        return every(base_, sqlite::next_for_ballot, single<topic_id>, group, at_most);
    }

    topic add(const topic& fresh) override
    {
        auto kept = fresh;
        kept.number = only(base_, next_topic_number, single<int>, fresh.group);
        kept.id = insert<topic_id>(base_, add_topic, fresh.group, kept.number, fresh.title, fresh.proposer,
                                   fresh.state, fresh.times_taught, fresh.proposed_at);
        for (const auto& teacher : fresh.teachers)
            add_teacher(kept.id, teacher, fresh.proposed_at);
        return kept;
    }

    void save(const topic& changed) override
    {
        change_one(base_, save_topic, changed.id, changed.title, changed.state, changed.times_taught);
    }

    bool add_teacher(topic_id topic, const user_id& teacher, instant at) override
    {
        return change(base_, add_topic_teacher, topic, teacher, at) == 1;
    }

  private:
    std::optional<topic> with_teachers(std::optional<topic> found)
    {
        if (found) found->teachers = every(base_, teachers_of_topic, single<user_id>, found->id);
        return found;
    }

    connection& base_;
};

class ballots final : public ballot_repository
{
  public:
    explicit ballots(connection& base) : base_(base) {}

    std::optional<ballot> find(ballot_id id) override { return first(base_, find_ballot, read_ballot, id); }

    std::optional<ballot> open_in(group_id group) override
    {
        return first(base_, open_ballot, read_ballot, group);
    }

    std::optional<ballot> newest_in(group_id group) override
    {
        return first(base_, newest_ballot, read_ballot, group);
    }

    std::vector<ballot_line> lines(ballot_id id) override
    {
        auto found = every(base_, ballot_lines, read_line, id);
        add_offers(found, every(base_, teachers_on_ballot, read_offer, id),
                   [](ballot_line& line) -> topic& { return line.subject; });
        return found;
    }

    bool has_line(ballot_id id, topic_id topic) override
    {
        return first(base_, has_ballot_line, single<int>, id, topic).has_value();
    }

    ballot_id add(const ballot& fresh, const std::vector<topic_id>& topics) override
    {
        const auto id = insert<ballot_id>(base_, add_ballot, fresh.group, fresh.opener, fresh.opened_at,
                                          fresh.closes_at, fresh.closed_at, fresh.closed_by, fresh.card);
        for (const auto topic : topics)
            change(base_, add_line, id, topic);
        return id;
    }

    // `voters` is a count of votes and not saved from here.
    void save(const ballot& changed) override
    {
        change_one(base_, save_ballot, changed.id, changed.closes_at, changed.closed_at, changed.closed_by,
                   changed.card);
    }

  private:
    connection& base_;
};

class votes final : public vote_repository
{
  public:
    explicit votes(connection& base) : base_(base) {}

    std::vector<topic_id> of(ballot_id ballot, member_id voter) override
    {
        return every(base_, votes_of, single<topic_id>, ballot, voter);
    }

    // When somebody voted is not kept: nobody needs to know.
    void replace(ballot_id ballot, member_id voter, const std::vector<topic_id>& topics, instant) override
    {
        auto wanted = topics;
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
        const auto had = of(ballot, voter);

        for (const auto topic : difference(had, wanted)) {
            change_one(base_, remove_vote, ballot, voter, topic);
            change_one(base_, count_vote, ballot, topic, -1);
        }
        for (const auto topic : difference(wanted, had)) {
            change_one(base_, add_vote, ballot, voter, topic);
            change_one(base_, count_vote, ballot, topic, 1);
        }
        if (had.empty() != wanted.empty()) change_one(base_, count_voter, ballot, had.empty() ? 1 : -1);
    }

    std::vector<member_id> voters(ballot_id ballot) override
    {
        return every(base_, voters_on, single<member_id>, ballot);
    }

  private:
    static std::vector<topic_id> difference(const std::vector<topic_id>& from,
                                            const std::vector<topic_id>& less)
    {
        std::vector<topic_id> rest;
        std::set_difference(from.begin(), from.end(), less.begin(), less.end(), std::back_inserter(rest));
        return rest;
    }

    connection& base_;
};

} // namespace

sql_list voting_sql()
{
    static constexpr const sql* list[] = {
        &find_topic,  &find_topic_number, &open_topics,       &next_topic_number,  &add_topic,
        &save_topic,  &next_for_ballot,   &teachers_of_topic, &teachers_of_open,   &add_topic_teacher,
        &find_ballot, &open_ballot,       &newest_ballot,     &add_ballot,         &save_ballot,
        &add_line,    &has_ballot_line,   &ballot_lines,      &teachers_on_ballot, &votes_of,
        &add_vote,    &remove_vote,       &count_vote,        &count_voter,        &voters_on};
    return list;
}

std::unique_ptr<core::topic_repository> make_topics(connection& base)
{
    return std::make_unique<topics>(base);
}
std::unique_ptr<core::ballot_repository> make_ballots(connection& base)
{
    return std::make_unique<ballots>(base);
}
std::unique_ptr<core::vote_repository> make_votes(connection& base)
{
    return std::make_unique<votes>(base);
}

} // namespace peerbot::storage::sqlite
