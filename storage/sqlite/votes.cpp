#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <algorithm>
#include <iterator>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

// The statements over one table of votes.
struct vote_table
{
    sql of;
    sql add;
    sql change;
    sql remove;
    sql active_voters;
    sql voters_away;
    sql has_voted;
    sql all;
};

constexpr vote_table named{
    .of = {"vote.of",
           "SELECT topic_id, mark FROM votes WHERE ballot_id = ?1 AND voter_id = ?2 ORDER BY topic_id"},
    .add = {"vote.add", "INSERT INTO votes (ballot_id, voter_id, topic_id, mark) VALUES (?1, ?2, ?3, ?4)"},
    .change = {"vote.change", "UPDATE votes SET mark = ?4"
                              " WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"},
    .remove = {"vote.remove", "DELETE FROM votes WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"},
    .active_voters =
        {"vote.active_voters",
         "SELECT m.user FROM members m WHERE m.id IN"
         " (SELECT voter_id FROM votes WHERE ballot_id = ?1) AND m.state = 'active' ORDER BY m.id"},
    .voters_away = {"vote.voters_away",
                    "SELECT m.id FROM members m WHERE m.group_id = ?2 AND m.state <> 'active'"
                    " AND EXISTS (SELECT 1 FROM votes v WHERE v.ballot_id = ?1 AND v.voter_id = m.id)"
                    " ORDER BY m.id"},
    .has_voted = {"vote.has_voted", "SELECT 1 FROM votes WHERE ballot_id = ?1 AND voter_id = ?2 LIMIT 1"},
    .all = {"vote.all", "SELECT voter_id, topic_id, mark FROM votes WHERE ballot_id = ?1"
                        " ORDER BY voter_id, topic_id"}};

constexpr vote_table sealed{
    .of =
        {"sealed_vote.of",
         "SELECT topic_id, mark FROM sealed_votes WHERE ballot_id = ?1 AND voter_id = ?2 ORDER BY topic_id"},
    .add = {"sealed_vote.add",
            "INSERT INTO sealed_votes (ballot_id, voter_id, topic_id, mark) VALUES (?1, ?2, ?3, ?4)"},
    .change = {"sealed_vote.change", "UPDATE sealed_votes SET mark = ?4"
                                     " WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"},
    .remove = {"sealed_vote.remove",
               "DELETE FROM sealed_votes WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"},
    .active_voters =
        {"sealed_vote.active_voters",
         "SELECT m.user FROM members m WHERE m.id IN"
         " (SELECT voter_id FROM sealed_votes WHERE ballot_id = ?1) AND m.state = 'active' ORDER BY m.id"},
    .voters_away = {"sealed_vote.voters_away",
                    "SELECT m.id FROM members m WHERE m.group_id = ?2 AND m.state <> 'active'"
                    " AND EXISTS (SELECT 1 FROM sealed_votes v WHERE v.ballot_id = ?1 AND v.voter_id = m.id)"
                    " ORDER BY m.id"},
    .has_voted = {"sealed_vote.has_voted",
                  "SELECT 1 FROM sealed_votes WHERE ballot_id = ?1 AND voter_id = ?2 LIMIT 1"},
    .all = {"sealed_vote.all", "SELECT voter_id, topic_id, mark FROM sealed_votes WHERE ballot_id = ?1"
                               " ORDER BY voter_id, topic_id"}};

// Of a named vote only: what keeps a sealed one in its place is asked when it is added.
constexpr sql move_vote{"vote.move", "UPDATE votes SET topic_id = ?4, mark = ?5"
                                     " WHERE ballot_id = ?1 AND voter_id = ?2 AND topic_id = ?3"};
constexpr sql count_vote{
    "vote.count", "UPDATE ballot_topics SET votes = votes + ?3 WHERE ballot_id = ?1 AND topic_id = ?2"};
constexpr sql count_voter{"vote.count_voter", "UPDATE ballots SET voters = voters + ?2 WHERE id = ?1"};
// The choices that are to stay: those on ballots that are still open.
constexpr sql sealed_of_others{
    "sealed_vote.of_others",
    "SELECT v.ballot_id, v.voter_id, v.topic_id, v.mark FROM sealed_votes v JOIN ballots b ON b.id = "
    "v.ballot_id"
    " WHERE b.closed_at IS NULL AND v.ballot_id <> ?1 ORDER BY v.ballot_id, v.voter_id, v.topic_id"};
// Without a condition SQLite clears the tree as a whole, and with secure_delete it overwrites every page of
// it.
constexpr sql wipe_sealed{"sealed_vote.wipe", "DELETE FROM sealed_votes"};

vote read_vote(query& row)
{
    return {.topic = row.take<topic_id>(), .mark = row.take<int>()};
}

cast_row read_cast(query& row)
{
    const auto voter = row.take<member_id>();
    return {.voter = voter, .given = read_vote(row)};
}

struct sealed_row
{
    ballot_id ballot;
    cast_row cast;
};

