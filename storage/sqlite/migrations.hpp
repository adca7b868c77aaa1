// The schema, step by step. A step that was ever released is never changed, only followed by another.
#pragma once

#include "core/instant.hpp"
#include "storage/sqlite/connection.hpp"

#include <span>
#include <stdexcept>

namespace peerbot::storage::sqlite {

struct migration
{
    int number; // 1, 2, 3 ... without gaps
    const char* name;
    const char* hash; // SHA-256 of the text
    const char* text;
};

// migrations/*.sql, part of the binary.
std::span<const migration> migrations();

// Why a file cannot be brought up to date: the end of a sentence that begins with its name.
class wrong_schema : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

// Whether a file is peerbot's and not newer than the steps. Throws wrong_schema, error.
void check_schema(connection& base, std::span<const migration> steps);

// Runs what is missing, each step in a transaction of its own. Foreign keys must be off: a step may rebuild
// tables. They are checked before it is kept. Throws wrong_schema, error.
void migrate(connection& base, std::span<const migration> steps, core::instant now);

} // namespace peerbot::storage::sqlite
