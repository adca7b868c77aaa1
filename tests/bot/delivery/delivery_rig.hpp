// A real database, a Slack that does what it is told, and two clocks that stand still until a test moves
// them.
#pragma once

#include "bot/slack/web_api.hpp"
#include "storage/sqlite/open.hpp"
#include "tests/bot/slack/fake_slack.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

namespace peerbot::tests {

using namespace std::chrono_literals;

class delivery_rig
{
  public:
    delivery_rig();
    ~delivery_rig();
    delivery_rig(const delivery_rig&) = delete;
    delivery_rig& operator=(const delivery_rig&) = delete;

    void write(const std::function<void(core::unit_of_work&)>& piece);
    void read(const std::function<void(core::unit_of_work&)>& piece);
    // Runs the event loop until it is so; fails the test when it does not become so.
    void until(const std::function<bool()>& it_is_so);
    // Lets the loops look around for a while: for what must not happen.
    void look_around();
    template <class Value>
    Value run(boost::asio::awaitable<Value> call)
    {
        auto value = boost::asio::co_spawn(io, std::move(call), boost::asio::use_future);
        until([&] { return value.wait_for(0s) == std::future_status::ready; });
        return value.get();
    }
    void pass(std::chrono::milliseconds time)
    {
        now += time;
        steady += time;
    }

    // The n-th row that was added to the outbox, from 1.
    core::outbox_row message(std::int64_t number);
    core::delivery_state state(std::int64_t number) { return message(number).state; }
    // Something to say to "C..." or "U...", told apart by its subject.
    void say(const std::string& to, std::int64_t subject, std::optional<core::instant> void_after = {});

    core::instant now{std::chrono::sys_days{std::chrono::January / 4 / 2027} + 9h};
    std::chrono::steady_clock::time_point steady{1000h};
    scratch_folder folder;
    boost::asio::io_context io;
    std::function<void(storage::aftermath)> committed; // called by the event loop
    std::unique_ptr<storage::engine> engine;
    fake_slack slack{io.get_executor()};
    std::optional<bot::slack::web_api> api;
    core::group_id group;
};

} // namespace peerbot::tests
