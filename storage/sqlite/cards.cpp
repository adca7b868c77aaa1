#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_cards[] = "SELECT id, kind, group_id, subject, channel, stamp FROM cards";

constexpr sql add_card{"card.add",
                       "INSERT INTO cards (kind, group_id, subject, channel, stamp, dirty, refreshed)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)"};
constexpr sql find_card{"card.find", select_cards, "WHERE id = ?1"};
constexpr sql is_dirty{"card.is_dirty", "SELECT dirty = 1 FROM cards WHERE id = ?1"};
constexpr sql make_dirty{"card.mark_dirty", "UPDATE cards SET dirty = 1 WHERE id = ?1"};
constexpr sql dirty_cards{"card.dirty", select_cards,
                          "WHERE dirty <> 0 AND dirty = 1 AND stamp <> ''"
                          " AND group_id NOT IN (SELECT id FROM groups WHERE reachable = 0)"
                          " ORDER BY refreshed, id LIMIT ?1"};
constexpr sql count_dirty_cards{"card.count_dirty",
                                "SELECT count(*) FROM cards WHERE dirty <> 0 AND dirty = 1 AND stamp <> ''"
                                " AND group_id NOT IN (SELECT id FROM groups WHERE reachable = 0)"};
constexpr sql begin_card{"card.begin_refresh",
                         "UPDATE cards SET dirty = 2, refreshed = (SELECT max(refreshed) + 1 FROM cards)"
                         " WHERE id = ?1 AND dirty = 1"};
constexpr sql end_card{"card.end_refresh", "UPDATE cards SET dirty = ?2 WHERE id = ?1 AND dirty = 2"};
constexpr sql readdress_cards{"card.readdress",
                              "UPDATE cards SET channel = ?3 WHERE group_id = ?1 AND channel = ?2"};
constexpr sql recover_cards{"card.recover", "UPDATE cards SET dirty = 1 WHERE dirty <> 0 AND dirty = 2"};

card read_card(query& row)
{
    return {.id = row.take<card_id>(),
            .kind = row.take<card_kind>(),
            .group = row.take<group_id>(),
            .subject = row.take<std::int64_t>(),
            .channel = row.take<channel_id>(),
            .stamp = row.take<std::string>()};
}

class cards final : public card_repository
{
  public:
    cards(connection& base, aftermath& left) : base_(base), left_(left) {}

    card_id add(const card& fresh) override
    {
        return insert<card_id>(base_, add_card, fresh.kind, fresh.group, fresh.subject, fresh.channel,
                               fresh.stamp);
    }

    std::optional<card> find(card_id id) override { return first(base_, find_card, read_card, id); }

    // A row that has no card yet has nothing to show.
    void mark_dirty(card_id id) override
    {
        if (!id) return;
        const auto already = first(base_, is_dirty, single<bool>, id);
        if (!already) throw std::logic_error("there is no such card to make dirty");
        if (*already) return;
        change_one(base_, make_dirty, id);
        left_.cards = true;
    }

    std::vector<card> dirty(int at_most) override { return every(base_, dirty_cards, read_card, at_most); }

    int count_dirty() override { return only(base_, count_dirty_cards, single<int>); }

    void begin_refresh(card_id id) override { change(base_, begin_card, id); }

    void end_refresh(card_id id, bool shown) override
    {
        constexpr int clean = 0;
        constexpr int still_dirty = 1;
        change(base_, end_card, id, shown ? clean : still_dirty);
    }

    void readdress(group_id group, const channel_id& old_one, const channel_id& new_one) override
    {
        change(base_, readdress_cards, group, old_one, new_one);
    }

    int recover() override { return change(base_, recover_cards); }

  private:
    connection& base_;
    aftermath& left_;
};

} // namespace

sql_list card_sql()
{
    static constexpr const sql* list[] = {&add_card,      &find_card,        &is_dirty, &make_dirty,
                                          &dirty_cards,   &begin_card,       &end_card, &readdress_cards,
                                          &recover_cards, &count_dirty_cards};
    return list;
}

std::unique_ptr<core::card_repository> make_cards(connection& base, aftermath& left)
{
    return std::make_unique<cards>(base, left);
}

} // namespace peerbot::storage::sqlite
