#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_groups[] =
    "SELECT id, workspace, channel, zone, cadence, meets_at, reachable, card_id, created_at, planning,"
    " run_sheet, name, length, link, covenant, holidays, away, away_since FROM groups";

constexpr sql find_group{"group.find", select_groups, "WHERE id = ?1"};
constexpr sql group_in_channel{"group.in_channel", select_groups, "WHERE workspace = ?1 AND channel = ?2"};
constexpr sql all_groups{"group.all", select_groups, "ORDER BY id"};
constexpr sql unreachable_groups{"group.unreachable", select_groups, "WHERE reachable = 0 ORDER BY id"};
constexpr sql add_group{"group.add", "INSERT INTO groups (workspace, channel, zone, cadence, meets_at, "
                                     "reachable, card_id, created_at, planning, run_sheet,"
                                     " name, length, link, covenant, holidays, away, away_since)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                                     " ?15, ?16, ?17)"};
constexpr sql save_group{
    "group.save", "UPDATE groups SET workspace = ?2, channel = ?3, zone = ?4, cadence = ?5, meets_at = ?6,"
                  " reachable = ?7, card_id = ?8, created_at = ?9, planning = ?10,"
                  " run_sheet = ?11, name = ?12, length = ?13, link = ?14, covenant = ?15, holidays = ?16,"
                  " away = ?17, away_since = ?18 WHERE id = ?1"};

// A calendar shows both of its sessions, and wants to be told of a change by a higher number (RFC 5545,
// 3.8.7.4). Cancelled ones keep theirs: when they were changed last says how long they are shown.
constexpr sql note_group_renamed{"group.renamed",
                                 "UPDATE sessions SET sequence = sequence + 1, changed_at = ?2"
                                 " WHERE group_id = ?1 AND state <> 'cancelled'"};
constexpr sql note_group_link{"group.link_changed",
                              "UPDATE sessions SET sequence = sequence + 1, changed_at = ?2"
                              " WHERE group_id = ?1 AND state <> 'cancelled' AND NOT EXISTS"
                              " (SELECT 1 FROM session_details d WHERE d.session_id = sessions.id"
                              " AND d.video_link <> '')"};

constexpr char select_members[] =
    "SELECT m.id, m.group_id, m.user, m.state, m.paused_until, m.facilitator, m.joined_at FROM members m";

constexpr sql find_member{"member.find", select_members, "WHERE m.id = ?1"};
constexpr sql find_person{"member.find_person", select_members, "WHERE m.group_id = ?1 AND m.user = ?2"};
constexpr sql present_members{"member.present", select_members,
                              "WHERE m.group_id = ?1 AND m.state <> 'left' ORDER BY m.joined_at, m.id"};
constexpr sql members_of_person{
    "member.of_person", select_members,
    "JOIN groups g ON g.id = m.group_id"
    " WHERE m.user = ?2 AND m.state <> 'left' AND g.workspace = ?1 ORDER BY m.id"};
constexpr sql count_active_members{"member.count_active",
                                   "SELECT count(*) FROM members WHERE group_id = ?1 AND state = 'active'"};
constexpr sql add_member{"member.add",
                         "INSERT INTO members (group_id, user, state, paused_until, facilitator, joined_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr sql save_member{"member.save",
                          "UPDATE members SET group_id = ?2, user = ?3, state = ?4,"
                          " paused_until = ?5, facilitator = ?6, joined_at = ?7 WHERE id = ?1"};

constexpr char select_vacancies[] =
    "SELECT id, group_id, opened_at, card_id, filled_at, filled_by FROM vacancies";

constexpr sql find_vacancy{"vacancy.find", select_vacancies, "WHERE id = ?1"};
constexpr sql open_vacancy{"vacancy.open_in", select_vacancies, "WHERE group_id = ?1 AND filled_at IS NULL"};
constexpr sql add_vacancy{"vacancy.add",
                          "INSERT INTO vacancies (group_id, opened_at, card_id, filled_at, filled_by)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql save_vacancy{"vacancy.save", "UPDATE vacancies SET group_id = ?2, opened_at = ?3, card_id = ?4,"
                                           " filled_at = ?5, filled_by = ?6 WHERE id = ?1"};

group read_group(query& row)
{
    return {.id = row.take<group_id>(),
            .workspace = row.take<workspace_id>(),
            .channel = row.take<channel_id>(),
            .zone = row.take<std::string>(),
            .cadence = row.take<std::string>(),
            .meets_at = row.take<minutes>(),
            .reachable = row.take<bool>(),
            .card = row.take<card_id>(),
            .created_at = row.take<instant>(),
            .planning = row.take<plan_rule>(),
            .run_sheet = row.take<std::string>(),
            .name = row.take<std::string>(),
            .length = row.take<minutes>(),
            .link = row.take<std::string>(),
            .covenant = row.take<std::string>(),
            .holidays = row.take<std::string>(),
            .away = row.take<std::optional<absence>>(),
            .away_since = row.take<std::optional<instant>>()};
}

