// Tells the service manager again and again that peerbot is alive: that the event loop turns, and that the
// storage thread gets through to what is written to it. When either hangs, the word is missing and peerbot is
// restarted.
#pragma once

#include "bot/delivery/work_loop.hpp"
#include "bot/service_manager.hpp"
#include "core/instant.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>

namespace peerbot::bot {

// Belongs to the executor's thread; must outlive the run of the io_context.
class pulse
{
  public:
    pulse(boost::asio::any_io_executor executor, storage::engine& engine, const service_manager& manager,
          std::function<core::instant()> clock);

    // Does nothing when nobody watches.
    void start();
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most) { return loop_.stop(at_most); }

  private:
    boost::asio::awaitable<std::chrono::milliseconds> round();

    storage::engine& engine_;
    const service_manager& manager_;
    std::function<core::instant()> clock_;
    work_loop loop_;
};

} // namespace peerbot::bot
