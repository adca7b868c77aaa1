#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_critiques[] =
    "SELECT id, group_id, number, asker_id, subject, external, purpose, stage, wanted, unwanted, reading,"
    " critics, state, opened_at, volunteers_until, due_at, ended_at, session_id, card_id,"
    " facilitators_asked_at, changed, summary FROM critiques";

constexpr sql find_critique{"critique.find", select_critiques, "WHERE id = ?1"};
constexpr sql find_critique_number{"critique.find_number", select_critiques,
                                   "WHERE group_id = ?1 AND number = ?2"};
constexpr sql running_critiques{"critique.running", select_critiques,
                                "WHERE group_id = ?1 AND ended_at IS NULL ORDER BY id"};
constexpr sql newest_critiques{"critique.newest", select_critiques,
                               "WHERE group_id = ?1 ORDER BY number DESC LIMIT ?2"};
constexpr sql critiques_in_session{"critique.in_session", select_critiques,
                                   "WHERE session_id = ?1 AND state = 'in session' ORDER BY id"};
constexpr sql add_critique{
    "critique.add",
    "INSERT INTO critiques (group_id, number, asker_id, subject, external, purpose, stage, wanted, unwanted,"
    " reading, critics, state, opened_at, volunteers_until, due_at, ended_at, session_id, card_id,"
    " facilitators_asked_at, changed, summary)"
    " SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
    " ?16, ?17, ?18, ?19, ?20 FROM critiques WHERE group_id = ?1"};
constexpr sql save_critique{
    "critique.save",
    "UPDATE critiques SET asker_id = ?2, subject = ?3, external = ?4, purpose = ?5, stage = ?6, wanted = ?7,"
    " unwanted = ?8, reading = ?9, critics = ?10, state = ?11, opened_at = ?12, volunteers_until = ?13,"
    " due_at = ?14, ended_at = ?15, session_id = ?16, card_id = ?17, facilitators_asked_at = ?18,"
    " changed = ?19, summary = ?20 WHERE id = ?1"};

constexpr char select_critics[] =
    "SELECT c.critique_id, c.member_id, c.cause, c.state, c.asked_at, c.settled_at FROM critics c";

constexpr sql critics_of{"critic.of", select_critics, "WHERE c.critique_id = ?1 ORDER BY c.place"};
constexpr sql find_critic{"critic.find", select_critics, "WHERE c.critique_id = ?1 AND c.member_id = ?2"};
constexpr sql save_critic_row{
    "critic.save",
    "INSERT INTO critics (critique_id, place, member_id, cause, state, asked_at, settled_at)"
    " SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6 FROM critics WHERE critique_id = ?1"
    " ON CONFLICT (critique_id, member_id) DO UPDATE SET cause = excluded.cause, state = excluded.state,"
    " asked_at = excluded.asked_at, settled_at = excluded.settled_at"};
constexpr sql waiting_critics{"critic.waiting_for", select_critics,
                              "JOIN critiques r ON r.id = c.critique_id WHERE c.member_id = ?1"
                              " AND c.state = 'waiting' AND r.state = 'open' ORDER BY c.critique_id"};
constexpr sql count_waiting_critics{"critic.count_waiting_for",
                                    "SELECT count(*) FROM critics c JOIN critiques r ON r.id = c.critique_id"
                                    " WHERE c.member_id = ?1 AND c.state = 'waiting' AND r.state = 'open'"};

constexpr char select_feedback[] =
    "SELECT critique_id, author_id, noticed, works, could_try, source, saved_at, handed_in_at, helpful,"
    " thanked_at FROM feedback";

constexpr sql find_feedback{"feedback.find", select_feedback, "WHERE critique_id = ?1 AND author_id = ?2"};
constexpr sql feedback_handed_in{
    "feedback.handed_in", select_feedback,
    "WHERE critique_id = ?1 AND handed_in_at IS NOT NULL ORDER BY handed_in_at, author_id"};
