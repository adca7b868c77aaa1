#include "bot/pulse.hpp"
#include "tests/bot/net/loop.hpp"
#include "tests/bot/notified.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;

namespace {

// Answers what is written to it only when it is told to.
class halting_engine final : public storage::engine
{
  public:
    void write(std::string, core::instant, storage::work, storage::done whenever) override
    {
        waiting = std::move(whenever);
        if (goes_on) answer({.how = storage::verdict::undone});
        ++writes;
    }
    void read(storage::look, storage::done) override {}
    storage::engine_figures figures() const override { return {}; }
    void stop() override {}

    void answer(storage::answer how) { std::exchange(waiting, nullptr)(std::move(how)); }

    bool goes_on = true;
    int writes = 0;
    storage::done waiting;
};

struct rig
{
    notified heard;
    bot::service_manager manager{heard.variables({{"WATCHDOG_USEC", "40000"}})};
    halting_engine engine;
    loop here;
    bot::pulse pulse{here.io().get_executor(), engine, manager, [] { return core::instant{}; }};

    ~rig()
    {
        here.run([this] {
            if (engine.waiting) engine.answer({.how = storage::verdict::failed});
        });
        here.await(pulse.stop(patience));
    }
};

} // namespace

TEST_CASE("as long as the writer answers, the service manager hears of it again and again")
{
    rig at;
    at.here.run([&] { at.pulse.start(); });
    for (int i = 0; i < 3; ++i)
        CHECK(at.heard.next() == "WATCHDOG=1");
}

TEST_CASE("a writer that hangs, or cannot be reached, is not called alive")
{
    rig at;
    at.engine.goes_on = false;
    at.here.run([&] { at.pulse.start(); });
    while (at.here.run([&] { return at.engine.writes; }) == 0)
        std::this_thread::yield();
    CHECK(at.heard.nothing_yet());
    at.here.run([&] { at.engine.answer({.how = storage::verdict::busy}); });
    while (at.here.run([&] { return at.engine.writes; }) == 1)
        std::this_thread::yield();
    CHECK(at.heard.nothing_yet());
    // An error is a sign of life.
    at.here.run([&] { at.engine.answer({.how = storage::verdict::failed}); });
    CHECK(at.heard.next() == "WATCHDOG=1");
}

TEST_CASE("nobody is told when nobody watches")
{
    notified heard;
    const bot::service_manager manager(heard.variables({}));
    halting_engine engine;
    loop here;
    bot::pulse pulse(here.io().get_executor(), engine, manager, [] { return core::instant{}; });
    here.run([&] { pulse.start(); });
    here.finish();
    CHECK(engine.writes == 0);
}
