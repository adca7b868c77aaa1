// Says when a time has passed, however often that time is moved. Under load every request moves it several
// times; only what passes sooner than the wait that is under way begins another one.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace peerbot::bot {

class deadline
{
  public:
    using time_point = std::chrono::steady_clock::time_point;

    // `passed` is called on the executor's thread, at most once for each set(), and never after the end of
    // the deadline.
    deadline(const boost::asio::any_io_executor& executor, std::function<void()> passed);
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;
    ~deadline();

    void set(time_point until);
    void clear() { until_ = time_point::max(); }

  private:
    void wait();
    void look();

    boost::asio::steady_timer timer_;
    std::function<void()> passed_;
    time_point until_ = time_point::max();
    time_point wakes_ = time_point::max(); // when the wait that is under way ends
    std::shared_ptr<deadline*> alive_;     // a wait that was cancelled is told later
};

} // namespace peerbot::bot
