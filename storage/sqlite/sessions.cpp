#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <tuple>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_sessions[] =
    "SELECT id, group_id, number, meets_at, starts_at, length, state, leading, leader_id, topic_id,"
    " moved_from, card_id, co_leader_id, format, sequence, changed_at FROM sessions";

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
                                         "length, state, leading, leader_id, topic_id, co_leader_id, format,"
                                         " changed_at)"
                                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"};
constexpr sql save_session{"session.save",
                           "UPDATE sessions SET meets_at = ?2, starts_at = ?3, length = ?4, state = ?5,"
                           " leading = ?6, leader_id = ?7, topic_id = ?8, co_leader_id = ?9,"
                           " format = ?10, moved_from = ?11, card_id = ?12,"
                           " sequence = ?13, changed_at = ?14"
                           " WHERE id = ?1"};
constexpr sql sessions_before{
    "session.before", select_sessions,
    "WHERE group_id = ?1 AND starts_at < ?2 ORDER BY starts_at DESC, id DESC LIMIT ?3"};

constexpr sql find_details{"session.details", "SELECT video_link, slides, outline, recording, not_recorded, "
                                              "notes, cancelled_because FROM session_details"
                                              " WHERE session_id = ?1"};
constexpr sql save_details_row{
    "session.save_details",
    "INSERT INTO session_details (session_id, video_link, slides, outline, recording, not_recorded, notes,"
    " cancelled_because) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT (session_id) DO UPDATE SET video_link = ?2, slides = ?3, outline = ?4, recording = ?5,"
    " not_recorded = ?6, notes = ?7, cancelled_because = ?8"};

// A calendar shows the link, and wants to be told of a change by a higher number.
constexpr sql note_link_changed{"session.link_changed",
                                "UPDATE sessions SET sequence = sequence + 1, changed_at = ?2 WHERE id = ?1"};

constexpr sql session_answers{"session.answers", "SELECT member_id, coming, answered_at FROM rsvps"
                                                 " WHERE session_id = ?1 ORDER BY answered_at, member_id"};
constexpr sql save_rsvp{"session.save_answer",
                        "INSERT INTO rsvps (session_id, member_id, coming, answered_at)"
                        " VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (session_id, member_id) DO UPDATE SET coming = ?3, answered_at = ?4"};
constexpr sql forget_rsvps{"session.forget_answers", "DELETE FROM rsvps WHERE session_id = ?1"};
constexpr sql attended_once{"session.has_attended",
                            "SELECT EXISTS (SELECT 1 FROM rsvps r JOIN sessions s ON s.id = r.session_id"
                            " WHERE r.member_id = ?1 AND r.coming = 'yes' AND s.state = 'held')"};

constexpr char select_questions[] =
    "SELECT id, session_id, asker, text, topic_id, asked_at FROM open_questions";
constexpr sql session_questions{"session.questions", select_questions, "WHERE session_id = ?1 ORDER BY id"};
constexpr sql find_question_row{"session.find_question", select_questions, "WHERE id = ?1"};
constexpr sql add_question_row{"session.add_question",
                               "INSERT INTO open_questions (session_id, asker, text, topic_id, asked_at)"
                               " VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql save_question_row{"session.save_question",
                                "UPDATE open_questions SET topic_id = ?2 WHERE id = ?1"};

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
            .moved_from = row.take<std::optional<local_time>>(),
            .card = row.take<card_id>(),
            .co_leader = row.take<member_id>(),
            .format = row.take<session_format>(),
            .sequence = row.take<int>(),
            .changed_at = row.take<instant>()};
}

session_details read_details(query& row)
{
    return {.video_link = row.take<std::string>(),
            .slides = row.take<std::string>(),
            .outline = row.take<std::string>(),
            .recording = row.take<std::string>(),
            .not_recorded = row.take<bool>(),
            .notes = row.take<std::string>(),
            .cancelled_because = row.take<std::string>()};
}

