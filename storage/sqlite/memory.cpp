#include "storage/sqlite/memory.hpp"

#include "storage/sqlite/migrations.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace peerbot::storage {
namespace {

// Migrated once for all: a test may make thousands of databases.
const sqlite::connection& empty_database()
{
    static const auto made = [] {
        auto base = std::make_unique<sqlite::connection>("", sqlite::access::in_memory);
        sqlite::migrate(*base, sqlite::migrations(), core::instant{});
        return base;
    }();
    return *made;
}

void copy(const sqlite::connection& from, sqlite::connection& to)
{
    auto* const copying = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (copying == nullptr) throw std::logic_error("a database in memory cannot be copied");
    sqlite3_backup_step(copying, -1);
    if (sqlite3_backup_finish(copying) != SQLITE_OK)
        throw std::logic_error("a database in memory was not copied");
}

} // namespace

memory_database::memory_database() : base_({}, sqlite::access::in_memory), work_(base_)
{
    copy(empty_database(), base_);
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

void memory_database::copy_from(const memory_database& other)
{
    auto* copying = sqlite3_backup_init(base_.handle(), "main", other.base_.handle(), "main");
    if (copying == nullptr) throw std::runtime_error(sqlite3_errmsg(base_.handle()));
    sqlite3_backup_step(copying, -1);
    if (sqlite3_backup_finish(copying) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(base_.handle()));
}

int memory_database::changes() const
{
    return sqlite3_total_changes(base_.handle());
}

} // namespace peerbot::storage
