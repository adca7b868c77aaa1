#include "bot/delivery/dispatcher.hpp"
#include "core/reminders/attention.hpp"
#include "tests/bot/delivery/delivery_rig.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace peerbot;
using namespace peerbot::tests;
using core::delivery_state;

namespace {

class rig : public delivery_rig
{
  public:
    rig() { begin(); }
    ~rig() { end(); }

    void begin()
    {
        bot::dispatcher_ports ports;
        ports.api = [this](const core::workspace_id&) { return has_token ? &*api : nullptr; };
        ports.draw = [this](core::unit_of_work& work, const core::outbox_row& row, core::instant at) {
            return draw(work, row, at);
        };
        ports.clock = [this] { return now; };
        ports.steady = [this] { return steady; };
        ports.may_leave = [this](core::unit_of_work& work, const core::outbox_row& row, core::instant at) {
            return may_leave(work, row, at);
        };
        ports.unreachable = [this](core::unit_of_work&, const core::workspace_id& workspace,
                                   const core::channel_id& channel, const std::string& error, core::instant) {
            unreachable.push_back(workspace.value + ' ' + channel.value + ' ' + error);
        };
        bot::dispatcher_pace pace;
        pace.look_again = 3ms;
        sender.emplace(io.get_executor(), *engine, std::move(ports), pace);
        committed = [this](storage::aftermath left) {
            if (left.messages && sender) sender->poke();
        };
        sender->start();
    }
    void end()
    {
        if (!sender) return;
        for (const auto* channel : {"C1", "C2", "C3"})
            slack.open_gate(channel);
        run(sender->stop(10s));
        sender.reset();
    }
    void until_state(std::int64_t number, delivery_state wanted)
    {
        until([&] { return state(number) == wanted; });
    }

    bool has_token = true;
    std::function<bool(core::unit_of_work&, const core::outbox_row&, core::instant)> may_leave =
        [](core::unit_of_work&, const core::outbox_row&, core::instant) { return true; };
    std::vector<std::string> unreachable;
    // Says its subject, unless a test wants something else.
    std::function<bot::rendering(core::unit_of_work&, const core::outbox_row&, core::instant)> draw =
        [](core::unit_of_work&, const core::outbox_row& row, core::instant) {
            return bot::slack::rendered{.text = "subject " + std::to_string(row.what.subject)};
        };
    std::optional<bot::dispatcher> sender;
};

} // namespace

TEST_CASE("a message is sent with its key, and its card knows where it is")
{
    rig at;
    core::card_id card;
    at.write([&](core::unit_of_work& work) {
        card =
            work.cards().add({.id = {}, .kind = core::card_kind::welcome, .group = at.group, .subject = 1});
        work.outbox().add({.kind = core::message_kind::welcome_card,
                           .group = at.group,
                           .subject = 1,
                           .to = core::channel_id{"C1"},
                           .card = card,
                           .due_at = at.now});
    });
    at.until_state(1, delivery_state::sent);

    REQUIRE(at.slack.messages().size() == 1);
    CHECK(at.slack.messages().at(0).text == "subject 1");
    CHECK(at.slack.messages().at(0).delivery_key == at.message(1).key);
    at.read([&](core::unit_of_work& work) {
        CHECK(work.cards().find(card)->stamp == at.slack.messages().at(0).stamp);
        CHECK(work.cards().find(card)->channel.value == "C1");
    });
}

TEST_CASE("a message is not sent before it is due")
{
    rig at;
    at.write([&](core::unit_of_work& work) {
        work.outbox().add({.kind = core::message_kind::leader_day,
                           .group = at.group,
                           .subject = 1,
                           .to = core::user_id{"U1"},
                           .due_at = at.now + 1h});
    });
    at.look_around();
    CHECK(at.slack.calls().empty());
    at.pass(1h);
    at.until_state(1, delivery_state::sent);
    CHECK(at.slack.texts_in("DU1").size() == 1);
}

TEST_CASE("Retry-After is obeyed, and does not make the next pause longer")
{
    rig at;
    for (int round = 0; round < 3; ++round)
        at.slack.next("chat.postMessage", ending::status(429, {{"Retry-After", "7"}}));
    at.say("C1", 1);
    for (int round = 1; round <= 3; ++round) {
        at.until([&] { return at.message(1).next_try_at == at.now + 7s; });
        at.pass(6s);
        at.look_around();
        CHECK(at.slack.count("chat.postMessage") == static_cast<std::size_t>(round));
        at.pass(1s);
    }
    at.until_state(1, delivery_state::sent);
    CHECK(at.slack.messages().size() == 1);
}

