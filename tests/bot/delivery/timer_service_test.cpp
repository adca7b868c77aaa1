#include "bot/delivery/timer_service.hpp"
#include "tests/bot/delivery/delivery_rig.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <set>

using namespace peerbot;
using namespace peerbot::tests;

namespace {

class rig : public delivery_rig
{
  public:
    explicit rig(bot::timer_service_pace pace = {.look_again = 3ms, .after_failure = 1h, .batch = 100})
    {
        bot::timer_service_ports ports;
        ports.fire = [this](core::unit_of_work& work, const core::timer& what, core::instant at) {
            fire(work, what, at);
        };
        ports.clock = [this] { return now; };
        service.emplace(io.get_executor(), *engine, std::move(ports), pace);
        committed = [this](storage::aftermath left) {
            if (left.timers && service) service->poke();
        };
        service->start();
    }
    ~rig()
    {
        run(service->stop(10s));
        service.reset();
    }

    void set(std::int64_t subject, core::instant when, core::timer_kind kind = core::timer_kind::leader_day)
    {
        write([&](core::unit_of_work& work) {
            work.timers().add({.id = {}, .kind = kind, .group = group, .subject = subject, .due_at = when});
        });
    }
    // What firing leaves in the database: one message for each timer.
    std::vector<std::int64_t> fired()
    {
        std::vector<std::int64_t> subjects;
        read([&](core::unit_of_work& work) {
            for (std::int64_t id = 1;; ++id) {
                const auto row = work.outbox().find(core::message_id{id});
                if (!row) break;
                subjects.push_back(row->what.subject);
            }
        });
        return subjects;
    }

    static void tell(core::unit_of_work& work, const core::timer& what, core::instant)
    {
        work.outbox().add({.kind = core::message_kind::leader_day,
                           .group = what.group,
                           .subject = what.subject,
                           .to = core::user_id{"U" + std::to_string(what.subject)},
                           .due_at = what.due_at});
    }
    std::function<void(core::unit_of_work&, const core::timer&, core::instant)> fire = tell;
    std::optional<bot::timer_service> service;
};

} // namespace

TEST_CASE("timers fire when they are due, in order, each once")
{
    rig at;
    at.set(2, at.now + 2min);
    at.set(1, at.now + 1min);
    at.look_around();
    CHECK(at.fired().empty());
    at.pass(1min);
    at.until([&] { return at.fired() == std::vector<std::int64_t>{1}; });
    at.pass(1min);
    at.until([&] { return at.fired() == std::vector<std::int64_t>{1, 2}; });
    at.look_around();
    CHECK(at.fired().size() == 2);
}

TEST_CASE("a jump of the clock, forward or back, loses and doubles nothing")
{
    rig at;
    at.set(1, at.now + 24h);
    at.set(2, at.now + 72h);
    at.look_around();
    at.pass(25h);
    at.until([&] { return at.fired().size() == 1; });
    at.now -= 30h;
    at.look_around();
    at.set(3, at.now + 1min);
    at.pass(1min);
    at.until([&] { return at.fired().size() == 2; });
    at.pass(100h);
    at.until([&] { return at.fired().size() == 3; });
    at.look_around();
    CHECK(at.fired() == std::vector<std::int64_t>{1, 3, 2});
}

TEST_CASE("an earlier timer wakes the service although it sleeps")
{
    rig at({.look_again = 1h, .after_failure = 1h, .batch = 100});
    at.set(1, at.now + 24h);
    at.look_around();
    at.set(2, at.now);
    at.until([&] { return at.fired() == std::vector<std::int64_t>{2}; });
}

TEST_CASE("many that are due together all fire")
{
    rig at;
    at.write([&](core::unit_of_work& work) {
        for (std::int64_t subject = 1; subject <= 250; ++subject) {
            work.timers().add({.id = {},
                               .kind = core::timer_kind::leader_day,
                               .group = at.group,
                               .subject = subject,
                               .due_at = at.now});
        }
    });
    at.until([&] { return at.fired().size() == 250; });
    const auto subjects = at.fired();
    CHECK(std::set<std::int64_t>(subjects.begin(), subjects.end()).size() == 250);
}

TEST_CASE("a timer that another one takes back does not fire")
{
    rig at;
    at.fire = [](core::unit_of_work& work, const core::timer& what, core::instant now) {
        rig::tell(work, what, now);
        work.timers().cancel(core::timer_kind::leader_day, 2);
    };
    at.write([&](core::unit_of_work& work) {
        for (std::int64_t subject = 1; subject <= 3; ++subject) {
            work.timers().add({.id = {},
                               .kind = core::timer_kind::leader_day,
                               .group = at.group,
                               .subject = subject,
                               .due_at = at.now});
        }
    });
    at.until([&] { return at.fired().size() == 2; });
    at.look_around();
    CHECK(at.fired() == std::vector<std::int64_t>{1, 3});
}

TEST_CASE("a timer that throws changes nothing and keeps no other from firing")
{
    rig at;
    at.fire = [](core::unit_of_work& work, const core::timer& what, core::instant now) {
        rig::tell(work, what, now);
        if (what.subject == 2) throw std::runtime_error("does not work");
    };
    at.write([&](core::unit_of_work& work) {
        for (std::int64_t subject = 1; subject <= 5; ++subject) {
            work.timers().add({.id = {},
                               .kind = core::timer_kind::leader_day,
                               .group = at.group,
                               .subject = subject,
                               .due_at = at.now});
        }
    });
    at.until([&] { return at.fired().size() == 4; });
    CHECK(at.fired() == std::vector<std::int64_t>{1, 3, 4, 5});
    at.set(6, at.now);
    at.until([&] { return at.fired().size() == 5; });
    at.read([&](core::unit_of_work& work) { CHECK(work.timers().due(at.now, 10).size() == 1); });
}

TEST_CASE("a timer that failed for a while fires later")
{
    rig at({.look_again = 3ms, .after_failure = 10ms, .batch = 100});
    std::atomic<int> failures{3};
    at.fire = [&](core::unit_of_work& work, const core::timer& what, core::instant now) {
        if (failures > 0 && failures-- > 0) throw std::runtime_error("not yet");
        rig::tell(work, what, now);
    };
    at.set(1, at.now);
    at.until([&] { return at.fired().size() == 1; });
}
