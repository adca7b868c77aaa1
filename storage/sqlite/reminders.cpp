#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_timers[] = "SELECT id, kind, group_id, subject, due_at FROM timers";

constexpr sql add_timer{"timer.add",
                        "INSERT INTO timers (kind, group_id, subject, due_at) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (kind, subject, due_at) DO NOTHING"};
constexpr sql cancel_timer{"timer.cancel",
                           "DELETE FROM timers WHERE kind = ?1 AND subject = ?2 AND fired_at IS NULL"};
// Suspended groups are few; their timers stay where they are until the group is back.
constexpr sql due_timers{"timer.due", select_timers,
                         "WHERE fired_at IS NULL AND due_at <= ?1"
                         " AND group_id NOT IN (SELECT id FROM groups WHERE reachable = 0)"
                         " ORDER BY due_at, id LIMIT ?2"};
constexpr sql next_timer{"timer.next_due", "SELECT due_at FROM timers WHERE fired_at IS NULL"
                                           " AND group_id NOT IN (SELECT id FROM groups WHERE reachable = 0)"
                                           " ORDER BY due_at LIMIT 1"};
constexpr sql next_timer_of{"timer.next_of",
                            "SELECT due_at FROM timers WHERE kind = ?1 AND subject = ?2 AND due_at > ?3"
                            " AND fired_at IS NULL ORDER BY due_at LIMIT 1"};
constexpr sql waiting_timers{"timer.waiting", select_timers,
                             "WHERE group_id = ?1 AND fired_at IS NULL ORDER BY due_at, id"};
constexpr sql fire_timer{"timer.mark_fired",
                         "UPDATE timers SET fired_at = ?2 WHERE id = ?1 AND fired_at IS NULL"};

timer read_timer(query& row)
{
    return {.id = row.take<timer_id>(),
            .kind = row.take<timer_kind>(),
            .group = row.take<group_id>(),
            .subject = row.take<std::int64_t>(),
            .due_at = row.take<instant>()};
}

class timers final : public timer_repository
{
  public:
    timers(connection& base, aftermath& left) : base_(base), left_(left) {}

    void add(const timer& fresh) override
    {
        if (change(base_, add_timer, fresh.kind, fresh.group, fresh.subject, fresh.due_at) != 0)
            left_.timers = true;
    }

    void cancel(timer_kind kind, std::int64_t subject) override
    {
        change(base_, cancel_timer, kind, subject);
    }

    std::vector<timer> due(instant now, int at_most) override
    {
        return every(base_, due_timers, read_timer, now, at_most);
    }

    std::optional<instant> next_due() override { return first(base_, next_timer, single<instant>); }

    std::optional<instant> next_of(timer_kind kind, std::int64_t subject, instant after) override
    {
        return first(base_, next_timer_of, single<instant>, kind, subject, after);
    }

    std::vector<timer> waiting(group_id group) override
    {
        return every(base_, waiting_timers, read_timer, group);
    }

    // Throws std::logic_error when it had fired before.
    void mark_fired(timer_id id, instant at) override { change_one(base_, fire_timer, id, at); }

  private:
    connection& base_;
    aftermath& left_;
};

} // namespace

sql_list reminder_sql()
{
    static constexpr const sql* list[] = {&add_timer,     &cancel_timer,   &due_timers, &next_timer,
                                          &next_timer_of, &waiting_timers, &fire_timer};
    return list;
}

std::unique_ptr<core::timer_repository> make_timers(connection& base, aftermath& left)
{
    return std::make_unique<timers>(base, left);
}

} // namespace peerbot::storage::sqlite