TEST_CASE("what could not be sent is tried again, with growing pauses")
{
    rig at;
    at.slack.always("chat.postMessage", ending::not_sent());
    at.say("C1", 1);
    std::vector<std::chrono::milliseconds> pauses;
    for (int round = 0; round < 12; ++round) {
        const auto calls = static_cast<std::size_t>(round) + 1;
        at.until([&] {
            return at.slack.count("chat.postMessage") == calls && at.message(1).next_try_at > at.now;
        });
        pauses.push_back(at.message(1).next_try_at - at.now);
        at.pass(pauses.back());
    }
    std::chrono::milliseconds full = 1s;
    for (const auto pause : pauses) {
        CHECK(pause <= full);
        CHECK(pause >= std::max<std::chrono::milliseconds>(1s, full / 2));
        full = std::min<std::chrono::milliseconds>(2 * full, 5min);
    }
    at.slack.always_well();
    at.pass(5min);
    at.until_state(1, delivery_state::sent);
}

TEST_CASE("a message whose answer was lost is looked up, found, and not said again")
{
    rig at;
    at.slack.keep({.channel = "C1", .stamp = "1.0", .text = "older"});
    for (const auto* to : {"C1", "U1"}) {
        const auto number = to[0] == 'C' ? 1 : 2;
        at.slack.next("chat.postMessage", ending::timed_out(ending::effect::done));
        at.say(to, number);
        at.until_state(number, delivery_state::unknown);
        for (int later = 0; later < 4; ++later)
            at.slack.keep({.channel = "C1", .stamp = "9.0", .text = "later"});
        at.pass(5s);
        at.until_state(number, delivery_state::sent);
    }
    CHECK(at.slack.count("chat.postMessage") == 2);
    CHECK(at.slack.count("conversations.open") == 1);
    CHECK(at.slack.texts_in("DU1") == std::vector<std::string>{"subject 2"});
}

TEST_CASE("a message whose answer was lost and that never arrived is sent after the look-up")
{
    rig at;
    at.slack.next("chat.postMessage", ending::timed_out(ending::effect::none));
    at.slack.next("chat.postMessage", ending::status(503));
    at.say("C1", 1);
    at.until_state(1, delivery_state::unknown);
    at.look_around();
    CHECK(at.slack.count("conversations.history") == 0); // it may still be on its way
    at.pass(5s);
    at.until(
        [&] { return at.slack.count("chat.postMessage") == 2 && at.state(1) == delivery_state::unknown; });
    at.pass(5s);
    at.until_state(1, delivery_state::sent);

    CHECK(at.slack.texts_in("C1") == std::vector<std::string>{"subject 1"});
    CHECK(at.slack.count("conversations.history") == 2);
    const auto oldest = std::chrono::floor<std::chrono::seconds>(*at.message(1).first_tried_at) - 60s;
    CHECK(at.slack.calls().at(1).arguments.at("oldest") ==
          std::to_string(oldest.time_since_epoch().count()) + ".000000");
}

TEST_CASE("while it cannot be looked up, a message stays unknown and is not sent")
{
    rig at;
    at.slack.next("chat.postMessage", ending::timed_out(ending::effect::done));
    at.slack.always("conversations.history", ending::status(503));
    at.say("C1", 1);
    at.until_state(1, delivery_state::unknown);
    for (std::size_t looks = 1; looks <= 3; ++looks) {
        at.pass(1min);
        at.until([&] {
            return at.slack.count("conversations.history") == looks && at.message(1).next_try_at > at.now;
        });
        CHECK(at.state(1) == delivery_state::unknown);
    }
    at.slack.always_well();
    at.pass(5min);
    at.until_state(1, delivery_state::sent);
    CHECK(at.slack.texts_in("C1").size() == 1);
}

TEST_CASE("what was on its way when the process died is looked up after the next start")
{
    rig at;
    const bool arrived = GENERATE(true, false);
    at.end();
    at.say("C1", 1);
    const auto key = at.message(1).key;
    at.write([&](core::unit_of_work& work) { work.outbox().mark_sending(core::message_id{1}, at.now); });
    if (arrived) at.slack.keep({.channel = "C1", .stamp = "5.0", .text = "subject 1", .delivery_key = key});
    at.begin();
    at.until_state(1, delivery_state::sent);

    CHECK(at.slack.texts_in("C1") == std::vector<std::string>{"subject 1"});
    CHECK(at.slack.count("chat.postMessage") == (arrived ? 0 : 1));
}

