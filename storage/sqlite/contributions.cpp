#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_contributions[] = "SELECT c.id, c.assist_id, c.run_id, c.author_id, c.kind, c.tag,"
                                        " c.text, c.about_id, c.state, c.useful, c.affects, c.review,"
                                        " c.wording FROM assist_contributions c";
constexpr sql find_contribution{"contribution.find", select_contributions, "WHERE c.id = ?1"};
constexpr sql contributions_of{"contribution.of_assist", select_contributions,
                               "WHERE c.assist_id = ?1 ORDER BY c.id"};
// From the members of the group to what each of them did.
constexpr sql experience_in{"contribution.experience",
                            "SELECT c.id, c.assist_id, c.run_id, c.author_id, c.kind, c.tag, c.text,"
                            " c.about_id, c.state, c.useful, c.affects, c.review, c.wording"
                            " FROM members m JOIN assist_contributions c ON c.author_id = m.id"
                            " AND c.tag = 'did' AND c.state = 'shown'"
                            " WHERE m.group_id = ?1 ORDER BY c.id DESC LIMIT ?2"};
constexpr sql add_contribution{"contribution.add",
                               "INSERT INTO assist_contributions (assist_id, run_id, author_id, kind, tag,"
                               " text, about_id, state, useful, affects, review, wording)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"};
constexpr sql save_contribution{"contribution.save",
                                "UPDATE assist_contributions SET run_id = ?2, text = ?3, state = ?4,"
                                " useful = ?5, affects = ?6, review = ?7, wording = ?8 WHERE id = ?1"};
constexpr sql remove_marks_of{"contribution.forget_marks",
                              "DELETE FROM assist_marks WHERE contribution_id = ?1"};
constexpr sql remove_about{"contribution.remove_about",
                           "DELETE FROM assist_contributions WHERE about_id = ?1"};
constexpr sql remove_contribution{"contribution.remove", "DELETE FROM assist_contributions WHERE id = ?1"};

constexpr sql add_mark{"mark.add", "INSERT INTO assist_marks (contribution_id, member_id) VALUES (?1, ?2)"
                                   " ON CONFLICT (contribution_id, member_id) DO NOTHING"};
constexpr sql remove_mark{"mark.remove",
                          "DELETE FROM assist_marks WHERE contribution_id = ?1 AND member_id = ?2"};
constexpr sql marks_by{
    "mark.by", "SELECT c.id FROM assist_contributions c JOIN assist_marks k"
               " ON k.contribution_id = c.id AND k.member_id = ?2 WHERE c.assist_id = ?1 ORDER BY c.id"};
constexpr sql marks_counted{
    "mark.count",
    "SELECT c.id, (SELECT count(*) FROM assist_marks k WHERE k.contribution_id = c.id)"
    " FROM assist_contributions c WHERE c.assist_id = ?1 AND c.kind = 'challenge' ORDER BY c.id"};
constexpr sql keep_count{"mark.keep_count",
                         "UPDATE assist_contributions SET affects = affects + ?2 WHERE id = ?1"};

constexpr sql put_in_box{
    "box.put", "INSERT INTO boxed_challenges (run_id, member_id, text, named) VALUES (?1, ?2, ?3, ?4)"
               " ON CONFLICT (run_id, member_id) DO UPDATE SET text = excluded.text,"
               " named = excluded.named"};
constexpr sql take_out_of_box{"box.take_out",
                              "DELETE FROM boxed_challenges WHERE run_id = ?1 AND member_id = ?2"};
constexpr sql box_of{"box.of", "SELECT run_id, member_id, text, named FROM boxed_challenges WHERE run_id = ?1"
                               " ORDER BY member_id"};
constexpr sql box_of_others{"box.of_others", "SELECT run_id, member_id, text, named FROM boxed_challenges"
                                             " WHERE run_id <> ?1 ORDER BY run_id, member_id"};
// Without a condition SQLite clears the tree as a whole, and with secure_delete it overwrites every page of
// it.
constexpr sql wipe_boxes{"box.wipe", "DELETE FROM boxed_challenges"};

