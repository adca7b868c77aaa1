// While it lives, SQLite does not sleep when it waits for a lock: what it would have slept is added up. Must
// outlive the databases that are opened meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <sqlite3.h>

namespace peerbot::tests {

class sleepless
{
  public:
    sleepless() : usual_(sqlite3_vfs_find(nullptr)), own_(*usual_)
    {
        wanted_ = 0;
        own_.zName = "sleepless";
        own_.xSleep = [](sqlite3_vfs*, int microseconds) {
            wanted_ += microseconds;
            return microseconds;
        };
        sqlite3_vfs_register(&own_, 1);
    }
    ~sleepless()
    {
        sqlite3_vfs_register(usual_, 1);
        sqlite3_vfs_unregister(&own_);
    }
    sleepless(const sleepless&) = delete;
    sleepless& operator=(const sleepless&) = delete;

    std::chrono::microseconds wanted() const { return std::chrono::microseconds(wanted_); }

  private:
    static inline std::atomic<long> wanted_ = 0;
    sqlite3_vfs* usual_;
    sqlite3_vfs own_;
};

} // namespace peerbot::tests
