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
                        "SELECT leader_id, starts_at FROM sessions WHERE group_id = ?1"
                        " AND state = 'held' AND leader_id IS NOT NULL ORDER BY starts_at"};
constexpr sql add_skip_row{"ledger.add_skip",
                           "INSERT INTO skips (session_id, member_id, skipped_at)"
                           " VALUES (?1, ?2, ?3) ON CONFLICT (session_id, member_id) DO NOTHING"};
constexpr sql skipped_by{"ledger.skipped",
                         "SELECT member_id FROM skips WHERE session_id = ?1 ORDER BY member_id"};

balance read_balance(query& row)
{
    return {.member = row.take<member_id>(), .owed = row.take<share>(), .turns_led = 0, .last_led = {}};
}

struct turn
{
    member_id leader;
    instant at;
};

turn read_turn(query& row)
{
    return {.leader = row.take<member_id>(), .at = row.take<instant>()};
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
        for (const auto& [leader, at] : every(base_, turns_led, read_turn, group)) {
            const auto whose =
                std::find_if(found.begin(), found.end(),
                             [leader = leader](const balance& one) { return one.member == leader; });
            if (whose == found.end()) continue;
            ++whose->turns_led;
            whose->last_led = at;
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

  private:
    connection& base_;
};

} // namespace

sql_list rotation_sql()
{
    static constexpr const sql* list[] = {&add_entry, &sum_entries, &turns_led, &add_skip_row, &skipped_by};
    return list;
}

std::unique_ptr<core::ledger_repository> make_ledger(connection& base)
{
    return std::make_unique<ledger>(base);
}

} // namespace peerbot::storage::sqlite