member read_member(query& row)
{
    return {.id = row.take<member_id>(),
            .group = row.take<group_id>(),
            .user = row.take<user_id>(),
            .state = row.take<member_state>(),
            .paused_until = row.take<std::optional<date>>(),
            .facilitator = row.take<bool>(),
            .joined_at = row.take<instant>()};
}

vacancy read_vacancy(query& row)
{
    return {.id = row.take<vacancy_id>(),
            .group = row.take<group_id>(),
            .opened_at = row.take<instant>(),
            .card = row.take<card_id>(),
            .filled_at = row.take<std::optional<instant>>(),
            .filled_by = row.take<std::optional<user_id>>()};
}

class groups final : public group_repository
{
  public:
    groups(connection& base, const instant& now) : base_(base), now_(now) {}

    std::optional<group> find(group_id id) override { return first(base_, find_group, read_group, id); }

    std::optional<group> in_channel(const workspace_id& workspace, const channel_id& channel) override
    {
        return first(base_, group_in_channel, read_group, workspace, channel);
    }

    std::vector<group> all() override { return every(base_, all_groups, read_group); }

    std::vector<group> unreachable() override { return every(base_, unreachable_groups, read_group); }

    group_id add(const group& fresh) override
    {
        return insert<group_id>(base_, add_group, fresh.workspace, fresh.channel, fresh.zone, fresh.cadence,
                                fresh.meets_at, fresh.reachable, fresh.card, fresh.created_at, fresh.planning,
                                fresh.run_sheet, fresh.name, fresh.length, fresh.link, fresh.covenant,
                                fresh.holidays, fresh.away, fresh.away_since);
    }

    void save(const group& changed) override
    {
        note_what_calendars_show(changed);
        change_one(base_, save_group, changed.id, changed.workspace, changed.channel, changed.zone,
                   changed.cadence, changed.meets_at, changed.reachable, changed.card, changed.created_at,
                   changed.planning, changed.run_sheet, changed.name, changed.length, changed.link,
                   changed.covenant, changed.holidays, changed.away, changed.away_since);
    }

  private:
    void note_what_calendars_show(const group& changed)
    {
        const auto before = find(changed.id);
        if (!before) return;
        if (before->name != changed.name)
            change(base_, note_group_renamed, changed.id, now_);
        else if (before->link != changed.link)
            change(base_, note_group_link, changed.id, now_);
    }

    connection& base_;
    const instant& now_;
};

class members final : public member_repository
{
  public:
    explicit members(connection& base) : base_(base) {}

    std::optional<member> find(member_id id) override { return first(base_, find_member, read_member, id); }

    std::optional<member> find(group_id group, const user_id& user) override
    {
        return first(base_, find_person, read_member, group, user);
    }

    std::vector<member> present(group_id group) override
    {
        return every(base_, present_members, read_member, group);
    }

    std::vector<member> of_person(const workspace_id& workspace, const user_id& user) override
    {
        return every(base_, members_of_person, read_member, workspace, user);
    }

    int count_active(group_id group) override
    {
        return only(base_, count_active_members, single<int>, group);
    }

    member_id add(const member& fresh) override
    {
        return insert<member_id>(base_, add_member, fresh.group, fresh.user, fresh.state, fresh.paused_until,
                                 fresh.facilitator, fresh.joined_at);
    }

    void save(const member& changed) override
    {
        change_one(base_, save_member, changed.id, changed.group, changed.user, changed.state,
                   changed.paused_until, changed.facilitator, changed.joined_at);
    }

  private:
    connection& base_;
};

class vacancies final : public vacancy_repository
{
  public:
    explicit vacancies(connection& base) : base_(base) {}

    std::optional<vacancy> find(vacancy_id id) override
    {
        return first(base_, find_vacancy, read_vacancy, id);
    }

    std::optional<vacancy> open_in(group_id group) override
    {
        return first(base_, open_vacancy, read_vacancy, group);
    }

    vacancy_id add(const vacancy& fresh) override
    {
        return insert<vacancy_id>(base_, add_vacancy, fresh.group, fresh.opened_at, fresh.card,
                                  fresh.filled_at, fresh.filled_by);
    }

    void save(const vacancy& changed) override
    {
        change_one(base_, save_vacancy, changed.id, changed.group, changed.opened_at, changed.card,
                   changed.filled_at, changed.filled_by);
    }

  private:
    connection& base_;
};

} // namespace

sql_list group_sql()
{
    static constexpr const sql* list[] = {
        &find_group,      &group_in_channel,   &all_groups,           &unreachable_groups,
        &add_group,       &save_group,         &find_member,          &find_person,
        &present_members, &members_of_person,  &count_active_members, &add_member,
        &save_member,     &find_vacancy,       &open_vacancy,         &add_vacancy,
        &save_vacancy,    &note_group_renamed, &note_group_link};
    return list;
}

std::unique_ptr<core::group_repository> make_groups(connection& base, const core::instant& now)
{
    return std::make_unique<groups>(base, now);
}

std::unique_ptr<core::member_repository> make_members(connection& base)
{
    return std::make_unique<members>(base);
}

std::unique_ptr<core::vacancy_repository> make_vacancies(connection& base)
{
    return std::make_unique<vacancies>(base);
}

} // namespace peerbot::storage::sqlite
