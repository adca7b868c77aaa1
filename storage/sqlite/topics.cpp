#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/topic_rows.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_topics[] = "SELECT " PEERBOT_TOPIC_COLUMNS " FROM topics t";

constexpr sql find_topic{"topic.find", select_topics, "WHERE t.id = ?1"};
constexpr sql find_topic_number{"topic.find_number", select_topics,
                                "WHERE t.group_id = ?1 AND t.number = ?2"};
constexpr sql open_topics{"topic.open", select_topics,
                          "WHERE t.group_id = ?1 AND t.state = 'open' ORDER BY t.number"};
constexpr sql taught_topics{"topic.taught", select_topics,
                            "LEFT JOIN sessions s ON s.id = t.taught_in"
                            " WHERE t.group_id = ?1 AND t.state = 'taught'"
                            " ORDER BY s.starts_at DESC, t.number DESC LIMIT ?2"};
constexpr sql next_for_ballot{
    "topic.next_for_ballot",
    "SELECT t.id FROM topics t WHERE t.group_id = ?1 AND t.state = 'open'"
    " AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.topic_id = t.id AND s.state <> 'cancelled')"
    " ORDER BY coalesce((SELECT max(b.ballot_id) FROM ballot_topics b JOIN ballots v ON v.id = b.ballot_id"
    " WHERE b.topic_id = t.id AND v.voters > 0 AND (v.anonymous = 0 OR v.voters >= ?3)), 0),"
    " t.number LIMIT ?2"};
constexpr sql next_topic_number{"topic.next_number",
                                "SELECT coalesce(max(number), 0) + 1 FROM topics WHERE group_id = ?1"};
