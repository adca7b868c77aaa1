#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_feeds[] = "SELECT id, workspace, group_id, person, created_at FROM calendar_feeds";

constexpr sql feed_with_secret{"feed.with_secret", select_feeds,
                               "WHERE fingerprint = ?1 AND revoked_at IS NULL"};
constexpr sql feed_of_group{"feed.of_group", select_feeds, "WHERE group_id = ?1 AND revoked_at IS NULL"};
constexpr sql feed_of_person{"feed.of_person", select_feeds,
                             "WHERE workspace = ?1 AND person = ?2 AND revoked_at IS NULL"};
constexpr sql add_feed{"feed.add",
                       "INSERT INTO calendar_feeds (workspace, group_id, person, created_at, fingerprint)"
                       " VALUES (?1, ?2, nullif(?3, ''), ?4, ?5)"};
constexpr sql revoke_feed{"feed.revoke", "UPDATE calendar_feeds SET revoked_at = max(?2, created_at)"
                                         " WHERE id = ?1 AND revoked_at IS NULL"};

calendar_feed read_feed(query& row)
{
    return {.id = row.take<feed_id>(),
            .workspace = row.take<workspace_id>(),
            .group = row.take<group_id>(),
            .person = row.take<std::optional<user_id>>().value_or(user_id{}),
            .created_at = row.take<instant>()};
}

class feeds final : public feed_repository
{
  public:
    explicit feeds(connection& base) : base_(base) {}

    std::optional<calendar_feed> with_secret(const std::string& fingerprint) override
    {
        return first(base_, feed_with_secret, read_feed, fingerprint);
    }

    std::optional<calendar_feed> of_group(group_id group) override
    {
        return first(base_, feed_of_group, read_feed, group);
    }

    std::optional<calendar_feed> of_person(const workspace_id& workspace, const user_id& person) override
    {
        return first(base_, feed_of_person, read_feed, workspace, person);
    }

    feed_id add(const calendar_feed& fresh, const std::string& fingerprint) override
    {
        return insert<feed_id>(base_, add_feed, fresh.workspace, fresh.group, fresh.person, fresh.created_at,
                               fingerprint);
    }

    void revoke(feed_id id, instant at) override { change_one(base_, revoke_feed, id, at); }

  private:
    connection& base_;
};

} // namespace

sql_list calendar_sql()
{
    static constexpr const sql* list[] = {&feed_with_secret, &feed_of_group, &feed_of_person, &add_feed,
                                          &revoke_feed};
    return list;
}

std::unique_ptr<core::feed_repository> make_feeds(connection& base)
{
    return std::make_unique<feeds>(base);
}

} // namespace peerbot::storage::sqlite
