#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr sql find_plan{
    "plan.find", "SELECT ballot_id, rule, state, revision, settled_by FROM topic_plans WHERE ballot_id = ?1"};
constexpr sql plan_lines{"plan.lines", "SELECT session_id, topic_id, leader_id, reason, owed"
                                       " FROM topic_plan_lines WHERE ballot_id = ?1 ORDER BY place"};
constexpr sql save_plan{
    "plan.save",
    "INSERT INTO topic_plans (ballot_id, rule, state, revision, settled_by)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (ballot_id) DO UPDATE SET rule = ?2, state = ?3, revision = ?4, settled_by = ?5"};
constexpr sql remove_plan_lines{"plan.remove_lines", "DELETE FROM topic_plan_lines WHERE ballot_id = ?1"};
constexpr sql add_plan_line{
    "plan.add_line",
    "INSERT INTO topic_plan_lines (ballot_id, place, session_id, topic_id, leader_id, reason, owed)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};

topic_plan read_plan(query& row)
{
    return {.ballot = row.take<ballot_id>(),
            .rule = row.take<plan_rule>(),
            .state = row.take<plan_state>(),
            .revision = row.take<int>(),
            .settled_by = row.take<std::optional<user_id>>(),
            .lines = {}};
}

plan_line read_plan_line(query& row)
{
    return {.meeting = row.take<session_id>(),
            .topic = row.take<topic_id>(),
            .leader = row.take<member_id>(),
            .why = row.take<line_reason>(),
            .owed = row.take<share>()};
}

class plans final : public plan_repository
{
  public:
    explicit plans(connection& base) : base_(base) {}

    std::optional<topic_plan> find(ballot_id ballot) override
    {
        auto found = first(base_, find_plan, read_plan, ballot);
        if (found) found->lines = every(base_, plan_lines, read_plan_line, ballot);
        return found;
    }

    void save(const topic_plan& changed) override
    {
        change_one(base_, save_plan, changed.ballot, changed.rule, changed.state, changed.revision,
                   changed.settled_by);
        change(base_, remove_plan_lines, changed.ballot);
        int place = 0;
        for (const auto& line : changed.lines)
            change(base_, add_plan_line, changed.ballot, ++place, line.meeting, line.topic, line.leader,
                   line.why, line.owed);
    }

  private:
    connection& base_;
};

} // namespace

sql_list plan_sql()
{
    static constexpr const sql* list[] = {&find_plan, &plan_lines, &save_plan, &remove_plan_lines,
                                          &add_plan_line};
    return list;
}

std::unique_ptr<core::plan_repository> make_plans(connection& base)
{
    return std::make_unique<plans>(base);
}

} // namespace peerbot::storage::sqlite
