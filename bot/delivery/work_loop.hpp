// A loop that looks for work, does it, and sleeps until it is rung or the time it named has passed. It
// survives what its work throws.
#pragma once

#include "bot/delivery/alarm.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace peerbot::bot {

// Belongs to the executor's thread, start to end; must outlive the run of the io_context.
class work_loop
{
  public:
    // `round` says how long to sleep at most; zero means that it wants to be called again at once.
    work_loop(boost::asio::any_io_executor executor, std::string name,
              std::function<boost::asio::awaitable<std::chrono::milliseconds>()> round);

    void start();
    void ring() { alarm_.ring(); }
    // Returns when the loop has ended and nothing it spawned is under way, or when `at_most` has passed.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most);
    bool stopping() const { return stopping_; }

    // Runs beside the loop, which is rung when the job ends.
    void spawn(boost::asio::awaitable<void> job);
    std::size_t in_flight() const { return in_flight_; }
    boost::asio::any_io_executor executor() const { return executor_; }

  private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> guard(boost::asio::awaitable<void> job);

    boost::asio::any_io_executor executor_;
    std::string name_;
    std::function<boost::asio::awaitable<std::chrono::milliseconds>()> round_;
    alarm alarm_;
    alarm idle_;
    std::size_t in_flight_ = 0;
    bool running_ = false;
    bool stopping_ = false;
};

} // namespace peerbot::bot
