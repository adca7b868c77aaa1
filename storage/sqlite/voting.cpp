#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/topic_rows.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_ballots[] =
    "SELECT id, group_id, number, opener, opened_at, closes_at, closed_at, closed_by, method, budget, hidden,"
    " anonymous, extended, decides, voters, electorate, room, card_id FROM ballots";

constexpr sql find_ballot{"ballot.find", select_ballots, "WHERE id = ?1"};
constexpr sql find_ballot_number{"ballot.find_number", select_ballots, "WHERE group_id = ?1 AND number = ?2"};
constexpr sql open_ballot{"ballot.open_in", select_ballots, "WHERE group_id = ?1 AND closed_at IS NULL"};
constexpr sql newest_closed{"ballot.newest_closed", select_ballots,
                            "WHERE group_id = ?1 AND closed_at IS NOT NULL ORDER BY number DESC LIMIT 1"};
constexpr sql newest_with_result{"ballot.newest_with_result", select_ballots,
                                 "WHERE group_id = ?1 AND closed_at IS NOT NULL AND voters > 0"
                                 " AND (anonymous = 0 OR voters >= ?2) ORDER BY number DESC LIMIT 1"};
constexpr sql run_off_of{"ballot.run_off_of", select_ballots, "WHERE decides = ?1"};
constexpr sql next_ballot_number{"ballot.next_number",
                                 "SELECT coalesce(max(number), 0) + 1 FROM ballots WHERE group_id = ?1"};
constexpr sql add_ballot{
    "ballot.add",
    "INSERT INTO ballots (group_id, number, opener, opened_at, closes_at, method, budget, hidden, anonymous,"
    " extended, decides, voters, electorate, card_id)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 0, ?12)"};
// Voters are counted where votes are given: what comes with `changed` may be older.
constexpr sql save_ballot{"ballot.save",
                          "UPDATE ballots SET closes_at = ?2, closed_at = ?3, closed_by = ?4, extended = ?5,"
                          " electorate = ?6, room = ?7, card_id = ?8 WHERE id = ?1"};
constexpr sql add_line{"ballot.add_line",
                       "INSERT INTO ballot_topics (ballot_id, topic_id, votes) VALUES (?1, ?2, 0)"};
constexpr sql save_counted_line{
    "ballot.save_line", "UPDATE ballot_topics SET votes = ?3, voters = ?4, place = ?5, decided_by = ?6,"
                        " tied = ?7, teachers = ?8, taught = ?9, plannable = ?10, title = ?11"
                        " WHERE ballot_id = ?1 AND topic_id = ?2"};
constexpr sql has_ballot_line{"ballot.has_line",
                              "SELECT 1 FROM ballot_topics WHERE ballot_id = ?1 AND topic_id = ?2"};
constexpr sql topic_numbered{
    "ballot.topic_numbered",
    "SELECT t.id, t.number, t.title FROM topics t JOIN ballot_topics b ON b.topic_id = t.id"
    " WHERE t.group_id = ?1 AND t.number = ?2 AND b.ballot_id = ?3"};
// Within a group, topics have the same order by id and by number: both count up, and none is ever deleted.
constexpr sql ballot_lines{
    "ballot.lines",
    "SELECT " PEERBOT_TOPIC_COLUMNS ", b.votes, b.voters, b.place,"
    " b.decided_by, b.tied, b.teachers, b.taught, b.plannable, b.title,"
    " coalesce((SELECT s.number FROM sessions s WHERE s.topic_id = t.id AND s.state <> 'cancelled'), 0)"
    " FROM ballot_topics b JOIN topics t ON t.id = b.topic_id"
    " WHERE b.ballot_id = ?1 ORDER BY b.topic_id"};
constexpr sql teachers_on_ballot{"ballot.teachers", "SELECT o.topic_id, o.user FROM ballot_topics b"
                                                    " JOIN topics t ON t.id = b.topic_id"
                                                    " JOIN topic_teachers o ON o.topic_id = b.topic_id"
                                                    " WHERE b.ballot_id = ?1 AND " PEERBOT_STAYED(
                                                        "o.user") " ORDER BY b.topic_id, o.place"};
constexpr sql add_ballot_round{
    "ballot.add_round",
    "INSERT INTO ballot_rounds (ballot_id, round, topic_id, votes, out_by) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql ballot_rounds{"ballot.rounds", "SELECT round, topic_id, votes, out_by FROM ballot_rounds"
                                             " WHERE ballot_id = ?1 ORDER BY round, topic_id"};

