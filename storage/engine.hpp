// Runs pieces of work in transactions, away from the event loop. Knows nothing of SQL; storage/sqlite
// implements it.
#pragma once

#include "core/unit_of_work.hpp"
#include "storage/histogram.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::storage {

enum class verdict
{
    kept,      // committed and durable
    undone,    // the work asked for its changes to be taken back: nothing changed
    duplicate, // its key was seen before: nothing ran
    busy,      // too much is waiting: nothing ran, try again
    failed,    // an error; nothing changed
};

struct answer
{
    verdict how = verdict::failed;
    std::string error = {}; // for the log, when failed
};

enum class keep
{
    yes,
    no,
};

// Must touch nothing but the unit of work and what it captured, and may run more than once.
using work = std::function<keep(core::unit_of_work&)>;
using look = std::function<void(core::unit_of_work&)>;
using done = std::function<void(answer)>;

// What a commit has left for others to do.
struct aftermath
{
    bool messages = false;
    bool timers = false;
    bool cards = false;
    bool secrets = false; // deleted ones are to vanish from every file; the engine sees to it itself
};

// How results leave the storage threads. Both are called on a storage thread, and must be set.
struct listeners
{
    // Everything one commit or read finished, to be run in order on the caller's own thread. What is refused
    // at once is delivered from within write() or read().
    std::function<void(std::vector<std::function<void()>>)> deliver;
    // After the results, once for a commit that left something.
    std::function<void(aftermath)> committed;
};

// Bounds for the pieces of work in a commit, and for seconds.
inline constexpr double batch_bounds[] = {1, 2, 4, 8, 16, 32, 64, 128, 256};
inline constexpr double commit_bounds[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

// What operators are told of the engine, since it was opened.
struct engine_figures
{
    histogram batch_size{batch_bounds};
    histogram commit_seconds{commit_bounds};
    std::uint64_t bytes = 0; // of the database now, with its log of changes
};

class engine
{
  public:
    virtual ~engine() = default;
    // Runs `piece` once for each `key`; an empty key is never a duplicate. `whenever` is told after the
    // commit.
    virtual void write(std::string key, core::instant now, work piece, done whenever) = 0;
    // Runs on a snapshot, never behind a writer. Changing anything throws.
    virtual void read(look piece, done whenever) = 0;
    // May be called on any thread.
    virtual engine_figures figures() const = 0;
    // Finishes what was accepted, writes everything into the one file and closes it. What comes later fails.
    // Not to be called on a storage thread.
    virtual void stop() = 0;
};

} // namespace peerbot::storage
