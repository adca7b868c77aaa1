#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr sql find_known{"people.find", "SELECT workspace, user, home, admin, bot, deleted, zone FROM people"
                                        " WHERE workspace = ?1 AND user = ?2"};
constexpr sql save_known{"people.save",
                         "INSERT INTO people (workspace, user, home, admin, bot, deleted, zone)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (workspace, user)"
                         " DO UPDATE SET home = ?3, admin = ?4, bot = ?5, deleted = ?6, zone = ?7"};
constexpr sql find_admins{"people.admins",
                          "SELECT user FROM people WHERE workspace = ?1 AND admin = 1 AND bot = 0"
                          " AND deleted = 0 AND home IN ('', workspace) ORDER BY user"};
constexpr sql when_listed{"people.listed_at", "SELECT listed_at FROM people_listings WHERE workspace = ?1"};
constexpr sql note_listing{"people.mark_listed",
                           "INSERT INTO people_listings (workspace, listed_at) VALUES (?1, ?2)"
                           " ON CONFLICT (workspace) DO UPDATE SET listed_at = ?2"};

constexpr sql add_entry{"audit.add", "INSERT INTO audit (group_id, at, act, by_user, about, detail)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr sql newest_entries{"audit.newest", "SELECT group_id, at, act, by_user, about, detail FROM audit"
                                             " WHERE group_id = ?1 ORDER BY id DESC LIMIT ?2"};

person read_person(query& row)
{
    return {.workspace = row.take<workspace_id>(),
            .user = row.take<user_id>(),
            .home = row.take<workspace_id>(),
            .admin = row.take<bool>(),
            .bot = row.take<bool>(),
            .deleted = row.take<bool>(),
            .zone = row.take<std::string>()};
}

audit_entry read_entry(query& row)
{
    return {.group = row.take<group_id>(),
            .at = row.take<instant>(),
            .what = row.take<audit_act>(),
            .by = row.take<std::optional<user_id>>(),
            .about = row.take<std::optional<user_id>>(),
            .detail = row.take<std::string>()};
}

class people final : public people_repository
{
  public:
    explicit people(connection& base) : base_(base) {}

    std::optional<person> find(const workspace_id& workspace, const user_id& user) override
    {
        return first(base_, find_known, read_person, workspace, user);
    }

    void save(const person& known) override
    {
        change_one(base_, save_known, known.workspace, known.user, known.home, known.admin, known.bot,
                   known.deleted, known.zone);
    }

    std::vector<user_id> admins(const workspace_id& workspace) override
    {
        return every(base_, find_admins, single<user_id>, workspace);
    }

    std::optional<instant> listed_at(const workspace_id& workspace) override
    {
        return first(base_, when_listed, single<instant>, workspace);
    }

    void mark_listed(const workspace_id& workspace, instant at) override
    {
        change_one(base_, note_listing, workspace, at);
    }

  private:
    connection& base_;
};

class audit final : public audit_repository
{
  public:
    explicit audit(connection& base) : base_(base) {}

    void add(const audit_entry& fresh) override
    {
        change_one(base_, add_entry, fresh.group, fresh.at, fresh.what, fresh.by, fresh.about, fresh.detail);
    }

    std::vector<audit_entry> newest(group_id group, int at_most) override
    {
        return every(base_, newest_entries, read_entry, group, at_most);
    }

  private:
    connection& base_;
};

} // namespace

sql_list people_sql()
{
    static constexpr const sql* list[] = {&find_known,   &save_known, &find_admins,   &when_listed,
                                          &note_listing, &add_entry,  &newest_entries};
    return list;
}

std::unique_ptr<core::people_repository> make_people(connection& base)
{
    return std::make_unique<people>(base);
}
std::unique_ptr<core::audit_repository> make_audit(connection& base)
{
    return std::make_unique<audit>(base);
}

} // namespace peerbot::storage::sqlite
