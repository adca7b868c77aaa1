#include "storage/sqlite/transaction.hpp"

#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <exception>

namespace peerbot::storage::sqlite {
namespace {

constexpr sql begin_looking{"begin looking", "BEGIN"};
constexpr sql begin_writing{"begin writing", "BEGIN IMMEDIATE"};
constexpr sql commit_all{"commit", "COMMIT"};
constexpr sql take_back_all{"take back all", "ROLLBACK"};
constexpr sql set_savepoint{"savepoint", "SAVEPOINT piece"};
constexpr sql take_back_piece{"take back piece", "ROLLBACK TO piece"};
constexpr sql release_piece{"release piece", "RELEASE piece"};

} // namespace

sql_list transaction_sql()
{
    static constexpr const sql* list[] = {&begin_looking, &begin_writing,   &commit_all,   &take_back_all,
                                          &set_savepoint, &take_back_piece, &release_piece};
    return list;
}

transaction::transaction(connection& base, kind how) : base_(base)
{
    change(base_, how == kind::looking ? begin_looking : begin_writing);
}

transaction::~transaction()
{
    abandon(base_);
}

void transaction::commit()
{
    change(base_, commit_all);
}

savepoint::savepoint(connection& base) : base_(base)
{
    change(base_, set_savepoint);
}

savepoint::~savepoint()
{
    // A full disk ends the whole transaction, and the savepoint with it.
    if (!open_ || !base_.in_transaction()) return;
    try {
        change(base_, take_back_piece);
        change(base_, release_piece);
    } catch (const std::exception&) {
        abandon(base_);
    }
}

void savepoint::release()
{
    change(base_, release_piece);
    open_ = false;
}

void abandon(connection& base) noexcept
{
    if (!base.in_transaction()) return;
    try {
        change(base, take_back_all);
    } catch (const std::exception&) {
        // The next transaction finds this one open and fails; there is nobody to tell here.
    }
}

} // namespace peerbot::storage::sqlite