constexpr sql add_topic{"topic.add",
                        "INSERT INTO topics (group_id, number, title, proposer, state, times_taught,"
                        " proposed_at, link, follows) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
constexpr sql save_topic{"topic.save", "UPDATE topics SET title = ?2, state = ?3, times_taught = ?4,"
                                       " edited_at = ?5, merged_into = ?6, taught_in = ?7 WHERE id = ?1"};
// A calendar shows the title of a session's topic, and wants to be told of a change by a higher number.
constexpr sql note_reworded{"topic.reworded", "UPDATE sessions SET sequence = sequence + 1, changed_at = ?2"
                                              " WHERE topic_id = ?1 AND state <> 'cancelled'"};
constexpr sql teachers_of_topic{"topic.teachers",
                                "SELECT o.user FROM topic_teachers o JOIN topics t ON t.id = o.topic_id"
                                " WHERE o.topic_id = ?1 AND " PEERBOT_STAYED("o.user") " ORDER BY o.place"};
constexpr sql teachers_of_open{"topic.teachers_of_open",
                               "SELECT o.topic_id, o.user FROM topics t"
                               " JOIN topic_teachers o ON o.topic_id = t.id"
                               " WHERE t.group_id = ?1 AND t.state = 'open' AND " PEERBOT_STAYED(
                                   "o.user") " ORDER BY t.number, o.place"};
constexpr sql add_topic_teacher{
    "topic.add_teacher", "INSERT INTO topic_teachers (topic_id, place, user, offered_at) VALUES (?1,"
                         " (SELECT coalesce(max(place), 0) + 1 FROM topic_teachers WHERE topic_id = ?1),"
                         " ?2, ?3) ON CONFLICT (topic_id, user) DO NOTHING"};
constexpr sql remove_topic_teacher{"topic.remove_teacher",
                                   "DELETE FROM topic_teachers WHERE topic_id = ?1 AND user = ?2"};
constexpr sql seconders_of_topic{
    "topic.seconders", "SELECT user FROM topic_seconders WHERE topic_id = ?1 ORDER BY seconded_at, user"};
// The proposer wants it anyway and is not counted twice.
constexpr sql add_topic_seconder{
    "topic.add_seconder",
    "INSERT INTO topic_seconders (topic_id, user, seconded_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
    " (SELECT 1 FROM topics WHERE id = ?1 AND proposer = ?2) ON CONFLICT (topic_id, user) DO NOTHING"};
constexpr sql remove_topic_seconder{"topic.remove_seconder",
                                    "DELETE FROM topic_seconders WHERE topic_id = ?1 AND user = ?2"};

class topics final : public topic_repository
{
  public:
    topics(connection& base, const instant& now) : base_(base), now_(now) {}

    std::optional<topic> find(topic_id id) override
    {
        return with_teachers(first(base_, find_topic, read_topic, id));
    }

    std::optional<topic> find_number(group_id group, int number) override
    {
        return with_teachers(first(base_, find_topic_number, read_topic, group, number));
    }

    std::vector<topic> open(group_id group) override
    {
        auto found = every(base_, open_topics, read_topic, group);
        add_offers(found, every(base_, teachers_of_open, read_offer, group),
                   [](topic& one) -> topic& { return one; });
        return found;
    }

    std::vector<topic> taught(group_id group, int at_most) override
    {
        return every(base_, taught_topics, read_topic, group, at_most);
    }

    std::vector<topic_id> next_for_ballot(group_id group, int at_most) override
    {
        return every(base_, sqlite::next_for_ballot, single<topic_id>, group, at_most, fewest_for_anonymous);
    }

    topic add(const topic& fresh) override
    {
        auto kept = fresh;
        kept.number = only(base_, next_topic_number, single<int>, fresh.group);
        kept.id =
            insert<topic_id>(base_, add_topic, fresh.group, kept.number, fresh.title, fresh.proposer,
                             fresh.state, fresh.times_taught, fresh.proposed_at, fresh.link, fresh.follows);
        for (const auto& teacher : fresh.teachers)
            add_teacher(kept.id, teacher, fresh.proposed_at);
        return kept;
    }

    void save(const topic& changed) override
    {
        const auto before = first(base_, find_topic, read_topic, changed.id);
        if (before && before->title != changed.title) change(base_, note_reworded, changed.id, now_);
        change_one(base_, save_topic, changed.id, changed.title, changed.state, changed.times_taught,
                   changed.edited_at, changed.merged_into, changed.taught_in);
    }

    bool add_teacher(topic_id topic, const user_id& teacher, instant at) override
    {
        return change(base_, add_topic_teacher, topic, teacher, at) == 1;
    }

    bool remove_teacher(topic_id topic, const user_id& teacher) override
    {
        return change(base_, remove_topic_teacher, topic, teacher) == 1;
    }

    std::vector<user_id> seconders(topic_id topic) override
    {
        return every(base_, seconders_of_topic, single<user_id>, topic);
    }

    bool add_seconder(topic_id topic, const user_id& person, instant at) override
    {
        return change(base_, add_topic_seconder, topic, person, at) == 1;
    }

    bool remove_seconder(topic_id topic, const user_id& person) override
    {
        return change(base_, remove_topic_seconder, topic, person) == 1;
    }

  private:
    std::optional<topic> with_teachers(std::optional<topic> found)
    {
        if (found) found->teachers = every(base_, teachers_of_topic, single<user_id>, found->id);
        return found;
    }

    connection& base_;
    const instant& now_;
};

} // namespace

sql_list topic_sql()
{
    static constexpr const sql* list[] = {&find_topic,
                                          &find_topic_number,
                                          &open_topics,
                                          &taught_topics,
                                          &next_for_ballot,
                                          &next_topic_number,
                                          &add_topic,
                                          &save_topic,
                                          &teachers_of_topic,
                                          &teachers_of_open,
                                          &add_topic_teacher,
                                          &seconders_of_topic,
                                          &add_topic_seconder,
                                          &remove_topic_seconder,
                                          &remove_topic_teacher,
                                          &note_reworded};
    return list;
}

std::unique_ptr<core::topic_repository> make_topics(connection& base, const core::instant& now)
{
    return std::make_unique<topics>(base, now);
}

} // namespace peerbot::storage::sqlite