constexpr sql save_feedback_row{
    "feedback.save",
    "INSERT INTO feedback (critique_id, author_id, noticed, works, could_try, source, saved_at, handed_in_at,"
    " helpful, thanked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    " ON CONFLICT (critique_id, author_id) DO UPDATE SET noticed = excluded.noticed, works = excluded.works,"
    " could_try = excluded.could_try, source = excluded.source, saved_at = excluded.saved_at,"
    " handed_in_at = excluded.handed_in_at, helpful = excluded.helpful, thanked_at = excluded.thanked_at"};
constexpr sql last_feedback{
    "feedback.last_met", // nobody writes to themselves; CROSS: what both wrote is less than what the group
                         // asked
    "SELECT max(f.handed_in_at) FROM feedback f CROSS JOIN critiques c ON c.id = f.critique_id"
    " WHERE f.author_id IN (?2, ?3) AND f.handed_in_at IS NOT NULL AND c.group_id = ?1"
    " AND c.asker_id IN (?2, ?3)"};

constexpr sql book_entry{"critique_account.book",
                         "INSERT INTO critique_account (group_id, member_id, critique_id, cause, amount)"
                         " VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql account_balances{"critique_account.balances",
                               "SELECT member_id, sum(amount) FROM critique_account WHERE group_id = ?1"
                               " GROUP BY member_id ORDER BY member_id"};
constexpr sql account_entries{"critique_account.booked",
                              "SELECT critique_id, member_id, cause, amount FROM critique_account"
                              " WHERE critique_id = ?1 ORDER BY id"};

critique read_critique(query& row)
{
    return {.id = row.take<critique_id>(),
            .group = row.take<group_id>(),
            .number = row.take<int>(),
            .asker = row.take<member_id>(),
            .subject = row.take<std::string>(),
            .external = row.take<bool>(),
            .purpose = row.take<std::string>(),
            .stage = row.take<work_stage>(),
            .wanted = row.take<std::string>(),
            .unwanted = row.take<std::string>(),
            .reading = row.take<critique_reading>(),
            .critics = row.take<int>(),
            .state = row.take<critique_state>(),
            .opened_at = row.take<instant>(),
            .volunteers_until = row.take<instant>(),
            .due_at = row.take<instant>(),
            .ended_at = row.take<std::optional<instant>>(),
            .meeting = row.take<session_id>(),
            .card = row.take<card_id>(),
            .facilitators_asked_at = row.take<std::optional<instant>>(),
            .changed = row.take<std::string>(),
            .summary = row.take<std::string>()};
}

critic read_critic(query& row)
{
    return {.request = row.take<critique_id>(),
            .member = row.take<member_id>(),
            .cause = row.take<critic_cause>(),
            .state = row.take<critic_state>(),
            .asked_at = row.take<instant>(),
            .settled_at = row.take<std::optional<instant>>()};
}

int bits_of(const std::array<bool, critique_parts>& marks)
{
    int bits = 0;
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (marks[i]) bits |= 1 << i;
    return bits;
}

std::array<bool, critique_parts> marks_in(int bits)
{
    std::array<bool, critique_parts> marks{};
    for (std::size_t i = 0; i < marks.size(); ++i)
        marks[i] = (bits >> i & 1) != 0;
    return marks;
}

feedback read_feedback(query& row)
{
    feedback found{.request = row.take<critique_id>(), .author = row.take<member_id>(), .saved_at = {}};
    for (auto& part : found.parts)
        part = row.take<std::string>();
    found.source = row.take<std::optional<advice_source>>();
    found.saved_at = row.take<instant>();
    found.handed_in_at = row.take<std::optional<instant>>();
    found.helpful = marks_in(row.take<int>());
    found.thanked_at = row.take<std::optional<instant>>();
    return found;
}

critique_balance read_balance(query& row)
{
    return {.member = row.take<member_id>(), .owed = row.take<share>()};
}

critique_entry read_entry(query& row)
{
    return {.request = row.take<critique_id>(),
            .member = row.take<member_id>(),
            .cause = row.take<entry_cause>(),
            .amount = row.take<share>()};
}

class critiques final : public critique_repository
{
  public:
    explicit critiques(connection& base) : base_(base) {}

    std::optional<critique> find(critique_id id) override
    {
        return first(base_, find_critique, read_critique, id);
    }

