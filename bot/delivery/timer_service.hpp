// Fires timers when they are due: each once, in the transaction that also holds what it did. Looks again
// every few seconds, so that a jump of the system clock, a suspend or a restored backup is noticed.
#pragma once

#include "bot/delivery/work_loop.hpp"
#include "core/reminders/timer.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>

namespace peerbot::bot {

struct timer_service_ports
{
    // Decides what a timer means now. Runs on a storage thread, in the transaction that marks the timer
    // fired, and may run more than once.
    std::function<void(core::unit_of_work&, const core::timer&, core::instant now)> fire;
    std::function<core::instant()> clock;
};

struct timer_service_pace
{
    std::chrono::milliseconds look_again = std::chrono::seconds(5);
    std::chrono::milliseconds after_failure =
        std::chrono::minutes(1); // before a timer that throws is tried again
    int batch = 40;              // commands wait behind it
};

// Belongs to the executor's thread; must outlive the run of the io_context.
class timer_service
{
  public:
    timer_service(boost::asio::any_io_executor executor, storage::engine& engine, timer_service_ports ports,
                  timer_service_pace pace = {});

    void start() { loop_.start(); }
    // There may be an earlier timer.
    void poke() { loop_.ring(); }
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most) { return loop_.stop(at_most); }

  private:
    struct batch_result;

    boost::asio::awaitable<std::chrono::milliseconds> round();
    boost::asio::awaitable<batch_result> fire_batch(core::instant now);
    boost::asio::awaitable<std::chrono::milliseconds> until_next();
    void put_aside(core::timer_id id);

    storage::engine& engine_;
    timer_service_ports ports_;
    timer_service_pace pace_;
    work_loop loop_;
    int batch_; // 1 while looking for the timer that throws
    std::map<core::timer_id, std::chrono::steady_clock::time_point> aside_; // and until when
};

} // namespace peerbot::bot
