// Lists the people of a workspace once a night, and at start when that is overdue: Slack tells who was
// switched off, became an admin or moved, but not for sure.
#pragma once

#include "bot/delivery/work_loop.hpp"
#include "bot/slack/web_api.hpp"
#include "core/instant.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace peerbot::bot {

struct people_listing_ports
{
    slack::web_api* api = nullptr;
    // The workspace whose people are listed; empty until Slack has told, and then nothing is done.
    std::function<core::workspace_id()> workspace;
    std::function<core::instant()> clock;
};

struct people_listing_pace
{
    std::chrono::milliseconds look_again = std::chrono::minutes(1);    // the system clock may jump
    std::chrono::milliseconds between_pages = std::chrono::seconds(3); // 20 a minute are granted
    std::chrono::milliseconds after_failure = std::chrono::minutes(5);
};

// Between 03:00 and 04:00 UTC, at a minute of the workspace's own, so that not everybody asks at once.
core::instant next_listing_after(core::instant last, const core::workspace_id& workspace);

// Belongs to the executor's thread; must outlive the run of the io_context.
class people_listing
{
  public:
    people_listing(boost::asio::any_io_executor executor, storage::engine& engine, people_listing_ports ports,
                   people_listing_pace pace = {});

    void start() { loop_.start(); }
    // The workspace is known now.
    void poke() { loop_.ring(); }
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most) { return loop_.stop(at_most); }

  private:
    boost::asio::awaitable<std::chrono::milliseconds> round();
    boost::asio::awaitable<std::chrono::milliseconds> until_due(core::workspace_id workspace);
    boost::asio::awaitable<std::chrono::milliseconds> list_page(core::workspace_id workspace);
    boost::asio::awaitable<bool> keep(core::workspace_id workspace, slack::people_page page);

    storage::engine& engine_;
    people_listing_ports ports_;
    people_listing_pace pace_;
    work_loop loop_;
    bool under_way_ = false;
    std::string cursor_; // of the page that comes next, while it is under way
    int people_ = 0;
};

} // namespace peerbot::bot
