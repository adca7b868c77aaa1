#include "bot/delivery/work_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <spdlog/spdlog.h>

#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds pause_after_error = std::chrono::seconds(1);

} // namespace

work_loop::work_loop(asio::any_io_executor executor, std::string name,
                     std::function<asio::awaitable<milliseconds>()> round)
    : executor_(std::move(executor)),
      name_(std::move(name)),
      round_(std::move(round)),
      alarm_(executor_),
      idle_(executor_)
{}

void work_loop::start()
{
    running_ = true;
    asio::co_spawn(executor_, run(), asio::detached);
}

asio::awaitable<void> work_loop::run()
{
    while (!stopping_) {
        milliseconds pause = pause_after_error;
        try {
            pause = co_await round_();
        } catch (const std::exception& error) {
            spdlog::error("event=loop_failed loop={} error=\"{}\"", name_, error.what());
        }
        if (!stopping_ && pause > milliseconds{0}) co_await alarm_.wait(pause);
    }
    running_ = false;
    idle_.ring();
}

asio::awaitable<void> work_loop::stop(milliseconds at_most)
{
    stopping_ = true;
    alarm_.ring();
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (running_ || in_flight_ > 0) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= milliseconds{0}) break;
        co_await idle_.wait(left);
    }
    if (in_flight_ > 0) spdlog::warn("event=loop_stopped_early loop={} in_flight={}", name_, in_flight_);
}

void work_loop::spawn(asio::awaitable<void> job)
{
    ++in_flight_;
    asio::co_spawn(executor_, guard(std::move(job)), asio::detached);
}

asio::awaitable<void> work_loop::guard(asio::awaitable<void> job)
{
    try {
        co_await std::move(job);
    } catch (const std::exception& error) {
        spdlog::error("event=job_failed loop={} error=\"{}\"", name_, error.what());
    }
    --in_flight_;
    alarm_.ring();
    if (stopping_) idle_.ring();
}

} // namespace peerbot::bot
