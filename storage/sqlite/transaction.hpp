// A transaction and a savepoint that end with their scope, whatever happens inside.
#pragma once

#include "storage/sqlite/connection.hpp"

namespace peerbot::storage::sqlite {

class transaction
{
  public:
    enum class kind
    {
        looking, // a snapshot; takes no lock that a writer could wait for
        writing, // immediate: a later upgrade could fail at once, whatever the busy timeout
    };

    transaction(connection& base, kind how);
    // Takes everything back unless it was committed.
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    void commit();

  private:
    connection& base_;
};

// SQLiteCpp's own savepoint (3.2.1) is never released when it is rolled back.
class savepoint
{
  public:
    explicit savepoint(connection& base);
    // Takes back what happened since, unless it was released. When that fails, the whole transaction is taken
    // back: ask in_transaction().
    ~savepoint();
    savepoint(const savepoint&) = delete;
    savepoint& operator=(const savepoint&) = delete;

    void release();

  private:
    connection& base_;
    bool open_ = true;
};

// Ends the transaction that is open, if one is. Never throws.
void abandon(connection& base) noexcept;

} // namespace peerbot::storage::sqlite
