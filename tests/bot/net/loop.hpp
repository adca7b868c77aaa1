// An io_context on a thread of its own, and ways for a test's thread to act there and to wait for what
// happens.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

namespace peerbot::tests {

// Long enough for the slowest sanitizer; a test that waits this long has failed.
constexpr auto patience = std::chrono::seconds(30);

template <class Value>
Value in_time(std::future<Value> future)
{
    if (future.wait_for(patience) != std::future_status::ready)
        throw std::runtime_error("nothing happened in time");
    return future.get();
}

class loop
{
  public:
    loop() : work_(boost::asio::make_work_guard(io_)), thread_([this] { io_.run(); }) {}
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;
    ~loop() { finish(); }

    boost::asio::io_context& io() { return io_; }

    // Returns when nothing is left to do on the loop.
    void finish()
    {
        work_.reset();
        if (thread_.joinable()) thread_.join();
    }

    template <class Function>
    auto run(Function function)
    {
        std::packaged_task<decltype(function())()> task(std::move(function));
        auto done = task.get_future();
        boost::asio::post(io_, [&task] { task(); });
        return done.get();
    }

    template <class Value>
    std::future<Value> start(boost::asio::awaitable<Value> work)
    {
        return boost::asio::co_spawn(io_, std::move(work), boost::asio::use_future);
    }

    template <class Value>
    Value await(boost::asio::awaitable<Value> work)
    {
        return in_time(start(std::move(work)));
    }

  private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

// Holds coroutines up until the test lets them through; says when the first one has come.
class gate
{
  public:
    explicit gate(loop& its_loop) : loop_(its_loop), bell_(its_loop.io()) {}

    boost::asio::awaitable<void> pass()
    {
        if (!seen_) somebody_waits_.set_value();
        seen_ = true;
        boost::system::error_code rung;
        auto token = boost::asio::redirect_error(boost::asio::use_awaitable, rung);
        while (!open_) {
            bell_.expires_after(patience);
            co_await bell_.async_wait(token);
        }
    }

    void wait_for_somebody() { in_time(somebody_waits_.get_future()); }

    void open()
    {
        loop_.run([this] {
            open_ = true;
            bell_.cancel();
        });
    }

  private:
    loop& loop_;
    boost::asio::steady_timer bell_;
    std::promise<void> somebody_waits_;
    bool seen_ = false;
    bool open_ = false;
};

} // namespace peerbot::tests
