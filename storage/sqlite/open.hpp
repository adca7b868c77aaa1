// Opens the engine that keeps everything in one SQLite file.
#pragma once

#include "storage/database.hpp"
#include "storage/engine.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace peerbot::storage {

struct sqlite_options
{
    std::filesystem::path file;
    std::size_t most_waiting = 8192; // writes, and reads, beyond this are busy
    std::size_t most_together = 256; // writes that share one commit
    // The log of changes is written back into the file between commits: from the first size on when nothing
    // is waiting, from the second on in any case. In bytes.
    std::uint64_t write_back_from = std::uint64_t{8} << 20U;
    std::uint64_t write_back_always = std::uint64_t{64} << 20U;
};

// The file cannot be used; what() is a sentence for the operator.
class cannot_open : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

// Another process, or another engine of this one, has the file.
class database_in_use : public cannot_open
{
  public:
    using cannot_open::cannot_open;
};

// Creates the file, readable by its owner only, when it is not there; its folder must be. Brings an older
// file up to date. Throws cannot_open.
std::unique_ptr<engine> open_sqlite(const sqlite_options& options, listeners heard);

// The same file for an operator. Opens nothing yet; what goes wrong later is cannot_open, too.
std::unique_ptr<database> sqlite_database(const std::filesystem::path& file);

// "3.40.1, SQLiteCpp 3.2.1"
std::string sqlite_version();

} // namespace peerbot::storage
