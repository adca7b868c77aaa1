#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr sql find_wish{"attention.wish", "SELECT kind, level, skipped FROM reminder_wishes"
                                          " WHERE workspace = ?1 AND person = ?2 AND kind = ?3"};
constexpr sql save_wish_row{"attention.save_wish",
                            "INSERT INTO reminder_wishes (workspace, person, kind, level, skipped)"
                            " VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (workspace, person, kind) DO UPDATE SET level = ?4, skipped = ?5"};
constexpr sql find_done{"attention.is_done",
                        "SELECT done_at FROM reminder_marks WHERE workspace = ?1 AND person = ?2"
                        " AND kind = ?3 AND subject = ?4 AND done_at IS NOT NULL"};
constexpr sql mark_done_row{"attention.mark_done",
                            "INSERT INTO reminder_marks (workspace, person, kind, subject, done_at)"
                            " VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (workspace, person, kind, subject) DO UPDATE SET done_at = ?5"};
constexpr sql find_snoozed{"attention.snoozed_until",
                           "SELECT snoozed_until FROM reminder_marks WHERE workspace = ?1 AND person = ?2"
                           " AND kind = ?3 AND subject = ?4 AND snoozed_until IS NOT NULL"};
constexpr sql mark_snoozed_row{
    "attention.mark_snoozed",
    "INSERT INTO reminder_marks (workspace, person, kind, subject, snoozed_until)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (workspace, person, kind, subject) DO UPDATE SET snoozed_until = ?5, done_at = NULL"};

// Of each person there are a few at most: those that are void go when another comes.
constexpr sql forget_folded{"attention.forget_folded", "DELETE FROM folded_reminders WHERE workspace = ?1"
                                                       " AND person = ?2 AND void_after < ?3"};
constexpr sql fold_row{
    "attention.fold",
    "INSERT INTO folded_reminders (workspace, person, kind, subject, group_id, folded_at, void_after)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (workspace, person, kind, subject) DO UPDATE SET folded_at = ?6, void_after = ?7"};
constexpr sql folded_rows{"attention.folded",
                          "SELECT kind, group_id, subject, folded_at, void_after FROM folded_reminders"
                          " WHERE workspace = ?1 AND person = ?2 AND void_after > ?3"
                          " ORDER BY folded_at, kind, subject"};

// 51 is core::message_kind::quiet_question.
constexpr sql find_last_acts{
    "attention.last_acts",
    "SELECT m.id, max(m.joined_at,"
    " coalesce((SELECT max(t.proposed_at) FROM topics t WHERE t.group_id = m.group_id"
    " AND t.proposer = m.user), 0),"
    " coalesce((SELECT max(s.seconded_at) FROM topics t JOIN topic_seconders s ON s.topic_id = t.id"
    " WHERE t.group_id = m.group_id AND s.user = m.user), 0),"
    " coalesce((SELECT max(h.offered_at) FROM topics t JOIN topic_teachers h ON h.topic_id = t.id"
    " WHERE t.group_id = m.group_id AND h.user = m.user), 0),"
    " coalesce((SELECT max(l.starts_at) FROM sessions l WHERE l.group_id = m.group_id AND l.state = 'held'"
    " AND l.leader_id = m.id), 0),"
    " coalesce((SELECT max(k.skipped_at) FROM sessions l JOIN skips k ON k.session_id = l.id"
    " WHERE l.group_id = m.group_id AND k.member_id = m.id), 0),"
    " coalesce((SELECT max(o.changed_at) FROM sessions l JOIN turn_log o ON o.session_id = l.id"
    " WHERE l.group_id = m.group_id AND o.changed_by = m.user AND o.cause <> 'led'"
    " AND (o.from_id = m.id OR o.to_id = m.id)), 0),"
    " coalesce((SELECT max(a.answered_at) FROM rsvps a WHERE a.member_id = m.id), 0),"
    " coalesce((SELECT max(l.starts_at) FROM rsvps a JOIN sessions l ON l.id = a.session_id"
    " WHERE a.member_id = m.id AND a.coming = 'yes' AND l.state = 'held'), 0),"
    // The end of a pause.
    " coalesce((SELECT max(p.due_at) FROM timers p WHERE p.kind = 9 AND p.subject = m.id"
    " AND p.fired_at IS NOT NULL), 0),"
    " coalesce((SELECT max(coalesce(b.closed_at, b.opened_at)) FROM ballots b WHERE b.group_id = m.group_id"
    " AND EXISTS (SELECT 1 FROM votes v WHERE v.ballot_id = b.id AND v.voter_id = m.id)), 0),"
    " coalesce((SELECT r.done_at FROM groups g JOIN reminder_marks r ON r.workspace = g.workspace"
    " WHERE g.id = m.group_id AND r.person = m.user AND r.kind = 51 AND r.subject = m.id), 0))"
    " FROM members m WHERE m.group_id = ?1 AND m.state <> 'left' ORDER BY m.id"};

