#include "storage/sqlite/upkeep.hpp"

#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"
#include "storage/sqlite/transaction.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <exception>

namespace peerbot::storage::sqlite {
namespace {

constexpr int chunk = 500; // rows in one transaction
constexpr core::hours between_rounds{1};
constexpr core::milliseconds shortest_pause{50}; // between attempts to empty the log, doubled each time
constexpr core::milliseconds longest_pause{5000};
constexpr core::milliseconds short_patience{50}; // with a reader who may be done in an instant

// The inbox has no index by age, since every write would pay for it: it is gone through in the order of its
// keys.
constexpr sql inbox_chunk_end{"inbox.chunk_end",
                              "SELECT key FROM inbox WHERE key > ?1 ORDER BY key LIMIT 1 OFFSET ?2"};
constexpr sql forget_keys{"inbox.forget",
                          "DELETE FROM inbox WHERE key > ?1 AND key <= ?2 AND received_at < ?3"};
constexpr sql forget_last_keys{"inbox.forget_last", "DELETE FROM inbox WHERE key > ?1 AND received_at < ?2"};
constexpr sql forget_messages{
    "outbox.forget",
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE finished_at IS NOT NULL AND finished_at < ?1"
    " AND due_at < ?1 ORDER BY finished_at LIMIT ?2)"};
constexpr sql forget_timers{
    "timer.forget",
    "DELETE FROM timers WHERE id IN (SELECT id FROM timers WHERE fired_at IS NOT NULL AND fired_at < ?1"
    " AND due_at < ?1 ORDER BY fired_at LIMIT ?2)"};

// For the time of one checkpoint.
class patience
{
  public:
    patience(connection& base, core::milliseconds longest_wait) : base_(base)
    {
        base_.set_patience(longest_wait);
    }
    ~patience() { base_.set_patience(usual_patience); }
    patience(const patience&) = delete;
    patience& operator=(const patience&) = delete;

  private:
    connection& base_;
};

} // namespace

sql_list upkeep_sql()
{
    static constexpr const sql* list[] = {&inbox_chunk_end, &forget_keys, &forget_last_keys, &forget_messages,
                                          &forget_timers};
    return list;
}

upkeep::upkeep(connection& base, const sqlite_options& limits) : base_(base), pause_(shortest_pause)
{
    const auto page = base_.number("PRAGMA page_size");
    pages_from_ = static_cast<std::int64_t>(limits.write_back_from) / page;
    pages_always_ = static_cast<std::int64_t>(limits.write_back_always) / page;
    next_pages_ = pages_from_;
    sqlite3_wal_hook(base_.handle(), log_grew, this);
}

upkeep::~upkeep()
{
    sqlite3_wal_hook(base_.handle(), nullptr, nullptr);
}

int upkeep::log_grew(void* self, sqlite3*, const char*, int pages)
{
    static_cast<upkeep*>(self)->pages_ = pages;
    return SQLITE_OK;
}

void upkeep::saw(core::instant now)
{
    now_ = std::max(now_, now);
    may_try_ = must_empty_;
    if (stage_ != stage::resting) return;
    if (last_round_ && now_ - *last_round_ < between_rounds) return;
    last_round_ = now_;
    inbox_done_.clear();
    stage_ = stage::inbox;
}

void upkeep::empty_log_soon()
{
    must_empty_ = true;
    may_try_ = true;
    pause_ = shortest_pause;
}

bool upkeep::wanted() const
{
    return may_try_ || stage_ != stage::resting || pages_ >= next_pages_;
}

bool upkeep::overdue() const
{
    return may_try_ || pages_ >= std::max(next_pages_, pages_always_);
}

std::optional<core::milliseconds> upkeep::again_in() const
{
    if (!must_empty_) return std::nullopt;
    return pause_;
}

void upkeep::step() noexcept
{
    try {
        if (may_try_)
            empty_log();
        else if (pages_ >= next_pages_)
            write_back(overdue());
        else if (stage_ != stage::resting)
            forget_some();
        else if (must_empty_)
            empty_log();
    } catch (const std::exception&) {
        stage_ = stage::resting;
    }
}

void upkeep::write_back(bool start_again)
{
    int in_log = 0;
    int written = 0;
    const patience brief(base_, short_patience);
    const auto mode = start_again ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    const auto code = sqlite3_wal_checkpoint_v2(base_.handle(), nullptr, mode, &in_log, &written);
    if (code == SQLITE_OK && in_log == written) {
        pages_ = 0; // the next commit starts the log again
        next_pages_ = pages_from_;
    } else {
        // A reader still needs the old pages, or the disk is in trouble: not again at once.
        next_pages_ = pages_ + pages_from_ / 4 + 1;
    }
}

void upkeep::empty_log()
{
    // Whoever reads on after the first attempt may do so for hours: then no commit is held up.
    const bool held_up = may_try_ && pause_ > shortest_pause;
    may_try_ = false;
    const patience brief(base_, held_up ? core::milliseconds{0} : short_patience);
    const auto code =
        sqlite3_wal_checkpoint_v2(base_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) {
        pause_ = std::min(2 * pause_, longest_pause);
        return;
    }
    must_empty_ = false;
    pages_ = 0;
    next_pages_ = pages_from_;
}

void upkeep::write_back_all() noexcept
{
    sqlite3_wal_checkpoint_v2(base_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

void upkeep::forget_some()
{
    transaction whole(base_, transaction::kind::writing);
    bool more = false;
    switch (stage_) {
    case stage::inbox:
        more = forget_inbox();
        break;
    case stage::messages:
        more = change(base_, forget_messages, now_ - finished_kept, chunk) != 0;
        break;
    case stage::timers:
        more = change(base_, forget_timers, now_ - finished_kept, chunk) != 0;
        break;
    case stage::resting:
        return;
    }
    whole.commit();
    if (more) return;
    stage_ = stage_ == stage::inbox      ? stage::messages
             : stage_ == stage::messages ? stage::timers
                                         : stage::resting;
}

bool upkeep::forget_inbox()
{
    const auto old = now_ - inbox_kept;
    const auto end = first(base_, inbox_chunk_end, single<std::string>, inbox_done_, chunk - 1);
    if (!end) {
        change(base_, forget_last_keys, inbox_done_, old);
        return false;
    }
    change(base_, forget_keys, inbox_done_, *end, old);
    inbox_done_ = *end;
    return true;
}

} // namespace peerbot::storage::sqlite
