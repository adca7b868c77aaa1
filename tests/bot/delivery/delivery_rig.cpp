#include "tests/bot/delivery/delivery_rig.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <catch2/catch.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace peerbot::tests {

delivery_rig::delivery_rig()
{
    spdlog::set_level(spdlog::level::off);
    const auto deliver = [this](std::vector<std::function<void()>> finished) {
        boost::asio::post(io, [finished = std::move(finished)] {
            for (const auto& each : finished)
                each();
        });
    };
    const auto tell = [this](storage::aftermath left) {
        boost::asio::post(io, [this, left] {
            if (committed) committed(left);
        });
    };
    engine = storage::open_sqlite({.file = folder / "peerbot.db"}, {.deliver = deliver, .committed = tell});

    bot::slack::web_api_options options;
    options.token = "xoxb-test";
    options.now = [this] { return steady; };
    api.emplace(slack.transport(), std::move(options));
    write([this](core::unit_of_work& work) { group = add_group(work); });
}

delivery_rig::~delivery_rig()
{
    engine->stop();
}

void delivery_rig::write(const std::function<void(core::unit_of_work&)>& piece)
{
    std::optional<storage::answer> told;
    engine->write(
        "", now,
        [&piece](core::unit_of_work& work) {
            piece(work);
            return storage::keep::yes;
        },
        [&told](storage::answer how) { told = std::move(how); });
    until([&told] { return told.has_value(); });
    INFO(told->error);
    REQUIRE(told->how == storage::verdict::kept);
}

void delivery_rig::read(const std::function<void(core::unit_of_work&)>& piece)
{
    std::optional<storage::answer> told;
    engine->read(piece, [&told](storage::answer how) { told = std::move(how); });
    until([&told] { return told.has_value(); });
    INFO(told->error);
    REQUIRE(told->how == storage::verdict::kept);
}

void delivery_rig::until(const std::function<bool()>& it_is_so)
{
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    const auto stay = boost::asio::make_work_guard(io);
    while (!it_is_so()) {
        if (std::chrono::steady_clock::now() > deadline) FAIL("waited in vain");
        io.restart();
        io.run_one_for(1s);
    }
}

void delivery_rig::look_around()
{
    io.restart();
    io.run_for(60ms);
}

core::outbox_row delivery_rig::message(std::int64_t number)
{
    std::optional<core::outbox_row> row;
    read([&](core::unit_of_work& work) { row = work.outbox().find(core::message_id{number}); });
    REQUIRE(row);
    return *row;
}

void delivery_rig::say(const std::string& to, std::int64_t subject, std::optional<core::instant> void_after)
{
    core::message fresh{.kind = core::message_kind::leader_day,
                        .group = group,
                        .subject = subject,
                        .to = core::channel_id{to},
                        .due_at = now,
                        .void_after = void_after};
    if (to.starts_with('U')) fresh.to = core::user_id{to};
    write([&fresh](core::unit_of_work& work) { work.outbox().add(fresh); });
}

} // namespace peerbot::tests