TEST_CASE("in one channel the order is kept and a second lies between messages")
{
    rig at;
    at.slack.next("chat.postMessage", ending::not_sent());
    for (int subject = 1; subject <= 3; ++subject)
        at.say("C1", subject);
    at.until([&] { return at.slack.count("chat.postMessage") == 1 && at.message(1).next_try_at > at.now; });
    at.look_around();
    CHECK(at.slack.count("chat.postMessage") == 1);

    for (int subject = 1; subject <= 3; ++subject) {
        at.pass(999ms);
        at.look_around();
        CHECK(at.slack.messages().size() == static_cast<std::size_t>(subject) - 1);
        at.pass(1ms);
        at.until_state(subject, delivery_state::sent);
    }
    CHECK(at.slack.texts_in("C1") == std::vector<std::string>{"subject 1", "subject 2", "subject 3"});
}

TEST_CASE("a channel that is slow does not hold up the others")
{
    rig at;
    at.slack.close_gate("C1");
    at.say("C1", 1);
    at.say("C2", 2);
    at.say("U3", 3);
    at.until_state(2, delivery_state::sent);
    at.until_state(3, delivery_state::sent);
    CHECK(at.state(1) == delivery_state::sending);
    at.slack.open_gate("C1");
    at.until_state(1, delivery_state::sent);
}

TEST_CASE("at most eight messages are under way")
{
    rig at;
    for (int number = 1; number <= 12; ++number)
        at.slack.close_gate("U" + std::to_string(number));
    for (int number = 1; number <= 12; ++number)
        at.say("U" + std::to_string(number), number);
    at.until([&] { return at.slack.waiting() == 8; });
    at.look_around();
    CHECK(at.slack.count("chat.postMessage") == 8);
    for (int number = 1; number <= 12; ++number)
        at.slack.open_gate("U" + std::to_string(number));
    for (int number = 1; number <= 12; ++number)
        at.until_state(number, delivery_state::sent);
    CHECK(at.slack.messages().size() == 12);
}

TEST_CASE("messages to a channel the bot is not in are held until it is back")
{
    rig at;
    at.slack.next("chat.postMessage", ending::error("not_in_channel"));
    at.say("C1", 1);
    at.say("C1", 2);
    at.until_state(1, delivery_state::held);
    CHECK(at.state(2) == delivery_state::held);
    CHECK(at.unreachable == std::vector<std::string>{"T1 C1 not_in_channel"});
    at.pass(1h);
    at.look_around();
    CHECK(at.slack.count("chat.postMessage") == 1);

    at.write([&](core::unit_of_work& work) {
        work.outbox().release(core::workspace_id{"T1"}, core::channel_id{"C1"}, at.now);
    });
    at.until_state(1, delivery_state::sent);
    at.pass(1s);
    at.until_state(2, delivery_state::sent);
    CHECK(at.slack.texts_in("C1") == std::vector<std::string>{"subject 1", "subject 2"});
}

TEST_CASE("a person who cannot be written to is no channel: the message has failed")
{
    rig at;
    at.slack.next("chat.postMessage", ending::error("channel_not_found"));
    at.say("U1", 1);
    at.until_state(1, delivery_state::failed);
    CHECK(at.unreachable.empty());
    at.say("U1", 2);
    at.pass(1s);
    at.until_state(2, delivery_state::sent);
}

TEST_CASE("what comes too late is not said")
{
    rig at;
    at.slack.always("chat.postMessage", ending::not_sent());
    at.say("C1", 1, at.now + 1min);
    at.until([&] { return at.slack.count("chat.postMessage") == 1 && at.message(1).next_try_at > at.now; });
    at.slack.always_well();
    at.pass(1min + 1ms);
    at.until_state(1, delivery_state::dropped);
    CHECK(at.slack.messages().empty());

    at.say("C1", 2, at.now);
    at.until_state(2, delivery_state::sent);
}

TEST_CASE("what is no longer worth saying is dropped")
{
    rig at;
    at.draw = [](core::unit_of_work&, const core::outbox_row&, core::instant) {
        return bot::dropped{"the session was moved"};
    };
    at.say("C1", 1);
    at.until_state(1, delivery_state::dropped);
    CHECK(at.slack.calls().empty());
}

TEST_CASE("a message that cannot be worded keeps nobody else waiting, and is given up in the end")
{
    rig at;
    const auto usual = at.draw;
    at.draw = [usual](core::unit_of_work& work, const core::outbox_row& row, core::instant now) {
        if (row.what.subject == 1) throw std::runtime_error("no words");
        return usual(work, row, now);
    };
    at.say("C1", 1);
    at.say("C2", 2);
    at.until_state(2, delivery_state::sent);
    at.until([&] {
        at.pass(1min);
        return at.state(1) == delivery_state::failed;
    });
    CHECK(at.slack.texts_in("C1").empty());
}