sealed_row read_sealed(query& row)
{
    const auto ballot = row.take<ballot_id>();
    return {.ballot = ballot, .cast = read_cast(row)};
}

const vote_table& table_of(const ballot& on)
{
    return on.anonymous ? sealed : named;
}

// What a mark adds to the count that is kept while the ballot is open.
int counted(const ballot& on, int mark)
{
    return on.method == ballot_method::ranked ? static_cast<int>(mark == 1) : mark;
}

class votes final : public vote_repository
{
  public:
    votes(connection& base, aftermath& left) : base_(base), left_(left) {}

    std::vector<vote> of(const ballot& on, member_id voter) override
    {
        return every(base_, table_of(on).of, read_vote, on.id, voter);
    }

    // When somebody voted is not kept: nobody needs to know.
    void replace(const ballot& on, member_id voter, const std::vector<vote>& choice) override
    {
        auto wanted = choice;
        std::sort(wanted.begin(), wanted.end());
        const auto had = of(on, voter);
        auto gone = without(had, wanted);
        auto fresh = without(wanted, had);
        // Writing one row costs less than taking one away and adding another.
        for (; !on.anonymous && !gone.empty() && !fresh.empty(); gone.pop_back(), fresh.pop_back())
            move(on, voter, gone.back(), fresh.back());
        for (const auto& one : gone)
            take_back(on, voter, one);
        for (const auto& one : fresh)
            give(on, voter, one);
        for (const auto& one : wanted)
            change_mark(on, voter, one, mark_in(had, one.topic));
        if (had.empty() != wanted.empty()) change_one(base_, count_voter, on.id, had.empty() ? 1 : -1);
    }

    std::vector<user_id> active_voters(const ballot& on) override
    {
        return every(base_, table_of(on).active_voters, single<user_id>, on.id);
    }

    std::vector<member_id> voters_away(const ballot& on) override
    {
        return every(base_, table_of(on).voters_away, single<member_id>, on.id, on.group);
    }

    bool has_voted(const ballot& on, member_id voter) override
    {
        return first(base_, table_of(on).has_voted, single<int>, on.id, voter).has_value();
    }

    std::vector<cast_row> all(const ballot& on) override
    {
        return every(base_, table_of(on).all, read_cast, on.id);
    }

    void forget_choices(const ballot& on) override
    {
        const auto others = every(base_, sealed_of_others, read_sealed, on.id);
        change(base_, wipe_sealed);
        for (const auto& [ballot, cast] : others)
            change(base_, sealed.add, ballot, cast.voter, cast.given.topic, cast.given.mark);
        left_.secrets = true;
    }

  private:
    static int mark_in(const std::vector<vote>& choice, topic_id topic)
    {
        for (const auto& one : choice)
            if (one.topic == topic) return one.mark;
        return 0;
    }

    // Those of the first whose topics are not among the others.
    static std::vector<vote> without(std::vector<vote> some, const std::vector<vote>& others)
    {
        std::erase_if(some, [&](const vote& one) { return mark_in(others, one.topic) != 0; });
        return some;
    }

    void move(const ballot& on, member_id voter, const vote& from, const vote& to)
    {
        change_one(base_, move_vote, on.id, voter, from.topic, to.topic, to.mark);
        count(on, from.topic, -counted(on, from.mark));
        count(on, to.topic, counted(on, to.mark));
    }

    void take_back(const ballot& on, member_id voter, const vote& one)
    {
        change_one(base_, table_of(on).remove, on.id, voter, one.topic);
        count(on, one.topic, -counted(on, one.mark));
    }

    void give(const ballot& on, member_id voter, const vote& one)
    {
        change_one(base_, table_of(on).add, on.id, voter, one.topic, one.mark);
        count(on, one.topic, counted(on, one.mark));
    }

    void change_mark(const ballot& on, member_id voter, const vote& one, int had)
    {
        if (had == 0 || had == one.mark) return;
        change_one(base_, table_of(on).change, on.id, voter, one.topic, one.mark);
        count(on, one.topic, counted(on, one.mark) - counted(on, had));
    }

    void count(const ballot& on, topic_id topic, int difference)
    {
        if (difference != 0) change_one(base_, count_vote, on.id, topic, difference);
    }

    connection& base_;
    aftermath& left_;
};

} // namespace

sql_list vote_sql()
{
    static constexpr const sql* list[] = {&named.active_voters, &named.voters_away, &sealed.active_voters,
                                          &sealed.voters_away,  &named.of,          &named.add,
                                          &named.change,        &named.remove,      &named.has_voted,
                                          &named.all,           &sealed.of,         &sealed.add,
                                          &sealed.change,       &sealed.remove,     &sealed.has_voted,
                                          &sealed.all,          &move_vote,         &count_vote,
                                          &count_voter,         &sealed_of_others,  &wipe_sealed};
    return list;
}

std::unique_ptr<core::vote_repository> make_votes(connection& base, aftermath& left)
{
    return std::make_unique<votes>(base, left);
}

} // namespace peerbot::storage::sqlite