ballot read_ballot(query& row)
{
    return {.id = row.take<ballot_id>(),
            .group = row.take<group_id>(),
            .number = row.take<int>(),
            .opener = row.take<user_id>(),
            .opened_at = row.take<instant>(),
            .closes_at = row.take<instant>(),
            .closed_at = row.take<std::optional<instant>>(),
            .closed_by = row.take<std::optional<close_cause>>(),
            .method = row.take<ballot_method>(),
            .budget = row.take<int>(),
            .hidden = row.take<bool>(),
            .anonymous = row.take<bool>(),
            .extended = row.take<bool>(),
            .decides = row.take<ballot_id>(),
            .voters = row.take<int>(),
            .electorate = row.take<int>(),
            .room = row.take<int>(),
            .card = row.take<card_id>()};
}

ballot_line read_line(query& row)
{
    auto subject = read_topic(row);
    return {.subject = std::move(subject),
            .votes = row.take<int>(),
            .voters = row.take<int>(),
            .place = row.take<int>(),
            .decided_by = row.take<place_rule>(),
            .tied = row.take<bool>(),
            .teachers = row.take<int>(),
            .times_taught = row.take<int>(),
            .plannable = row.take<bool>(),
            .title = row.take<std::string>(),
            .planned_for = row.take<int>()};
}

ballot_topic read_ballot_topic(query& row)
{
    return {.id = row.take<topic_id>(), .number = row.take<int>(), .title = row.take<std::string>()};
}

round_count read_round(query& row)
{
    return {.round = row.take<int>(),
            .topic = row.take<topic_id>(),
            .votes = row.take<int>(),
            .out_by = row.take<std::optional<place_rule>>()};
}

class ballots final : public ballot_repository
{
  public:
    explicit ballots(connection& base) : base_(base) {}

    std::optional<ballot> find(ballot_id id) override { return first(base_, find_ballot, read_ballot, id); }

    std::optional<ballot> find_number(group_id group, int number) override
    {
        return first(base_, find_ballot_number, read_ballot, group, number);
    }

    std::optional<ballot> open_in(group_id group) override
    {
        return first(base_, open_ballot, read_ballot, group);
    }

    std::optional<ballot> newest_closed(group_id group) override
    {
        return first(base_, sqlite::newest_closed, read_ballot, group);
    }

    std::optional<ballot> newest_with_result(group_id group) override
    {
        return first(base_, sqlite::newest_with_result, read_ballot, group, fewest_for_anonymous);
    }

    std::optional<ballot> run_off_of(ballot_id id) override
    {
        return first(base_, sqlite::run_off_of, read_ballot, id);
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

    std::optional<ballot_topic> topic_numbered(const ballot& on, int number) override
    {
        return first(base_, sqlite::topic_numbered, read_ballot_topic, on.group, number, on.id);
    }

    ballot add(const ballot& fresh, const std::vector<topic_id>& topics) override
    {
        auto kept = fresh;
        kept.number = only(base_, next_ballot_number, single<int>, fresh.group);
        kept.id = insert<ballot_id>(base_, add_ballot, fresh.group, kept.number, fresh.opener,
                                    fresh.opened_at, fresh.closes_at, fresh.method, fresh.budget,
                                    fresh.hidden, fresh.anonymous, fresh.extended, fresh.decides, fresh.card);
        for (const auto topic : topics)
            change(base_, add_line, kept.id, topic);
        return kept;
    }

    void save(const ballot& changed) override
    {
        change_one(base_, save_ballot, changed.id, changed.closes_at, changed.closed_at, changed.closed_by,
                   changed.extended, changed.electorate, changed.room, changed.card);
    }

    void save_line(ballot_id id, const ballot_line& counted) override
    {
        change_one(base_, save_counted_line, id, counted.subject.id, counted.votes, counted.voters,
                   counted.place, counted.decided_by, counted.tied, counted.teachers, counted.times_taught,
                   counted.plannable, counted.title);
    }

    void add_round(ballot_id id, const round_count& counted) override
    {
        change(base_, add_ballot_round, id, counted.round, counted.topic, counted.votes, counted.out_by);
    }

    std::vector<round_count> rounds(ballot_id id) override
    {
        return every(base_, ballot_rounds, read_round, id);
    }

  private:
    connection& base_;
};

} // namespace

sql_list voting_sql()
{
    static constexpr const sql* list[] = {
        &find_ballot,       &find_ballot_number, &open_ballot,    &newest_closed, &newest_with_result,
        &run_off_of,        &next_ballot_number, &add_ballot,     &save_ballot,   &add_line,
        &save_counted_line, &has_ballot_line,    &topic_numbered, &ballot_lines,  &teachers_on_ballot,
        &add_ballot_round,  &ballot_rounds};
    return list;
}

std::unique_ptr<core::ballot_repository> make_ballots(connection& base)
{
    return std::make_unique<ballots>(base);
}

} // namespace peerbot::storage::sqlite