rsvp read_rsvp(query& row)
{
    return {.member = row.take<member_id>(),
            .coming = row.take<attendance>(),
            .answered_at = row.take<instant>()};
}

open_question read_question(query& row)
{
    return {.id = row.take<question_id>(),
            .session = row.take<session_id>(),
            .asker = row.take<user_id>(),
            .text = row.take<std::string>(),
            .topic = row.take<topic_id>(),
            .asked_at = row.take<instant>()};
}

// In a calendar, where a change has to be told by a higher number.
bool looks_different(const session& before, const session& after)
{
    const auto shown = [](const session& one) {
        return std::tie(one.meets_at, one.starts_at, one.length, one.state, one.leading, one.leader,
                        one.topic, one.co_leader, one.format);
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
        kept.id = insert<session_id>(base_, add_session, fresh.group, kept.number, fresh.meets_at,
                                     fresh.starts_at, fresh.length, fresh.state, fresh.leading, fresh.leader,
                                     fresh.topic, fresh.co_leader, fresh.format, now_);
        kept.changed_at = now_;
        return kept;
    }

    void save(const session& changed) override
    {
        const auto before = find(changed.id);
        if (!before) throw std::logic_error("a session that is not stored was changed");
        const bool shows = looks_different(*before, changed);
        change_one(base_, save_session, changed.id, changed.meets_at, changed.starts_at, changed.length,
                   changed.state, changed.leading, changed.leader, changed.topic, changed.co_leader,
                   changed.format, changed.moved_from, changed.card, before->sequence + (shows ? 1 : 0),
                   shows ? now_ : before->changed_at);
    }

    std::vector<session> before(group_id group, instant before, int at_most) override
    {
        return every(base_, sessions_before, read_session, group, before, at_most);
    }

    session_details details(session_id id) override
    {
        return first(base_, find_details, read_details, id).value_or(session_details{});
    }

    void save_details(session_id id, const session_details& changed) override
    {
        if (details(id).video_link != changed.video_link) change(base_, note_link_changed, id, now_);
        change(base_, save_details_row, id, changed.video_link, changed.slides, changed.outline,
               changed.recording, changed.not_recorded, changed.notes, changed.cancelled_because);
    }

    std::vector<rsvp> answers(session_id id) override { return every(base_, session_answers, read_rsvp, id); }

    void save_answer(session_id id, const rsvp& answer) override
    {
        change(base_, save_rsvp, id, answer.member, answer.coming, answer.answered_at);
    }

    void forget_answers(session_id id) override { change(base_, forget_rsvps, id); }

    bool has_attended(member_id who) override { return only(base_, attended_once, single<bool>, who); }

    std::vector<open_question> questions(session_id id) override
    {
        return every(base_, session_questions, read_question, id);
    }

    std::optional<open_question> find_question(question_id id) override
    {
        return first(base_, find_question_row, read_question, id);
    }

    question_id add_question(const open_question& fresh) override
    {
        return insert<question_id>(base_, add_question_row, fresh.session, fresh.asker, fresh.text,
                                   fresh.topic, fresh.asked_at);
    }

    void save_question(const open_question& changed) override
    {
        change_one(base_, save_question_row, changed.id, changed.topic);
    }

  private:
    connection& base_;
    const instant& now_;
};

} // namespace

sql_list session_sql()
{
    static constexpr const sql* list[] = {&find_session,      &find_session_number,  &planned_sessions,
                                          &held_sessions,     &newest_session,       &next_session_number,
                                          &add_session,       &save_session,         &sessions_before,
                                          &find_details,      &save_details_row,     &session_answers,
                                          &save_rsvp,         &forget_rsvps,         &attended_once,
                                          &session_questions, &find_question_row,    &add_question_row,
                                          &save_question_row, &sessions_in_calendar, &note_link_changed};
    return list;
}

std::unique_ptr<core::session_repository> make_sessions(connection& base, const core::instant& now)
{
    return std::make_unique<sessions>(base, now);
}

} // namespace peerbot::storage::sqlite
