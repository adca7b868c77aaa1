#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_assists[] =
    "SELECT id, group_id, number, template_id, pace, state, opened_by, opened_at, assistee_id,"
    " facilitator_id, situation, tried, bounds, question, good_answer, agreed_question, begins_at, meets_at,"
    " deadline, session_id, turn, suggested, advice, card_id, summary_card_id, story, review_until,"
    " published_at, withdrawn_at, ended_at, stopped_because FROM assists";

constexpr sql next_number{"assist.next_number",
                          "SELECT ifnull(max(number), 0) + 1 FROM assists WHERE group_id = ?1"};
constexpr sql add_assist{
    "assist.add",
    "INSERT INTO assists (group_id, number, template_id, pace, state, opened_by, opened_at, assistee_id,"
    " facilitator_id, situation, tried, bounds, question, good_answer, agreed_question, begins_at, meets_at,"
    " deadline, session_id, turn, suggested, advice, card_id, summary_card_id, story, review_until,"
    " published_at, withdrawn_at, ended_at, stopped_because)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
    " ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)"};
constexpr sql save_assist{
    "assist.save",
    "UPDATE assists SET template_id = ?2, pace = ?3, state = ?4, assistee_id = ?5, facilitator_id = ?6,"
    " situation = ?7, tried = ?8, bounds = ?9, question = ?10, good_answer = ?11, agreed_question = ?12,"
    " begins_at = ?13, meets_at = ?14, deadline = ?15, session_id = ?16, turn = ?17, suggested = ?18,"
    " advice = ?19, card_id = ?20, summary_card_id = ?21, story = ?22, review_until = ?23,"
    " published_at = ?24, withdrawn_at = ?25, ended_at = ?26, stopped_because = ?27 WHERE id = ?1"};
constexpr sql find_assist{"assist.find", select_assists, "WHERE id = ?1"};
constexpr sql find_assist_number{"assist.find_number", select_assists, "WHERE group_id = ?1 AND number = ?2"};
constexpr sql assists_going_on{"assist.going_on", select_assists,
                               "WHERE group_id = ?1 AND state NOT IN ('done', 'stopped') ORDER BY id"};
constexpr sql assist_of_session{"assist.of_session", select_assists,
                                "WHERE session_id = ?1 AND state <> 'stopped'"};
// The kind and the empty stamp name the index. The plus keeps it from going through those of the group.
constexpr sql assist_in_thread{
    "assist.in_thread", select_assists,
    "WHERE id IN (SELECT subject FROM cards WHERE channel = ?2 AND stamp = ?3 AND kind = 60 AND stamp <> '')"
    " AND +state NOT IN ('done', 'stopped')"
    " AND +group_id IN (SELECT id FROM groups WHERE workspace = ?1 AND channel = ?2)"};
constexpr sql newest_assists{"assist.newest", select_assists,
                             "WHERE group_id = ?1 ORDER BY number DESC LIMIT ?2"};

constexpr char select_participants[] = "SELECT id, assist_id, member_id, takes_notes, joined_at, left_at,"
                                       " reviewed_at FROM assist_participants";
constexpr sql find_participant_row{"participant.find", select_participants, "WHERE id = ?1"};
// By id, which is the order in which they joined first.
constexpr sql participants_of{"participant.of", select_participants, "WHERE assist_id = ?1 ORDER BY id"};
constexpr sql add_participant{"participant.add",
                              "INSERT INTO assist_participants (assist_id, member_id, takes_notes, joined_at,"
                              " left_at, reviewed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr sql save_participant{"participant.save",
                               "UPDATE assist_participants SET takes_notes = ?2, joined_at = ?3,"
                               " left_at = ?4, reviewed_at = ?5 WHERE id = ?1"};

constexpr char select_runs[] = "SELECT id, assist_id, template_id, turn, place, live, began_at, ends_at,"
                               " extended, waits_since, ended_at, asker_id FROM assist_phase_runs";
constexpr sql find_run_row{"phase_run.find", select_runs, "WHERE id = ?1"};
constexpr sql running_of{"phase_run.running", select_runs, "WHERE assist_id = ?1 AND ended_at IS NULL"};
constexpr sql runs_of{"phase_run.of", select_runs, "WHERE assist_id = ?1 ORDER BY id"};
constexpr sql add_run{"phase_run.add",
                      "INSERT INTO assist_phase_runs (assist_id, template_id, turn, place, live, began_at,"
                      " ends_at, extended, waits_since, ended_at, asker_id)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"};
