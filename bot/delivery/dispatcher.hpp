// Sends what the outbox holds: each message once, in order within a channel, at Slack's pace. A message that
// may or may not have arrived is looked for in the conversation before it is sent again.
#pragma once

#include "bot/cards/render.hpp"
#include "bot/delivery/work_loop.hpp"
#include "bot/slack/web_api.hpp"
#include "core/message.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace peerbot::bot {

struct dispatcher_ports
{
    // The Web API of a workspace; null when it has no token.
    std::function<slack::web_api*(const core::workspace_id&)> api;
    // Words a message from the state at this moment; runs on a storage thread, in a read.
    std::function<rendering(core::unit_of_work&, const core::outbox_row&, core::instant now)> draw;
    std::function<core::instant()> clock;
    // Whether a message that is about to be sent may be: it may have to wait for the morning, or be dropped.
    // Runs in the transaction that claims it.
    std::function<bool(core::unit_of_work&, const core::outbox_row&, core::instant now)> may_leave = {};
    // The bot may not write to this channel, for the reason that Slack gave in a word, and its messages are
    // on hold until outbox().release(). Runs in the transaction that holds them, on a storage thread.
    std::function<void(core::unit_of_work&, const core::workspace_id&, const core::channel_id&,
                       const std::string& error, core::instant now)>
        unreachable;
    std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

struct dispatcher_pace
{
    std::chrono::milliseconds between_messages = std::chrono::seconds(1); // in one channel ("Rate limits")
    std::chrono::milliseconds look_again = std::chrono::seconds(5);       // the system clock may jump
    std::chrono::milliseconds first_pause = std::chrono::seconds(1);      // then twice as long each time
    std::chrono::milliseconds longest_pause = std::chrono::minutes(5);
    // A request that timed out may still be on its way: looked up too early, its message is not there yet.
    std::chrono::milliseconds before_look_up = std::chrono::seconds(5);
    std::size_t most_in_flight = 8;
};

// Everything happens on the executor's thread, which must be the one that runs all calls here. Must outlive
// the run of the io_context.
class dispatcher
{
  public:
    dispatcher(boost::asio::any_io_executor executor, storage::engine& engine, dispatcher_ports ports,
               dispatcher_pace pace = {});

    void start() { loop_.start(); }
    // There may be something to send.
    void poke() { loop_.ring(); }
    // Claims nothing any more; returns when nothing is in flight, or when `at_most` has passed. What is still
    // on its way then is looked up after the next start.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds at_most) { return loop_.stop(at_most); }

  private:
    using steady_point = std::chrono::steady_clock::time_point;
    using mark = std::function<void(core::unit_of_work&)>;
    struct choice;

    boost::asio::awaitable<void> recover();
    boost::asio::awaitable<std::chrono::milliseconds> round();
    boost::asio::awaitable<std::vector<core::outbox_row>> claim(std::vector<core::outbox_row> wanted);
    choice choose(const std::vector<core::outbox_row>& ready);

    boost::asio::awaitable<void> deliver(core::outbox_row row);
    boost::asio::awaitable<void> send(const core::outbox_row& row);
    boost::asio::awaitable<void> look_up(const core::outbox_row& row);
    boost::asio::awaitable<slack::history_result> history_of(slack::web_api& api, const core::outbox_row& row,
                                                             core::channel_id& where);
    boost::asio::awaitable<void> settle(core::outbox_row row, mark how);
    mark after_post(const core::outbox_row& row, const slack::post_result& posted);
    mark after_refusal(const core::outbox_row& row, const slack::call_result& result);
    boost::asio::awaitable<std::string> thread_of(const core::outbox_row& row);
    mark after_failed_look_up(const core::outbox_row& row, const slack::call_result& result);
    mark undrawn(const core::outbox_row& row, const std::string& error);
    mark again_after(const core::outbox_row& row, std::chrono::milliseconds pause, std::string why);
    mark unknown_for(const core::outbox_row& row, std::chrono::milliseconds pause, std::string why);
    std::chrono::milliseconds back_off(core::message_id id);

    storage::engine& engine_;
    dispatcher_ports ports_;
    dispatcher_pace pace_;
    work_loop loop_;
    bool recovered_ = false;
    std::set<core::message_id> in_flight_;
    std::map<core::message_id, int> faults_;      // in a row; a 429 is none
    std::map<std::string, steady_point> lanes_;   // by recipient: when the next message may go
    std::map<std::string, steady_point> resting_; // by workspace: Slack said when to come back
    std::minstd_rand dice_{std::random_device{}()};
};

} // namespace peerbot::bot
