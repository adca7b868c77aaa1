#include "storage/sqlite/memory.hpp"

#include "storage/sqlite/migrations.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace peerbot::storage {

memory_database::memory_database() : base_({}, sqlite::access::in_memory), work_(base_)
{
    sqlite::migrate(base_, sqlite::migrations(), core::instant{});
    base_.execute("PRAGMA foreign_keys = ON");
}

void memory_database::begin()
{
    if (open_) throw std::logic_error("a transaction is open already");
    open_.emplace(base_, sqlite::transaction::kind::writing);
}

void memory_database::commit()
{
    if (!open_) throw std::logic_error("no transaction is open");
    open_->commit();
    open_.reset();
}

void memory_database::take_back()
{
    if (!open_) throw std::logic_error("no transaction is open");
    open_.reset();
}

void memory_database::copy_from(const memory_database& other)
{
    auto* copying = sqlite3_backup_init(base_.handle(), "main", other.base_.handle(), "main");
    if (copying == nullptr) throw std::runtime_error(sqlite3_errmsg(base_.handle()));
    sqlite3_backup_step(copying, -1);
    if (sqlite3_backup_finish(copying) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(base_.handle()));
}

int memory_database::changes() const
{
    return sqlite3_total_changes(base_.handle());
}

} // namespace peerbot::storage