reminder_wish read_wish(query& row)
{
    return {
        .kind = row.take<message_kind>(), .level = row.take<reminder_level>(), .skipped = row.take<bool>()};
}

folded_reminder read_folded(query& row)
{
    return {.kind = row.take<message_kind>(),
            .group = row.take<group_id>(),
            .subject = row.take<std::int64_t>(),
            .folded_at = row.take<instant>(),
            .void_after = row.take<instant>()};
}

last_act read_last_act(query& row)
{
    return {.who = row.take<member_id>(), .at = row.take<instant>()};
}

class attention final : public attention_repository
{
  public:
    explicit attention(connection& base) : base_(base) {}

    std::optional<reminder_wish> wish(const workspace_id& workspace, const user_id& person,
                                      message_kind kind) override
    {
        return first(base_, find_wish, read_wish, workspace, person, kind);
    }

    void save_wish(const workspace_id& workspace, const user_id& person, const reminder_wish& wish) override
    {
        change(base_, save_wish_row, workspace, person, wish.kind, wish.level, wish.skipped);
    }

    bool is_done(const reminder_subject& what) override
    {
        return first(base_, find_done, single<instant>, what.workspace, what.person, what.kind, what.subject)
            .has_value();
    }

    void mark_done(const reminder_subject& what, instant at) override
    {
        change(base_, mark_done_row, what.workspace, what.person, what.kind, what.subject, at);
    }

    std::optional<instant> snoozed_until(const reminder_subject& what) override
    {
        return first(base_, find_snoozed, single<instant>, what.workspace, what.person, what.kind,
                     what.subject);
    }

    void mark_snoozed(const reminder_subject& what, instant until) override
    {
        change(base_, mark_snoozed_row, what.workspace, what.person, what.kind, what.subject, until);
    }

    void fold(const workspace_id& workspace, const user_id& person, const folded_reminder& what) override
    {
        change(base_, forget_folded, workspace, person, what.folded_at);
        change(base_, fold_row, workspace, person, what.kind, what.subject, what.group, what.folded_at,
               what.void_after);
    }

    std::vector<folded_reminder> folded(const workspace_id& workspace, const user_id& person,
                                        instant now) override
    {
        return every(base_, folded_rows, read_folded, workspace, person, now);
    }

    std::vector<last_act> last_acts(group_id group) override
    {
        return every(base_, find_last_acts, read_last_act, group);
    }

  private:
    connection& base_;
};

} // namespace

sql_list attention_sql()
{
    static constexpr const sql* list[] = {&find_wish,    &save_wish_row,    &find_done,     &mark_done_row,
                                          &find_snoozed, &mark_snoozed_row, &forget_folded, &fold_row,
                                          &folded_rows,  &find_last_acts};
    return list;
}

std::unique_ptr<core::attention_repository> make_attention(connection& base)
{
    return std::make_unique<attention>(base);
}

} // namespace peerbot::storage::sqlite
