// Whole copies of a database file, made and checked.
#pragma once

#include "storage/database.hpp"
#include "storage/sqlite/connection.hpp"

#include <filesystem>
#include <string>

namespace peerbot::storage::sqlite {

// Opens a file to read it, also where nothing can be written beside it. Throws error.
connection open_to_look(const std::filesystem::path& file);

// The first thing that is broken inside; empty when nothing is. Throws error for what is no database.
std::string damage_in(connection& base);

// Writes what `from` holds at this moment to `to`, which must not be there, and checks it. Everything is on
// the disk when this returns, and nothing is there when it throws. Throws error, cannot_open, wrong_schema.
copied copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

// Makes the names in a folder durable.
void flush_folder(const std::filesystem::path& folder);

} // namespace peerbot::storage::sqlite