TEST_CASE("while the token is refused or missing, messages wait for the operator")
{
    rig at;
    at.slack.next("chat.postMessage", ending::error("invalid_auth"));
    at.say("C1", 1);
    at.until(
        [&] { return at.slack.count("chat.postMessage") == 1 && at.state(1) == delivery_state::pending; });
    at.has_token = false;
    at.pass(5min);
    at.until([&] { return at.message(1).attempts == 2 && at.state(1) == delivery_state::pending; });
    at.has_token = true;
    at.pass(5min);
    at.until_state(1, delivery_state::sent);
    CHECK(at.slack.count("chat.postMessage") == 2);
}

TEST_CASE("a stop waits for what is under way and begins nothing new")
{
    rig at;
    at.slack.close_gate("C1");
    at.say("C1", 1);
    at.until([&] { return at.slack.waiting() == 1; });
    auto stopped = boost::asio::co_spawn(at.io, at.sender->stop(10s), boost::asio::use_future);
    at.say("C2", 2);
    at.look_around();
    CHECK(stopped.wait_for(0s) == std::future_status::timeout);
    at.slack.open_gate("C1");
    at.until([&] { return stopped.wait_for(0s) == std::future_status::ready; });
    CHECK(at.state(1) == delivery_state::sent);
    CHECK(at.state(2) == delivery_state::pending);
}

TEST_CASE("a stop does not wait for ever")
{
    rig at;
    at.slack.close_gate("C1");
    at.say("C1", 1);
    at.until([&] { return at.slack.waiting() == 1; });
    at.run(at.sender->stop(10ms));
    CHECK(at.state(1) == delivery_state::sending);
}

TEST_CASE("through every kind of trouble each message is said once")
{
    const auto seed = GENERATE(range(1U, 13U));
    rig at;
    std::minstd_rand dice(seed);
    const auto trouble = [&] {
        const std::vector<ending> endings = {ending{},
                                             ending::not_sent(),
                                             ending::timed_out(ending::effect::done),
                                             ending::timed_out(ending::effect::none),
                                             ending::status(503),
                                             ending::status(429, {{"Retry-After", "2"}}),
                                             ending::error("internal_error"),
                                             ending::error("service_unavailable")};
        return endings[std::uniform_int_distribution<std::size_t>(0, endings.size() - 1)(dice)];
    };
    for (int number = 1; number <= 12; ++number)
        at.say(number % 3 == 0 ? "U1" : "C" + std::to_string(number % 3), number);
    for (int round = 0; round < 40; ++round) {
        at.slack.next("chat.postMessage", trouble());
        if (round % 2 == 0) at.slack.next("conversations.history", trouble());
        if (round % 4 == 0) at.slack.next("conversations.open", trouble());
    }
    std::size_t starts = 0;
    at.until([&] {
        at.pass(3s);
        if (std::uniform_int_distribution<int>(0, 9)(dice) == 0 && ++starts < 6) {
            at.end();
            at.begin();
        }
        bool all = true;
        at.read([&](core::unit_of_work& work) {
            for (int number = 1; number <= 12; ++number) {
                all = all && work.outbox().find(core::message_id{number})->state == delivery_state::sent;
            }
        });
        return all;
    });
    std::set<std::string> said;
    for (const auto& message : at.slack.messages())
        CHECK(said.insert(message.text).second);
    CHECK(said.size() == 12);
    CHECK(at.slack.texts_in("C1") ==
          std::vector<std::string>{"subject 1", "subject 4", "subject 7", "subject 10"});
}

TEST_CASE_METHOD(
    rig, "after a night without Slack, a person gets one message in the morning, not several at night")
{
    may_leave = core::may_leave;
    slack.next("chat.postMessage", ending::not_sent());
    say("U1", 1);
    until([&] { return message(1).attempts == 1 && state(1) == delivery_state::pending; });
    say("U1", 2);
    say("U1", 3);
    pass(16h); // 01:00 in London
    sender->poke();
    until([&] { return message(1).next_try_at == now + 8h; });
    look_around();
    CHECK(state(2) == delivery_state::pending);

    pass(8h);
    sender->poke();
    until_state(1, delivery_state::sent);
    until_state(2, delivery_state::dropped);
    until_state(3, delivery_state::dropped);
}
