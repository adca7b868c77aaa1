// The file, locked, up to date and opened twice: once to write, once to read.
#pragma once

#include "storage/sqlite/file_lock.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "storage/sqlite/upkeep.hpp"

#include <filesystem>

namespace peerbot::storage::sqlite {

class database_file
{
  public:
    // Throws cannot_open.
    explicit database_file(const sqlite_options& options);
    // Writes everything into the one file.
    ~database_file();
    database_file(const database_file&) = delete;
    database_file& operator=(const database_file&) = delete;

    // These two belong to the thread that writes,
    unit_of_work& writing() { return work_; }
    upkeep& care() { return care_; }
    // and this to the one that reads.
    unit_of_work& reading() { return look_; }

  private:
    std::filesystem::path path_;
    file_lock lock_;
    connection writing_;
    unit_of_work work_;
    upkeep care_;
    connection reading_;
    unit_of_work look_;
};

} // namespace peerbot::storage::sqlite
