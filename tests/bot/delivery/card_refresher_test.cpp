#include "bot/delivery/card_refresher.hpp"
#include "tests/bot/delivery/delivery_rig.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace peerbot;
using namespace peerbot::tests;

namespace {

class rig : public delivery_rig
{
  public:
    rig() { begin(); }
    ~rig() { end(); }

    void begin()
    {
        bot::card_refresher_ports ports;
        ports.api = [this](const core::workspace_id&) { return &*api; };
        // Shows how many cards the group has: something that changes with the database.
        ports.draw = [this](core::unit_of_work& work, const core::card& card, core::instant) {
            if (draw_fails) throw std::runtime_error("cannot draw");
            std::optional<bot::slack::rendered> what;
            if (card.subject >= 0)
                what = bot::slack::rendered{.text = work.groups().find(card.group)->cadence};
            return what;
        };
        ports.clock = [this] { return now; };
        ports.steady = [this] { return steady; };
        bot::card_refresher_pace pace;
        pace.look_again = 3ms;
        refresher.emplace(io.get_executor(), *engine, std::move(ports), pace);
        refresher->start();
    }
    void end()
    {
        if (!refresher) return;
        slack.open_gate("C1");
        run(refresher->stop(10s));
        refresher.reset();
    }

    core::card_id add_posted_card(std::int64_t subject = 1)
    {
        const auto stamp = std::to_string(++stamps) + ".0";
        slack.keep({.channel = "C1", .stamp = stamp, .text = "first"});
        core::card_id id;
        write([&](core::unit_of_work& work) {
            id = work.cards().add({.id = {},
                                   .kind = core::card_kind::welcome,
                                   .group = group,
                                   .subject = subject,
                                   .channel = core::channel_id{"C1"},
                                   .stamp = stamp});
        });
        return id;
    }
    // Changes what cards show.
    void change(core::card_id card, const std::string& text)
    {
        write([&](core::unit_of_work& work) {
            auto here = *work.groups().find(group);
            here.cadence = text;
            work.groups().save(here);
            work.cards().mark_dirty(card);
        });
        refresher->poke();
    }
    bool is_dirty()
    {
        bool dirty = false;
        read([&](core::unit_of_work& work) { dirty = !work.cards().dirty(10).empty(); });
        return dirty;
    }
    std::string shown() const { return slack.messages().at(0).text; }
    std::size_t updates() const { return slack.count("chat.update"); }

    int stamps = 0;
    std::atomic<bool> draw_fails{false};
    std::optional<bot::card_refresher> refresher;
};

} // namespace

TEST_CASE("a card follows its row, at most once in two seconds, and shows the last state")
{
    rig at;
    const auto card = at.add_posted_card();
    at.change(card, "monthly 1 Mon");
    at.until([&] { return at.shown() == "monthly 1 Mon"; });
    for (const auto* text : {"monthly 2 Mon", "monthly 3 Mon", "monthly 4 Mon"}) {
        at.pass(400ms);
        at.change(card, text);
        at.look_around();
    }
    CHECK(at.updates() == 1);
    at.pass(799ms);
    at.look_around();
    CHECK(at.updates() == 1);
    at.pass(1ms);
    at.until([&] { return at.shown() == "monthly 4 Mon"; });
    at.pass(10s);
    at.look_around();
    CHECK(at.updates() == 2);
    CHECK_FALSE(at.is_dirty());
}

TEST_CASE("a change while a card is being updated is shown too")
{
    rig at;
    const auto card = at.add_posted_card();
    at.slack.close_gate("C1");
    at.change(card, "monthly 1 Mon");
    at.until([&] { return at.slack.waiting() == 1; });
    at.change(card, "monthly 2 Mon");
    at.slack.open_gate("C1");
    at.pass(2s);
    at.until([&] { return at.shown() == "monthly 2 Mon"; });
    CHECK(at.updates() == 2);
}

TEST_CASE("each card has its own two seconds")
{
    rig at;
    const auto first = at.add_posted_card();
    const auto second = at.add_posted_card();
    at.change(first, "monthly 1 Mon");
    at.until([&] { return at.updates() == 1; });
    at.change(second, "monthly 2 Mon");
    at.until([&] { return at.slack.messages().at(1).text == "monthly 2 Mon"; });
    CHECK(at.updates() == 2);
}

TEST_CASE("while Slack says 429, a card is updated at most once in ten seconds")
{
    rig at;
    const auto card = at.add_posted_card();
    at.slack.next("chat.update", ending::status(429, {{"Retry-After", "3"}}));
    at.change(card, "monthly 1 Mon");
    at.until([&] { return at.updates() == 1 && at.is_dirty(); });
    at.pass(9999ms);
    at.look_around();
    CHECK(at.updates() == 1);
    at.pass(1ms);
    at.until([&] { return at.shown() == "monthly 1 Mon"; });

    at.change(card, "monthly 2 Mon");
    at.pass(2999ms);
    at.look_around();
    CHECK(at.updates() == 2);
    at.pass(8s);
    at.until([&] { return at.shown() == "monthly 2 Mon"; });
    CHECK(at.updates() == 3);
}

TEST_CASE("after an outage the last state is shown within ten seconds")
{
    rig at;
    const auto card = at.add_posted_card();
    at.slack.always("chat.update", ending::status(503));
    at.change(card, "monthly 1 Mon");
    for (std::size_t tries = 1; tries <= 5; ++tries) {
        at.until([&] { return at.updates() == tries && at.is_dirty(); });
        if (tries < 5) at.pass(10s);
    }
    at.slack.always_well();
    at.pass(10s);
    at.until([&] { return at.shown() == "monthly 1 Mon" && !at.is_dirty(); });
}

TEST_CASE("a card whose message was deleted is given up")
{
    rig at;
    const auto card = at.add_posted_card();
    at.slack.next("chat.update", ending::error("message_not_found"));
    at.change(card, "monthly 1 Mon");
    at.until([&] { return at.updates() == 1 && !at.is_dirty(); });
    at.pass(1min);
    at.look_around();
    CHECK(at.updates() == 1);
}

TEST_CASE("a card with nothing to show is left alone")
{
    rig at;
    const auto card = at.add_posted_card(-1);
    at.change(card, "monthly 1 Mon");
    at.until([&] { return !at.is_dirty(); });
    at.look_around();
    CHECK(at.updates() == 0);
}

TEST_CASE("a card that could not be drawn is drawn later")
{
    rig at;
    at.draw_fails = true;
    const auto card = at.add_posted_card();
    at.change(card, "monthly 1 Mon");
    at.look_around();
    CHECK(at.is_dirty());
    at.draw_fails = false;
    at.pass(10s);
    at.until([&] { return at.shown() == "monthly 1 Mon"; });
}

TEST_CASE("a refresh that the end of the process cut off is done again")
{
    rig at;
    at.end();
    const auto card = at.add_posted_card();
    at.write([&](core::unit_of_work& work) {
        work.cards().mark_dirty(card);
        work.cards().begin_refresh(card);
    });
    CHECK_FALSE(at.is_dirty());
    at.begin();
    at.until([&] { return at.shown() == "m:2:tue"; });
}
