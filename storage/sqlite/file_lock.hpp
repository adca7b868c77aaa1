// Keeps a second peerbot away from a database. The kernel lets go of the lock when the process ends, however
// it ends.
#pragma once

#include <filesystem>

namespace peerbot::storage::sqlite {

class file_lock
{
  public:
    // Locks `<database>.lock` beside the database, which is created and stays: deleting it would let two in.
    // Throws database_in_use, cannot_open.
    explicit file_lock(const std::filesystem::path& database);
    ~file_lock();
    file_lock(const file_lock&) = delete;
    file_lock& operator=(const file_lock&) = delete;

  private:
    int descriptor_ = -1;
};

// Whether somebody holds the lock now. Creates nothing.
bool is_locked(const std::filesystem::path& database);

} // namespace peerbot::storage::sqlite
