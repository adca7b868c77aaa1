#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <algorithm>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr sql add_entry{"ledger.add", "INSERT INTO ledger (group_id, member_id, session_id, owed, given)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)"};
// The difference is summed, not each side: the sides grow for ever, and sum() refuses to overflow.
constexpr sql sum_entries{
    "ledger.balances",
    "SELECT member_id, sum(owed - given) FROM ledger WHERE group_id = ?1 GROUP BY member_id"};
constexpr sql turns_led{"ledger.turns_led",
                        "SELECT leader_id, co_leader_id, starts_at FROM sessions WHERE group_id = ?1"
                        " AND state = 'held' AND leader_id IS NOT NULL ORDER BY starts_at"};
constexpr sql add_skip_row{"ledger.add_skip",
                           "INSERT INTO skips (session_id, member_id, skipped_at)"
                           " VALUES (?1, ?2, ?3) ON CONFLICT (session_id, member_id) DO NOTHING"};
constexpr sql skipped_by{"ledger.skipped",
                         "SELECT member_id FROM skips WHERE session_id = ?1 ORDER BY member_id"};

constexpr sql count_skips{"ledger.skips_since",
                          "SELECT count(*) FROM skips WHERE member_id = ?1 AND skipped_at > ?2"};
constexpr sql add_time_away{"ledger.goes_away", "INSERT INTO times_away (member_id, from_at) VALUES (?1, ?2)"
                                                " ON CONFLICT DO NOTHING"};
constexpr sql end_time_away{"ledger.is_back", "UPDATE times_away SET until_at = max(from_at, ?2)"
                                              " WHERE member_id = ?1 AND until_at IS NULL"};
constexpr sql times_away_after{"ledger.times_away",
                               "SELECT t.member_id, t.from_at, t.until_at FROM members m"
                               " JOIN times_away t ON t.member_id = m.id"
                               " WHERE m.group_id = ?1 AND (t.until_at IS NULL OR t.until_at > ?2)"};
constexpr sql first_held_session{"ledger.first_held",
                                 "SELECT starts_at FROM sessions WHERE group_id = ?1 AND state = 'held'"
                                 " ORDER BY starts_at LIMIT 1"};
constexpr sql led_elsewhere{
    "ledger.turns_elsewhere",
    "SELECT here.id, s.starts_at FROM members here"
    " JOIN groups this ON this.id = here.group_id"
    " JOIN members there ON there.user = here.user AND there.group_id <> here.group_id"
    " JOIN groups other ON other.id = there.group_id AND other.workspace = this.workspace"
    " JOIN sessions s ON s.group_id = there.group_id AND s.state IN ('planned', 'held')"
    " AND s.starts_at > ?2 AND (s.leader_id = there.id OR s.co_leader_id = there.id)"
    " WHERE here.group_id = ?1 AND here.state <> 'left'"};

balance read_balance(query& row)
{
    return {.member = row.take<member_id>(), .owed = row.take<share>(), .turns_led = 0, .last_led = {}};
}

struct turn
{
    member_id leader;
    member_id co_leader;
    instant at;
};

turn read_turn(query& row)
{
    return {.leader = row.take<member_id>(), .co_leader = row.take<member_id>(), .at = row.take<instant>()};
}

time_away read_time_away(query& row)
{
    return {.member = row.take<member_id>(),
            .from = row.take<instant>(),
            .until = row.take<std::optional<instant>>()};
}

turn_elsewhere read_turn_elsewhere(query& row)
{
    return {.member = row.take<member_id>(), .at = row.take<instant>()};
}

void count_turn(std::vector<balance>& accounts, member_id leader, instant at)
{
    const auto whose = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const balance& one) { return one.member == leader; });
    if (whose == accounts.end()) return;
    ++whose->turns_led;
    whose->last_led = at;
}

class ledger final : public ledger_repository
{
  public:
    explicit ledger(connection& base) : base_(base) {}

    void add(group_id group, const ledger_entry& entry) override
    {
        change(base_, add_entry, group, entry.member, entry.session, entry.owed, entry.given);
    }

    std::vector<balance> balances(group_id group) override
    {
        auto found = every(base_, sum_entries, read_balance, group);
        for (const auto& [leader, co_leader, at] : every(base_, turns_led, read_turn, group)) {
            count_turn(found, leader, at);
            if (co_leader) count_turn(found, co_leader, at);
        }
        return found;
    }

    void add_skip(session_id session, member_id member, instant at) override
    {
        change(base_, add_skip_row, session, member, at);
    }

    std::vector<member_id> skipped(session_id session) override
    {
        return every(base_, skipped_by, single<member_id>, session);
    }

    int skips_since(member_id member, instant after) override
    {
        return only(base_, count_skips, single<int>, member, after);
    }

    void goes_away(member_id member, instant at) override { change(base_, add_time_away, member, at); }

    void is_back(member_id member, instant at) override { change(base_, end_time_away, member, at); }

    std::vector<time_away> times_away(group_id group, instant after) override
    {
        return every(base_, times_away_after, read_time_away, group, after);
    }

    std::optional<instant> first_held(group_id group) override
    {
        return first(base_, first_held_session, single<instant>, group);
    }

    std::vector<turn_elsewhere> turns_elsewhere(group_id group, instant after) override
    {
        return every(base_, led_elsewhere, read_turn_elsewhere, group, after);
    }

  private:
    connection& base_;
};

} // namespace

sql_list rotation_sql()
{
    static constexpr const sql* list[] = {&add_entry,     &sum_entries,   &turns_led,          &add_skip_row,
                                          &skipped_by,    &count_skips,   &first_held_session, &led_elsewhere,
                                          &add_time_away, &end_time_away, &times_away_after};
    return list;
}

std::unique_ptr<core::ledger_repository> make_ledger(connection& base)
{
    return std::make_unique<ledger>(base);
}

} // namespace peerbot::storage::sqlite