constexpr sql save_run{"phase_run.save",
                       "UPDATE assist_phase_runs SET turn = ?2, place = ?3, live = ?4, began_at = ?5,"
                       " ends_at = ?6, extended = ?7, waits_since = ?8, ended_at = ?9 WHERE id = ?1"};

constexpr sql book_entry{"assist_ledger.book",
                         "INSERT INTO assist_ledger (group_id, role, member_id, assist_id, owed, given)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
// The difference is summed, as in the ledger of the rotation.
constexpr sql sum_entries{"assist_ledger.balances",
                          "SELECT l.member_id, sum(l.owed - l.given), sum(l.given > 0),"
                          " max(CASE WHEN l.given > 0 THEN a.ended_at END) FROM assist_ledger l"
                          " JOIN assists a ON a.id = l.assist_id"
                          " WHERE l.group_id = ?1 AND l.role = ?2 GROUP BY l.member_id"};

constexpr sql blanks_of{"assist_blank.of",
                        "SELECT words FROM assist_blanks WHERE assist_id = ?1 ORDER BY words"};
constexpr sql forget_blanks{"assist_blank.forget", "DELETE FROM assist_blanks WHERE assist_id = ?1"};
constexpr sql add_blank{"assist_blank.add", "INSERT INTO assist_blanks (assist_id, words) VALUES (?1, ?2)"
                                            " ON CONFLICT (assist_id, words) DO NOTHING"};

assist read_assist(query& row)
{
    assist one;
    one.id = row.take<assist_id>();
    one.group = row.take<group_id>();
    one.number = row.take<int>();
    one.format = row.take<template_id>();
    one.pace = row.take<assist_pace>();
    one.state = row.take<assist_state>();
    one.opened_by = row.take<user_id>();
    one.opened_at = row.take<instant>();
    one.assistee = row.take<member_id>();
    one.facilitator = row.take<member_id>();
    one.what.situation = row.take<std::string>();
    one.what.tried = row.take<std::string>();
    one.what.bounds = row.take<std::string>();
    one.what.question = row.take<std::string>();
    one.what.good_answer = row.take<std::string>();
    one.agreed_question = row.take<std::string>();
    one.begins_at = row.take<std::optional<instant>>();
    one.meets_at = row.take<std::optional<instant>>();
    one.deadline = row.take<std::optional<instant>>();
    one.session = row.take<session_id>();
    one.turn = row.take<int>();
    one.suggested = row.take<std::string>();
    one.advice = row.take<std::string>();
    one.card = row.take<card_id>();
    one.summary_card = row.take<card_id>();
    one.story = row.take<std::string>();
    one.review_until = row.take<std::optional<instant>>();
    one.published_at = row.take<std::optional<instant>>();
    one.withdrawn_at = row.take<std::optional<instant>>();
    one.ended_at = row.take<std::optional<instant>>();
    one.stopped_because = row.take<std::optional<stop_cause>>();
    return one;
}

participant read_participant(query& row)
{
    return {.id = row.take<participant_id>(),
            .assist = row.take<assist_id>(),
            .member = row.take<member_id>(),
            .takes_notes = row.take<bool>(),
            .joined_at = row.take<instant>(),
            .left_at = row.take<std::optional<instant>>(),
            .reviewed_at = row.take<std::optional<instant>>()};
}

phase_run read_run(query& row)
{
    phase_run one{.id = row.take<phase_run_id>(),
                  .assist = row.take<assist_id>(),
                  .format = row.take<template_id>(),
                  .turn = row.take<int>(),
                  .place = row.take<int>(),
                  .live = row.take<bool>(),
                  .began_at = row.take<instant>(),
                  .ends_at = row.take<std::optional<instant>>(),
                  .extended = row.take<bool>(),
                  .waits_since = row.take<std::optional<instant>>(),
                  .ended_at = row.take<std::optional<instant>>()};
    one.asker = row.take<member_id>();
    return one;
}

assist_balance read_balance(query& row)
{
    return {.member = row.take<member_id>(),
            .owed = row.take<share>(),
            .times = row.take<int>(),
            .last = row.take<std::optional<instant>>()};
}

class assists final : public assist_repository
{
  public:
    explicit assists(connection& base) : base_(base) {}

    std::optional<assist> find(assist_id id) override { return first(base_, find_assist, read_assist, id); }

    std::optional<assist> find_number(group_id group, int number) override
    {
        return first(base_, find_assist_number, read_assist, group, number);
    }

    std::vector<assist> going_on(group_id group) override
    {
        return every(base_, assists_going_on, read_assist, group);
    }

    std::optional<assist> of_session(session_id session) override
    {
        return first(base_, assist_of_session, read_assist, session);
    }

    std::optional<assist> in_thread(const workspace_id& workspace, const channel_id& channel,
                                    const std::string& stamp) override
    {
        return first(base_, assist_in_thread, read_assist, workspace, channel, stamp);
    }

    std::vector<assist> newest(group_id group, int at_most) override
    {
        return every(base_, newest_assists, read_assist, group, at_most);
    }

    assist add(const assist& fresh) override
    {
        auto kept = fresh;
        kept.number = only(base_, next_number, single<int>, fresh.group);
        kept.id = insert<assist_id>(
            base_, add_assist, kept.group, kept.number, kept.format, kept.pace, kept.state, kept.opened_by,
            kept.opened_at, kept.assistee, kept.facilitator, kept.what.situation, kept.what.tried,
            kept.what.bounds, kept.what.question, kept.what.good_answer, kept.agreed_question, kept.begins_at,
            kept.meets_at, kept.deadline, kept.session, kept.turn, kept.suggested, kept.advice, kept.card,
            kept.summary_card, kept.story, kept.review_until, kept.published_at, kept.withdrawn_at,
            kept.ended_at, kept.stopped_because);
        return kept;
    }

    void save(const assist& one) override
    {
        change_one(base_, save_assist, one.id, one.format, one.pace, one.state, one.assistee, one.facilitator,
                   one.what.situation, one.what.tried, one.what.bounds, one.what.question,
                   one.what.good_answer, one.agreed_question, one.begins_at, one.meets_at, one.deadline,
                   one.session, one.turn, one.suggested, one.advice, one.card, one.summary_card, one.story,
                   one.review_until, one.published_at, one.withdrawn_at, one.ended_at, one.stopped_because);
    }

    std::optional<participant> find_participant(participant_id id) override
    {
        return first(base_, find_participant_row, read_participant, id);
    }

    std::vector<participant> participants(assist_id id) override
    {
        return every(base_, participants_of, read_participant, id);
    }

    participant_id add(const participant& fresh) override
    {
        return insert<participant_id>(base_, add_participant, fresh.assist, fresh.member, fresh.takes_notes,
                                      fresh.joined_at, fresh.left_at, fresh.reviewed_at);
    }

    void save(const participant& changed) override
    {
        change_one(base_, save_participant, changed.id, changed.takes_notes, changed.joined_at,
                   changed.left_at, changed.reviewed_at);
    }

    std::optional<phase_run> find_run(phase_run_id id) override
    {
        return first(base_, find_run_row, read_run, id);
    }

    std::optional<phase_run> running(assist_id id) override { return first(base_, running_of, read_run, id); }

    std::vector<phase_run> runs(assist_id id) override { return every(base_, runs_of, read_run, id); }

    phase_run_id add(const phase_run& fresh) override
    {
        return insert<phase_run_id>(base_, add_run, fresh.assist, fresh.format, fresh.turn, fresh.place,
                                    fresh.live, fresh.began_at, fresh.ends_at, fresh.extended,
                                    fresh.waits_since, fresh.ended_at, fresh.asker);
    }

    void save(const phase_run& changed) override
    {
        change_one(base_, save_run, changed.id, changed.turn, changed.place, changed.live, changed.began_at,
                   changed.ends_at, changed.extended, changed.waits_since, changed.ended_at);
    }

    void book(group_id group, assist_role role, const assist_entry& entry) override
    {
        change_one(base_, book_entry, group, role, entry.member, entry.assist, entry.owed, entry.given);
    }

    std::vector<assist_balance> balances(group_id group, assist_role role) override
    {
        return every(base_, sum_entries, read_balance, group, role);
    }

    std::vector<std::string> blanks(assist_id id) override
    {
        return every(base_, blanks_of, single<std::string>, id);
    }

    void save_blanks(assist_id id, const std::vector<std::string>& words) override
    {
        change(base_, forget_blanks, id);
        for (const auto& one : words)
            change(base_, add_blank, id, one);
    }

  private:
    connection& base_;
};

} // namespace

sql_list assist_sql()
{
    static constexpr const sql* list[] = {
        &next_number,      &add_assist,        &save_assist,      &find_assist,    &find_assist_number,
        &assists_going_on, &assist_of_session, &assist_in_thread, &newest_assists, &find_participant_row,
        &participants_of,  &add_participant,   &save_participant, &find_run_row,   &running_of,
        &runs_of,          &add_run,           &save_run,         &book_entry,     &sum_entries,
        &blanks_of,        &forget_blanks,     &add_blank};
    return list;
}

std::unique_ptr<core::assist_repository> make_assists(connection& base)
{
    return std::make_unique<assists>(base);
}

} // namespace peerbot::storage::sqlite
