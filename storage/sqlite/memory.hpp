// The same repositories and migrations on a database in memory, without threads: for tests of core.
#pragma once

#include "storage/sqlite/transaction.hpp"
#include "storage/sqlite/unit_of_work.hpp"

#include <optional>

namespace peerbot::storage {

class memory_database
{
  public:
    memory_database();
    // A copy of it as committed: what a process finds that starts after that one ended.
    explicit memory_database(const memory_database& before);

    // Outside begin() and commit(), each change is a transaction of its own.
    core::unit_of_work& work() { return work_; }
    // The time of the changes that follow.
    void set_now(core::instant now) { work_.set_now(now); }
    void begin();
    void commit();
    void take_back();
    // Everything that is in the other becomes what is in this one.
    void copy_from(const memory_database& other);
    // How many rows were written since it was made.
    int changes() const;

  private:
    sqlite::connection base_;
    sqlite::unit_of_work work_;
    std::optional<sqlite::transaction> open_;
};

} // namespace peerbot::storage
