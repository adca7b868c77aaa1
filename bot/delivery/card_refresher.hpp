// Keeps cards true: a card whose row has changed is drawn again and updated in place, each at most once in
// two seconds, and the last state always.
#pragma once

#include "bot/delivery/work_loop.hpp"
#include "bot/slack/web_api.hpp"
#include "core/message.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace peerbot::bot {

struct card_refresher_ports
{
    // The Web API of a workspace; null when it has no token.
    std::function<slack::web_api*(const core::workspace_id&)> api;
    // Draws a card from the state at this moment, on a storage thread, in a read. Nothing: its row is gone.
    std::function<std::optional<slack::rendered>(core::unit_of_work&, const core::card&, core::instant now)>
        draw;
    std::function<core::instant()> clock;
    std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

struct card_refresher_pace
{
    std::chrono::milliseconds between_pictures = std::chrono::seconds(2);
    std::chrono::milliseconds between_pictures_under_pressure =
        std::chrono::seconds(10); // while Slack says 429
    std::chrono::milliseconds look_again = std::chrono::seconds(5);
    std::size_t most_in_flight = 4;
};

// Belongs to the executor's thread; must outlive the run of the io_context.
class card_refresher
{
  public:
    card_refresher(boost::asio::any_io_executor executor, storage::engine& engine, card_refresher_ports ports,
                   card_refresher_pace pace = {});

    void start() { loop_.start(); }
    // A card may be dirty.
    void poke() { loop_.ring(); }
    // Returns when no update is under way, or when `at_most` has passed; what is dirty stays so for the next
    // start.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most) { return loop_.stop(at_most); }

  private:
    using steady_point = std::chrono::steady_clock::time_point;
    struct picture;

    boost::asio::awaitable<std::chrono::milliseconds> round();
    boost::asio::awaitable<void> recover();
    boost::asio::awaitable<void> refresh(core::card card);
    boost::asio::awaitable<bool> show(const core::card& card);
    boost::asio::awaitable<bool> draw(core::card_id id, picture& drawn);
    boost::asio::awaitable<bool> begin(core::card_id id);
    boost::asio::awaitable<void> end(core::card_id id, bool shown);
    bool is_shown(const core::card& card, const slack::call_result& result);
    std::chrono::milliseconds interval() const;

    storage::engine& engine_;
    card_refresher_ports ports_;
    card_refresher_pace pace_;
    work_loop loop_;
    bool recovered_ = false;
    std::set<core::card_id> in_flight_;
    std::map<core::card_id, steady_point> begun_at_; // the last pictures
    std::set<core::card_id> troubled_;               // whose last picture failed: as if under pressure
    steady_point pressed_until_{};
    steady_point resting_until_{}; // Slack said when to come back
};

} // namespace peerbot::bot