    std::optional<critique> find_number(group_id group, int number) override
    {
        return first(base_, find_critique_number, read_critique, group, number);
    }

    std::vector<critique> running(group_id group) override
    {
        return every(base_, running_critiques, read_critique, group);
    }

    std::vector<critique> newest(group_id group, int at_most) override
    {
        return every(base_, newest_critiques, read_critique, group, at_most);
    }

    std::vector<critique> in_session(session_id meeting) override
    {
        return every(base_, critiques_in_session, read_critique, meeting);
    }

    critique add(const critique& fresh) override
    {
        const auto id = insert<critique_id>(
            base_, add_critique, fresh.group, fresh.asker, fresh.subject, fresh.external, fresh.purpose,
            fresh.stage, fresh.wanted, fresh.unwanted, fresh.reading, fresh.critics, fresh.state,
            fresh.opened_at, fresh.volunteers_until, fresh.due_at, fresh.ended_at, fresh.meeting, fresh.card,
            fresh.facilitators_asked_at, fresh.changed, fresh.summary);
        return *find(id);
    }

    void save(const critique& changed) override
    {
        change_one(base_, save_critique, changed.id, changed.asker, changed.subject, changed.external,
                   changed.purpose, changed.stage, changed.wanted, changed.unwanted, changed.reading,
                   changed.critics, changed.state, changed.opened_at, changed.volunteers_until,
                   changed.due_at, changed.ended_at, changed.meeting, changed.card,
                   changed.facilitators_asked_at, changed.changed, changed.summary);
    }

    std::vector<critic> critics(critique_id request) override
    {
        return every(base_, critics_of, read_critic, request);
    }

    std::optional<critic> critic_of(critique_id request, member_id member) override
    {
        return first(base_, find_critic, read_critic, request, member);
    }

    void save_critic(const critic& changed) override
    {
        change_one(base_, save_critic_row, changed.request, changed.member, changed.cause, changed.state,
                   changed.asked_at, changed.settled_at);
    }

    std::vector<critic> waiting_for(member_id member) override
    {
        return every(base_, waiting_critics, read_critic, member);
    }

    int count_waiting_for(member_id member) override
    {
        return only(base_, count_waiting_critics, single<int>, member);
    }

    std::optional<feedback> feedback_by(critique_id request, member_id author) override
    {
        return first(base_, find_feedback, read_feedback, request, author);
    }

    std::vector<feedback> handed_in(critique_id request) override
    {
        return every(base_, feedback_handed_in, read_feedback, request);
    }

    void save_feedback(const feedback& changed) override
    {
        change_one(base_, save_feedback_row, changed.request, changed.author, changed.parts[0],
                   changed.parts[1], changed.parts[2], changed.source, changed.saved_at, changed.handed_in_at,
                   bits_of(changed.helpful), changed.thanked_at);
    }

    std::optional<instant> last_met(group_id group, member_id one, member_id other) override
    {
        return only(base_, last_feedback, single<std::optional<instant>>, group, one, other);
    }

    void book(group_id group, const critique_entry& entry) override
    {
        change_one(base_, book_entry, group, entry.member, entry.request, entry.cause, entry.amount);
    }

    std::vector<critique_balance> balances(group_id group) override
    {
        return every(base_, account_balances, read_balance, group);
    }

    std::vector<critique_entry> booked(critique_id request) override
    {
        return every(base_, account_entries, read_entry, request);
    }

  private:
    connection& base_;
};

} // namespace

sql_list critique_sql()
{
    static constexpr const sql* list[] = {
        &find_critique,        &find_critique_number, &running_critiques, &newest_critiques,
        &critiques_in_session, &add_critique,         &save_critique,     &critics_of,
        &find_critic,          &save_critic_row,      &waiting_critics,   &count_waiting_critics,
        &find_feedback,        &feedback_handed_in,   &save_feedback_row, &last_feedback,
        &book_entry,           &account_balances,     &account_entries};
    return list;
}

std::unique_ptr<core::critique_repository> make_critiques(connection& base)
{
    return std::make_unique<critiques>(base);
}

} // namespace peerbot::storage::sqlite
