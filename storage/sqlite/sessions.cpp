#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <tuple>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_sessions[] =
    "SELECT id, group_id, number, meets_at, starts_at, length, state, leading, leader_id, topic_id, sequence,"
    " changed_at FROM sessions";

constexpr sql find_session{"session.find", select_sessions, "WHERE id = ?1"};
constexpr sql find_session_number{"session.find_number", select_sessions,
                                  "WHERE group_id = ?1 AND number = ?2"};
constexpr sql planned_sessions{"session.planned", select_sessions,
                               "WHERE group_id = ?1 AND state = 'planned' ORDER BY starts_at, id"};
constexpr sql held_sessions{
    "session.held", select_sessions,
    "WHERE group_id = ?1 AND state = 'held' ORDER BY starts_at DESC, id DESC LIMIT ?2"};
constexpr sql newest_session{"session.newest", select_sessions,
                             "WHERE group_id = ?1 ORDER BY number DESC LIMIT 1"};
constexpr sql sessions_in_calendar{
    "session.in_calendar", select_sessions,
    "WHERE group_id = ?1 AND starts_at >= ?2 AND (state <> 'cancelled' OR changed_at >= ?3)"
    " ORDER BY starts_at, id"};
constexpr sql next_session_number{"session.next_number",
                                  "SELECT coalesce(max(number), 0) + 1 FROM sessions WHERE group_id = ?1"};
constexpr sql add_session{"session.add", "INSERT INTO sessions (group_id, number, meets_at, starts_at, "
                                         "length, state, leading, leader_id, topic_id, changed_at)"
                                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
constexpr sql save_session{"session.save",
                           "UPDATE sessions SET meets_at = ?2, starts_at = ?3, length = ?4, state = ?5,"
                           " leading = ?6, leader_id = ?7, topic_id = ?8, sequence = ?9, changed_at = ?10"
                           " WHERE id = ?1"};

session read_session(query& row)
{
    return {.id = row.take<session_id>(),
            .group = row.take<group_id>(),
            .number = row.take<int>(),
            .meets_at = row.take<local_time>(),
            .starts_at = row.take<instant>(),
            .length = row.take<minutes>(),
            .state = row.take<session_state>(),
            .leading = row.take<leader_state>(),
            .leader = row.take<member_id>(),
            .topic = row.take<topic_id>(),
            .sequence = row.take<int>(),
            .changed_at = row.take<instant>()};
}

// In a calendar, where a change has to be told by a higher number.
bool looks_different(const session& before, const session& after)
{
    const auto shown = [](const session& one) {
        return std::tie(one.meets_at, one.starts_at, one.length, one.state, one.leading, one.leader,
                        one.topic);
    };
    return shown(before) != shown(after);
}

class sessions final : public session_repository
{
  public:
    sessions(connection& base, const instant& now) : base_(base), now_(now) {}

    std::optional<session> find(session_id id) override
    {
        return first(base_, find_session, read_session, id);
    }

    std::optional<session> find_number(group_id group, int number) override
    {
        return first(base_, find_session_number, read_session, group, number);
    }

    std::vector<session> planned(group_id group) override
    {
        return every(base_, planned_sessions, read_session, group);
    }

    std::vector<session> held(group_id group, int at_most) override
    {
        return every(base_, held_sessions, read_session, group, at_most);
    }

    std::optional<session> newest(group_id group) override
    {
        return first(base_, newest_session, read_session, group);
    }

    std::vector<session> in_calendar(group_id group, instant since, instant cancelled_since) override
    {
        return every(base_, sessions_in_calendar, read_session, group, since, cancelled_since);
    }

    session add(const session& fresh) override
    {
        auto kept = fresh;
        kept.number = only(base_, next_session_number, single<int>, fresh.group);
        kept.id =
            insert<session_id>(base_, add_session, fresh.group, kept.number, fresh.meets_at, fresh.starts_at,
                               fresh.length, fresh.state, fresh.leading, fresh.leader, fresh.topic, now_);
        kept.changed_at = now_;
        return kept;
    }

    void save(const session& changed) override
    {
        const auto before = find(changed.id);
        if (!before) throw std::logic_error("a session that is not stored was changed");
        const bool shows = looks_different(*before, changed);
        change_one(base_, save_session, changed.id, changed.meets_at, changed.starts_at, changed.length,
                   changed.state, changed.leading, changed.leader, changed.topic,
                   before->sequence + (shows ? 1 : 0), shows ? now_ : before->changed_at);
    }

  private:
    connection& base_;
    const instant& now_;
};

} // namespace

sql_list session_sql()
{
    static constexpr const sql* list[] = {&find_session,        &find_session_number, &planned_sessions,
                                          &held_sessions,       &newest_session,      &sessions_in_calendar,
                                          &next_session_number, &add_session,         &save_session};
    return list;
}

std::unique_ptr<core::session_repository> make_sessions(connection& base, const core::instant& now)
{
    return std::make_unique<sessions>(base, now);
}

} // namespace peerbot::storage::sqlite
