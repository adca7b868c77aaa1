#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_promises[] = "SELECT id, group_id, owner_id, text, due, origin, subject, state, "
                                   "made_at, chased, settled_at FROM promises";

constexpr sql find_promise{"promise.find", select_promises, "WHERE id = ?1"};
constexpr sql waiting_promises{"promise.waiting", select_promises,
                               "WHERE owner_id = ?1 AND state = 'waiting' ORDER BY due, id"};
constexpr sql promises_of{"promise.of", select_promises, "WHERE origin = ?1 AND subject = ?2 ORDER BY id"};
constexpr sql add_promise{
    "promise.add", "INSERT INTO promises (group_id, owner_id, text, due, origin, subject, state, made_at,"
                   " chased, settled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
constexpr sql save_promise{"promise.save", "UPDATE promises SET text = ?2, due = ?3, state = ?4, chased = ?5,"
                                           " settled_at = ?6 WHERE id = ?1"};

promise read_promise(query& row)
{
    return {.id = row.take<promise_id>(),
            .group = row.take<group_id>(),
            .owner = row.take<member_id>(),
            .text = row.take<std::string>(),
            .due = row.take<date>(),
            .origin = row.take<promise_origin>(),
            .subject = row.take<std::int64_t>(),
            .state = row.take<promise_state>(),
            .made_at = row.take<instant>(),
            .chased = row.take<int>(),
            .settled_at = row.take<std::optional<instant>>()};
}

class promises final : public promise_repository
{
  public:
    explicit promises(connection& base) : base_(base) {}

    std::optional<promise> find(promise_id id) override
    {
        return first(base_, find_promise, read_promise, id);
    }

    std::vector<promise> waiting(member_id owner) override
    {
        return every(base_, waiting_promises, read_promise, owner);
    }

    std::vector<promise> of(promise_origin origin, std::int64_t subject) override
    {
        return every(base_, promises_of, read_promise, origin, subject);
    }

    promise_id add(const promise& fresh) override
    {
        return insert<promise_id>(base_, add_promise, fresh.group, fresh.owner, fresh.text, fresh.due,
                                  fresh.origin, fresh.subject, fresh.state, fresh.made_at, fresh.chased,
                                  fresh.settled_at);
    }

    void save(const promise& changed) override
    {
        change_one(base_, save_promise, changed.id, changed.text, changed.due, changed.state, changed.chased,
                   changed.settled_at);
    }

  private:
    connection& base_;
};

} // namespace

sql_list promise_sql()
{
    static constexpr const sql* list[] = {&find_promise, &waiting_promises, &promises_of, &add_promise,
                                          &save_promise};
    return list;
}

std::unique_ptr<core::promise_repository> make_promises(connection& base)
{
    return std::make_unique<promises>(base);
}

} // namespace peerbot::storage::sqlite
