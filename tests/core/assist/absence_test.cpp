// Members who leave, and a channel that is archived, in every phase.
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/reach.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const std::vector<std::string> phases{"prepare", "open",  "tell",    "ask",
                                      "restate", "share", "respond", "round"};

void archive_for(stage& on, hours length)
{
    lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
    on.pass(length);
    regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
}

} // namespace

TEST_CASE("without its assistee an assist is stopped with thanks before there was help, and ends after it")
{
    for (const auto& name : phases) {
        INFO(name);
        stage on;
        on.ask("classic");
        const bool late = name == "respond" || name == "round";
        if (late) {
            on.advance_to("share");
            REQUIRE(on.say("cleo", contribution_kind::help, "We made a rule.", help_tag::did));
        }
        on.advance_to(name);
        REQUIRE(on.group.leave("ben", on.now));
        CHECK(on.current().state == (late ? assist_state::done : assist_state::stopped));
        CHECK(on.told(message_kind::assist_stopped).size() ==
              1); // in the thread, and to say what comes of it
        CHECK(on.moves());
    }
}

TEST_CASE("an assist in writing goes on while its assistee takes a break, in every phase")
{
    for (const auto& name : phases) {
        INFO(name);
        stage on;
        on.ask("classic");
        on.advance_to(name);
        REQUIRE(on.group.pause("ben", "2027-02-01", on.now));
        CHECK(on.current().state == assist_state::running);
        CHECK(on.phase() == name);
        CHECK(on.told(message_kind::assist_stopped).empty());
        CHECK(on.moves());
    }
}

TEST_CASE("on the turn of an assistee who takes a break it waits as for one who is silent")
{
    stage on;
    on.ask("classic");
    on.advance_to("respond");
    REQUIRE(on.group.pause("ben", "2027-02-01", on.now));
    on.pass(hours{25});
    CHECK(on.phase() == "respond");
    CHECK(on.group.work().assists().running(on.current().id)->waits_since);
    CHECK(on.told(message_kind::assist_waits).back() == "ana"); // who facilitates

    SECTION("they come back and go on")
    {
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return resume_member(work, here, user_id("ben"), on.now);
        }));
        REQUIRE(on.say("ben", contribution_kind::response, "We made a rule."));
        CHECK(on.current().state == assist_state::running);
        CHECK(on.phase() != "respond");
    }
    SECTION("they stay away, and it is stopped with thanks")
    {
        on.pass(hours{24 * 7});
        CHECK(on.current().state == assist_state::stopped);
        CHECK(on.current().stopped_because == stop_cause::assistee_silent);
    }
    SECTION("the facilitator does not wait")
    {
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return stop_assist(work, here, on.current().id, user_id("ana"), on.now);
        }));
        CHECK(on.current().state == assist_state::stopped);
    }
}

TEST_CASE("whoever facilitates hears when the one it waits for takes a break, and not of silence alone")
{
    stage on;
    on.ask("classic");
    on.advance_to("tell");
    on.pass(hours{25});
    REQUIRE(on.group.work().assists().running(on.current().id)->waits_since);
    CHECK(on.told(message_kind::assist_waits) == std::vector<std::string>{"ben"});
    REQUIRE(on.group.pause("ben", "2027-02-01", on.now));
    CHECK(on.told(message_kind::assist_waits) == std::vector<std::string>{"ben", "ana"});
}

TEST_CASE("a call during the break of its assistee is not held, and one after it is")
{
    for (const auto* until : {"2026-12-08", "2026-12-09"}) {
        INFO(until);
        stage on;
        on.ask("classic", assist_pace::live, at("2026-12-08 15:00"));
        REQUIRE(on.group.pause("ben", until, on.now));
        const bool back = until == std::string("2026-12-08");
        CHECK(on.current().state == (back ? assist_state::scheduled : assist_state::stopped));
        if (!back) CHECK(on.current().stopped_because == stop_cause::assistee_silent);
    }
}

TEST_CASE("a facilitator who leaves is followed by whoever owes it most, in every phase")
{
    for (const auto& name : phases) {
        INFO(name);
        stage on;
        on.ask("classic");
        on.advance_to(name);
        REQUIRE(on.group.leave("ana", on.now));
        const auto one = on.current();
        CHECK(one.state == assist_state::running);
        CHECK(on.group.name(one.facilitator) == "cleo");
        CHECK(one.facilitator != one.assistee);
        CHECK(on.moves());
        CHECK(on.phase() == name);
    }
}

TEST_CASE("a facilitator who is silent does not hold anybody up")
{
    stage on;
    on.ask("classic");
    on.play();
    CHECK(on.current().state == assist_state::done);
}

TEST_CASE("an assister who leaves is not waited for")
{
    stage on;
    on.ask("classic");
    on.advance_to("restate");
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return agree_on_question(work, here, on.current().id, user_id("ben"), "What first?", on.now);
    }));
    for (const auto* person : {"cleo", "dan"})
        REQUIRE(on.say(person, contribution_kind::restatement, "What first?"));
    CHECK(on.phase() == "restate");
    REQUIRE(on.group.leave("eva", on.now));
    CHECK(on.phase() == "share");
}

TEST_CASE("a channel that was archived gives a phase the time it had left, in every phase")
{
    for (const auto& name : phases) {
        INFO(name);
        stage on;
        on.ask("classic");
        on.advance_to(name);
        const auto left = *on.group.work().assists().running(on.current().id)->ends_at - on.now;
        archive_for(on, hours{24 * 10});
        CHECK(on.phase() == name);
        const auto ends = *on.group.work().assists().running(on.current().id)->ends_at;
        CHECK(ends >= on.now + left);
        CHECK(on.moves());
        on.play();
        CHECK(on.current().state == assist_state::done);
    }
}

TEST_CASE("a call that would have been while the channel was away is not held")
{
    stage on;
    on.ask("classic", assist_pace::live, at("2026-12-08 15:00"));
    on.pass_until(at("2026-12-07 10:00"));
    archive_for(on, hours{24 * 3});
    CHECK(on.current().state == assist_state::stopped);
    CHECK(on.current().stopped_because == stop_cause::channel_away);
}

TEST_CASE("of three who help each other in turn, one who leaves has no turn")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    on.advance_to("consult");
    REQUIRE(on.say("cleo", contribution_kind::help, "We made a rule.", help_tag::did));
    REQUIRE(on.group.leave("ben", on.now));
    const auto one = on.current();
    CHECK(one.turn == 2);
    CHECK(on.group.name(one.assistee) == "cleo");
    CHECK(on.moves());
}

TEST_CASE("of three who help each other in turn, one who takes a break has no turn")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    on.advance_to("consult");
    REQUIRE(on.group.pause("ben", "2027-02-01", on.now));
    CHECK(on.current().turn == 2);
    CHECK(on.group.name(on.current().assistee) == "cleo");
}

TEST_CASE("when everybody has left, nothing goes on")
{
    stage on(4);
    on.ask("classic", assist_pace::in_writing, {}, {"cleo", "dan"});
    for (const auto* person : {"cleo", "dan", "ana", "ben"})
        REQUIRE(on.group.leave(person, on.now));
    CHECK(on.current().over());
}
