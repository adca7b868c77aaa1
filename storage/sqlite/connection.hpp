// One connection to the database file and the statements prepared on it. Belongs to one thread at a time.
#pragma once

#include "storage/sqlite/sql.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

namespace peerbot::storage::sqlite {

enum class access
{
    read_write,
    read_only,
    immutable, // to read a file that nobody changes, without any file beside it
    in_memory, // a database of its own that ends with the connection; the path is not used
};

struct prepared
{
    SQLite::Statement statement;
    const sql* source;
    bool in_use = false;
};

// How long to wait for another program that has the file, such as the sqlite3 shell.
inline constexpr std::chrono::milliseconds usual_patience{2000};

class connection
{
  public:
    // The file must exist. Throws error.
    connection(const std::filesystem::path& file, access how);

    // Runs fixed text without values: pragmas, migrations.
    void execute(const std::string& text);
    // The first column of the first row of fixed text.
    std::int64_t number(const std::string& text);
    std::string word(const std::string& text);

    // Throws std::logic_error for a statement that is in use, or that is not in the catalog.
    prepared& prepare(const sql& source);

    void set_patience(std::chrono::milliseconds longest_wait);
    bool in_transaction() const;
    // The id of the row that was inserted last.
    std::int64_t last_id() const { return base_.getLastInsertRowid(); }
    // Rows inserted, changed or deleted since it was opened, also those that were taken back.
    std::int64_t changes_so_far() const;
    sqlite3* handle() const { return base_.getHandle(); }
    const SQLite::Database& database() const { return base_; }

  private:
    void set_pragmas(access how);

    SQLite::Database base_;
    std::unordered_map<const sql*, std::unique_ptr<prepared>> prepared_; // gone before the base is closed
};

} // namespace peerbot::storage::sqlite
