// The database as an operator sees it: looked over, copied and put back, without an engine. Knows nothing of
// SQL; storage/sqlite implements it.
#pragma once

#include "core/instant.hpp"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::storage {

struct condition
{
    bool exists = false;
    bool in_use = false; // a peerbot serves from it
    int schema = 0;
    int known_schema = 0;  // the newest that this program knows
    std::string trouble{}; // why it cannot be used: a sentence; empty when it can
    std::string damage{};  // what the first thing is that is broken inside; empty when nothing is
    std::uintmax_t bytes = 0;
    std::uintmax_t log_bytes = 0;                 // of changes that are not in the file yet
    std::uintmax_t free_bytes = 0;                // left on its disk
    std::vector<std::filesystem::path> exposed{}; // its files that everybody may read or write
};

struct copied
{
    std::uintmax_t bytes = 0;
    int schema = 0;
};

struct restored
{
    copied from{};
    std::filesystem::path old_one{}; // where what was replaced is kept; empty when there was nothing
};

struct counted
{
    std::string table;
    int rows = 0;
};

// What was done about a person, table by table.
struct forgotten
{
    std::string pseudonym{};
    std::vector<counted> renamed{};  // the pseudonym stands where the person stood
    std::vector<counted> reworded{}; // what they wrote, or where somebody mentioned them
    std::vector<counted> removed{};  // existed for them alone
};

class database
{
  public:
    virtual ~database() = default;

    // Changes nothing, and may be called while a peerbot serves. Never throws for what it finds.
    virtual condition examine() const = 0;

    // A checked copy of one moment, readable by its owner only, complete or not there at all; a peerbot may
    // serve meanwhile. Throws std::runtime_error with a sentence, also when `to` exists.
    virtual copied back_up(const std::filesystem::path& to) const = 0;

    // Puts a checked copy of `from` in the place of the database, and keeps what was there beside it. Throws
    // std::runtime_error with a sentence, and then nothing was changed: when a peerbot serves, when `from` is
    // damaged, not peerbot's or newer than this program.
    virtual restored restore(const std::filesystem::path& from, core::instant now) = 0;

    // Every group, or the one in this channel, as lines of JSON, one for each row. Left out is what is
    // private: choices on open and on anonymous ballots, wishes about reminders, secrets. Throws
    // std::runtime_error with a sentence.
    virtual void write_out(const std::optional<std::string>& channel, std::ostream& out) const = 0;

    // Takes a person out, who is a member of no group any more: a pseudonym stands for them where a count or
    // an order needs somebody, what they wrote is gone from the file, and nothing leads back to them. Throws
    // std::runtime_error with a sentence, also when a peerbot serves or nothing is known of them.
    virtual forgotten forget(const std::string& user) = 0;
};

} // namespace peerbot::storage
