// A clock that a loop sleeps on and others ring. A ring is never lost: the next wait returns at once.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace peerbot::bot {

class alarm
{
  public:
    explicit alarm(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    // For one waiter at a time; to be called on the executor's thread.
    boost::asio::awaitable<void> wait(std::chrono::milliseconds at_most);
    void ring();

  private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

} // namespace peerbot::bot
