// What waits for a storage thread. The lock is held only to put in or take out, never while SQL runs.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace peerbot::storage::sqlite {

enum class accepted
{
    yes,
    full,
    closed,
};

template <class Item>
class mailbox
{
  public:
    explicit mailbox(std::size_t most) : most_(most) {}

    // Moves from `item` only when it is accepted.
    accepted put(Item& item)
    {
        {
            const std::lock_guard held(mutex_);
            if (closed_) return accepted::closed;
            if (waiting_.size() >= most_) return accepted::full;
            waiting_.push_back(std::move(item));
        }
        arrived_.notify_one();
        return accepted::yes;
    }

    // Waits until there is something. Nothing at all means closed, and everything was taken.
    std::vector<Item> take(std::size_t at_most)
    {
        std::unique_lock held(mutex_);
        arrived_.wait(held, [this] { return closed_ || !waiting_.empty(); });
        return move_out(at_most);
    }

    // The same, but nothing at all can also mean that nothing came for so long.
    std::vector<Item> take_within(std::chrono::milliseconds longest_wait, std::size_t at_most)
    {
        std::unique_lock held(mutex_);
        arrived_.wait_for(held, longest_wait, [this] { return closed_ || !waiting_.empty(); });
        return move_out(at_most);
    }

    std::vector<Item> take_now(std::size_t at_most)
    {
        const std::lock_guard held(mutex_);
        return move_out(at_most);
    }

    // Nothing is left and nothing will come.
    bool finished() const
    {
        const std::lock_guard held(mutex_);
        return closed_ && waiting_.empty();
    }

    void close()
    {
        {
            const std::lock_guard held(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }

  private:
    std::vector<Item> move_out(std::size_t at_most)
    {
        const auto count = std::min(at_most, waiting_.size());
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
        std::vector<Item> taken(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
        waiting_.erase(waiting_.begin(), end);
        return taken;
    }

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> waiting_;
    bool closed_ = false;
};

} // namespace peerbot::storage::sqlite