constexpr char select_slots[] = "SELECT id, assist_id, run_id, starts_at, length, chosen FROM assist_slots";
constexpr sql find_slot_row{"call_slot.find", select_slots, "WHERE id = ?1"};
constexpr sql slots_of{"call_slot.of", select_slots, "WHERE assist_id = ?1 ORDER BY starts_at"};
constexpr sql add_slot{"call_slot.add",
                       "INSERT INTO assist_slots (assist_id, run_id, starts_at, length, chosen)"
                       " VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql choose_slot_row{"call_slot.choose", "UPDATE assist_slots SET chosen = 1 WHERE id = ?1"};
constexpr sql coming_to{"call_slot.coming", "SELECT member_id FROM assist_slot_answers WHERE slot_id = ?1"
                                            " ORDER BY answered_at, member_id"};
constexpr sql comes{"call_slot.comes", "INSERT INTO assist_slot_answers (slot_id, member_id, answered_at)"
                                       " VALUES (?1, ?2, ?3) ON CONFLICT (slot_id, member_id) DO NOTHING"};
constexpr sql comes_not{"call_slot.comes_not",
                        "DELETE FROM assist_slot_answers WHERE slot_id = ?1 AND member_id = ?2"};

contribution read_contribution(query& row)
{
    contribution one;
    one.id = row.take<contribution_id>();
    one.assist = row.take<assist_id>();
    one.run = row.take<phase_run_id>();
    one.author = row.take<member_id>();
    one.kind = row.take<contribution_kind>();
    one.tag = row.take<std::optional<help_tag>>();
    one.text = row.take<std::string>();
    one.about = row.take<contribution_id>();
    one.state = row.take<contribution_state>();
    one.useful = row.take<bool>();
    one.affects = row.take<int>();
    one.review = row.take<approval>();
    one.wording = row.take<std::string>();
    return one;
}

struct boxed_row
{
    phase_run_id run;
    boxed_challenge what;
};

boxed_row read_boxed(query& row)
{
    const auto run = row.take<phase_run_id>();
    boxed_challenge what;
    what.author = row.take<member_id>();
    what.text = row.take<std::string>();
    what.named = row.take<bool>();
    return {.run = run, .what = std::move(what)};
}

struct counted_row
{
    contribution_id challenge;
    int marks;
};

counted_row read_count(query& row)
{
    const auto challenge = row.take<contribution_id>();
    return {.challenge = challenge, .marks = row.take<int>()};
}

call_slot read_slot(query& row)
{
    call_slot one;
    one.id = row.take<call_slot_id>();
    one.assist = row.take<assist_id>();
    one.run = row.take<phase_run_id>();
    one.starts_at = row.take<instant>();
    one.length = row.take<minutes>();
    one.chosen = row.take<bool>();
    return one;
}

class contributions final : public contribution_repository
{
  public:
    contributions(connection& base, aftermath& left) : base_(base), left_(left) {}

    std::optional<contribution> find(contribution_id id) override
    {
        return first(base_, find_contribution, read_contribution, id);
    }

    std::vector<contribution> of_assist(assist_id id) override
    {
        return every(base_, contributions_of, read_contribution, id);
    }

    contribution_id add(const contribution& fresh) override
    {
        return insert<contribution_id>(base_, add_contribution, fresh.assist, fresh.run, fresh.author,
                                       fresh.kind, fresh.tag, fresh.text, fresh.about, fresh.state,
                                       fresh.useful, fresh.affects, fresh.review, fresh.wording);
    }

    void save(const contribution& changed) override
    {
        change_one(base_, save_contribution, changed.id, changed.run, changed.text, changed.state,
                   changed.useful, changed.affects, changed.review, changed.wording);
    }

    void remove(contribution_id id) override
    {
        change(base_, remove_marks_of, id);
        change(base_, remove_about, id);
        change(base_, remove_contribution, id);
        left_.secrets = true;
    }

    std::vector<contribution> experience(group_id group, int at_most) override
    {
        return every(base_, experience_in, read_contribution, group, at_most);
    }

    void mark(contribution_id challenge, member_id who, bool affected) override
    {
        change(base_, affected ? add_mark : remove_mark, challenge, who);
    }

    std::vector<contribution_id> marked_by(assist_id id, member_id who) override
    {
        return every(base_, marks_by, single<contribution_id>, id, who);
    }

    void count_marks(assist_id id) override
    {
        for (const auto& [challenge, marks] : every(base_, marks_counted, read_count, id)) {
            if (marks == 0) continue;
            change_one(base_, keep_count, challenge, marks);
            change(base_, remove_marks_of, challenge);
        }
    }

    void box(phase_run_id run, const boxed_challenge& one) override
    {
        if (one.text.empty())
            change(base_, take_out_of_box, run, one.author);
        else
            change(base_, put_in_box, run, one.author, one.text, one.named);
    }

    std::vector<boxed_challenge> boxed(phase_run_id run) override
    {
        std::vector<boxed_challenge> found;
        for (auto& row : every(base_, box_of, read_boxed, run))
            found.push_back(std::move(row.what));
        return found;
    }

    void empty_box(phase_run_id run) override
    {
        const auto others = every(base_, box_of_others, read_boxed, run);
        change(base_, wipe_boxes);
        for (const auto& [other, what] : others)
            box(other, what);
        left_.secrets = true;
    }

    std::optional<call_slot> find_slot(call_slot_id id) override
    {
        return whole(first(base_, find_slot_row, read_slot, id));
    }

    std::vector<call_slot> slots(assist_id id) override
    {
        auto found = every(base_, slots_of, read_slot, id);
        for (auto& one : found)
            one.can_come = every(base_, coming_to, single<member_id>, one.id);
        return found;
    }

    call_slot_id add(const call_slot& fresh) override
    {
        return insert<call_slot_id>(base_, add_slot, fresh.assist, fresh.run, fresh.starts_at, fresh.length,
                                    fresh.chosen);
    }

    void choose(call_slot_id id) override { change_one(base_, choose_slot_row, id); }

    void save_coming(call_slot_id id, member_id who, bool can, instant at) override
    {
        if (can)
            change(base_, comes, id, who, at);
        else
            change(base_, comes_not, id, who);
    }

  private:
    std::optional<call_slot> whole(std::optional<call_slot> one)
    {
        if (one) one->can_come = every(base_, coming_to, single<member_id>, one->id);
        return one;
    }

    connection& base_;
    aftermath& left_;
};

} // namespace

sql_list contribution_sql()
{
    static constexpr const sql* list[] = {
        &find_contribution, &contributions_of, &experience_in,   &add_contribution,
        &save_contribution, &remove_marks_of,  &remove_about,    &remove_contribution,
        &add_mark,          &remove_mark,      &marks_by,        &marks_counted,
        &keep_count,        &put_in_box,       &take_out_of_box, &box_of,
        &box_of_others,     &wipe_boxes,       &find_slot_row,   &slots_of,
        &add_slot,          &choose_slot_row,  &coming_to,       &comes,
        &comes_not};
    return list;
}

std::unique_ptr<core::contribution_repository> make_contributions(connection& base, aftermath& left)
{
    return std::make_unique<contributions>(base, left);
}

} // namespace peerbot::storage::sqlite
