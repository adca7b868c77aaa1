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

memory_database::memory_database(const memory_database& before)
    : base_({}, sqlite::access::in_memory), work_(base_)
{
    auto* copy = sqlite3_backup_init(base_.handle(), "main", before.base_.handle(), "main");
    if (copy == nullptr) throw std::logic_error("a database in memory cannot be copied");
    sqlite3_backup_step(copy, -1);
    if (sqlite3_backup_finish(copy) != SQLITE_OK)
        throw std::logic_error("a database in memory was not copied");
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

int memory_database::changes() const
{
    return sqlite3_total_changes(base_.handle());
}

} // namespace peerbot::storage
