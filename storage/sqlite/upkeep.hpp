// What the writer does between commits: writes the log of changes back into the file, and forgets what is
// old.
#pragma once

#include "core/instant.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/open.hpp"

#include <optional>
#include <string>

namespace peerbot::storage::sqlite {

// The same delivery is not expected again after this; Slack retries for an hour at most.
inline constexpr core::days inbox_kept{7};
// Finished messages and fired timers are kept so long, and so long nothing with their key can be added again.
inline constexpr core::days finished_kept{90};

class upkeep
{
  public:
    upkeep(connection& base, const sqlite_options& limits);
    ~upkeep();
    upkeep(const upkeep&) = delete;
    upkeep& operator=(const upkeep&) = delete;

    // The time of what was just written; at most once an hour it starts a round of forgetting.
    void saw(core::instant now);
    // Deleted secrets still stand in the log of changes: it is to be emptied, as soon as nobody reads it.
    void empty_log_soon();
    // Something should be done soon, when nobody is waiting.
    bool wanted() const;
    // Something must be done now.
    bool overdue() const;
    // Set while somebody reads what is to vanish: a step() after so long without work may succeed.
    std::optional<core::milliseconds> again_in() const;
    // Does one small thing. Never throws: what fails is tried again later. Never waits noticeably for those
    // who read, since every command waits with it.
    void step() noexcept;
    // At the end: everything goes into the one file.
    void write_back_all() noexcept;

  private:
    enum class stage
    {
        resting,
        inbox,
        messages,
        timers,
    };

    void write_back(bool start_again);
    void empty_log();
    void forget_some();
    bool forget_inbox();
    static int log_grew(void* self, sqlite3*, const char*, int pages);

    connection& base_;
    std::int64_t pages_from_;
    std::int64_t pages_always_;
    std::int64_t pages_ = 0;      // in the log
    std::int64_t next_pages_ = 0; // not before the log has so many
    bool must_empty_ = false;
    bool may_try_ = false; // after a failure not before the next commit, or a pause
    core::milliseconds pause_;
    stage stage_ = stage::resting;
    core::instant now_;
    std::optional<core::instant> last_round_;
    std::string inbox_done_; // keys up to this one were looked at
};

} // namespace peerbot::storage::sqlite
