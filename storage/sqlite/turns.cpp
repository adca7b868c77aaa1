#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_offers[] = "SELECT id, session_id, cause, from_id, to_id, in_return, state, opened_at,"
                                 " ends_at, answered_by, card_id FROM turn_offers";

constexpr sql add_offer{"offer.add", "INSERT INTO turn_offers (session_id, cause, from_id, to_id, in_return,"
                                     " state, opened_at, ends_at, answered_by, card_id)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
constexpr sql save_offer{"offer.save",
                         "UPDATE turn_offers SET session_id = ?2, cause = ?3, from_id = ?4, to_id = ?5,"
                         " in_return = ?6, state = ?7, opened_at = ?8, ends_at = ?9, answered_by = ?10,"
                         " card_id = ?11 WHERE id = ?1"};
constexpr sql find_offer{"offer.find", select_offers, "WHERE id = ?1"};
constexpr sql open_offer_for{"offer.open_for", select_offers, "WHERE session_id = ?1 AND state = 'open'"};
constexpr sql newest_offer_for{"offer.newest_for", select_offers,
                               "WHERE session_id = ?1 ORDER BY id DESC LIMIT 1"};
constexpr sql open_offers_from{"offer.open_from", select_offers,
                               "WHERE from_id = ?1 AND state = 'open' ORDER BY id"};
constexpr sql open_offers_to{"offer.open_to", select_offers,
                             "WHERE to_id = ?1 AND state = 'open' ORDER BY id"};

constexpr sql add_backup_row{"backup.add",
                             "INSERT INTO backups (session_id, place, member_id, asked_at)"
                             " SELECT ?1, 1 + (SELECT count(*) FROM backups WHERE session_id = ?1), ?2, ?3"};
constexpr sql decline_backup_row{
    "backup.decline", "UPDATE backups SET declined_at = ?3 WHERE session_id = ?1 AND member_id = ?2"};
constexpr sql every_backup{"backup.all",
                           "SELECT member_id FROM backups WHERE session_id = ?1 ORDER BY place"};
constexpr sql waiting_backup{"backup.waiting",
                             "SELECT member_id FROM backups WHERE session_id = ?1 AND declined_at IS NULL"};
constexpr sql forget_backup_rows{"backup.forget", "DELETE FROM backups WHERE session_id = ?1"};

constexpr sql add_change{"turn_log.add",
                         "INSERT INTO turn_log (session_id, from_id, to_id, changed_by, cause, changed_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr sql changes_of{"turn_log.of", "SELECT session_id, from_id, to_id, changed_by, cause, changed_at"
                                        " FROM turn_log WHERE session_id = ?1 ORDER BY id"};

turn_offer read_offer(query& row)
{
    return {.id = row.take<offer_id>(),
            .meeting = row.take<session_id>(),
            .cause = row.take<offer_cause>(),
            .from = row.take<member_id>(),
            .to = row.take<member_id>(),
            .in_return = row.take<session_id>(),
            .state = row.take<offer_state>(),
            .opened_at = row.take<instant>(),
            .ends_at = row.take<instant>(),
            .answered_by = row.take<member_id>(),
            .card = row.take<card_id>()};
}

turn_change read_change(query& row)
{
    return {.meeting = row.take<session_id>(),
            .from = row.take<member_id>(),
            .to = row.take<member_id>(),
            .by = row.take<std::optional<user_id>>(),
            .cause = row.take<turn_cause>(),
            .at = row.take<instant>()};
}

class turns final : public turn_repository
{
  public:
    explicit turns(connection& base) : base_(base) {}

    offer_id add(const turn_offer& fresh) override
    {
        return insert<offer_id>(base_, add_offer, fresh.meeting, fresh.cause, fresh.from, fresh.to,
                                fresh.in_return, fresh.state, fresh.opened_at, fresh.ends_at,
                                fresh.answered_by, fresh.card);
    }

    void save(const turn_offer& changed) override
    {
        change_one(base_, save_offer, changed.id, changed.meeting, changed.cause, changed.from, changed.to,
                   changed.in_return, changed.state, changed.opened_at, changed.ends_at, changed.answered_by,
                   changed.card);
    }

    std::optional<turn_offer> find(offer_id id) override { return first(base_, find_offer, read_offer, id); }

    std::optional<turn_offer> open_for(session_id meeting) override
    {
        return first(base_, open_offer_for, read_offer, meeting);
    }

    std::optional<turn_offer> newest_for(session_id meeting) override
    {
        return first(base_, newest_offer_for, read_offer, meeting);
    }

    std::vector<turn_offer> open_with(member_id person) override
    {
        auto found = every(base_, open_offers_from, read_offer, person);
        const auto made_to = every(base_, open_offers_to, read_offer, person);
        found.insert(found.end(), made_to.begin(), made_to.end());
        return found;
    }

    void add_backup(session_id meeting, member_id person, instant at) override
    {
        change_one(base_, add_backup_row, meeting, person, at);
    }

    void decline_backup(session_id meeting, member_id person, instant at) override
    {
        change_one(base_, decline_backup_row, meeting, person, at);
    }

    std::vector<member_id> backups(session_id meeting) override
    {
        return every(base_, every_backup, single<member_id>, meeting);
    }

    std::optional<member_id> backup(session_id meeting) override
    {
        return first(base_, waiting_backup, single<member_id>, meeting);
    }

    void forget_backups(session_id meeting) override { change(base_, forget_backup_rows, meeting); }

    void note(const turn_change& made) override
    {
        change_one(base_, add_change, made.meeting, made.from, made.to, made.by, made.cause, made.at);
    }

    std::vector<turn_change> changes(session_id meeting) override
    {
        return every(base_, changes_of, read_change, meeting);
    }

  private:
    connection& base_;
};

} // namespace

sql_list turn_sql()
{
    static constexpr const sql* list[] = {
        &add_offer,        &save_offer,         &find_offer,     &open_offer_for,     &newest_offer_for,
        &open_offers_from, &open_offers_to,     &add_backup_row, &decline_backup_row, &every_backup,
        &waiting_backup,   &forget_backup_rows, &add_change,     &changes_of};
    return list;
}

std::unique_ptr<core::turn_repository> make_turns(connection& base)
{
    return std::make_unique<turns>(base);
}

} // namespace peerbot::storage::sqlite
