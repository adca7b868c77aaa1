// Members who leave, and a channel that is archived, in every phase.
#include "core/assist/roles.hpp"
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
        CHECK(on.told(message_kind::assist_stopped).size() == (late ? 0U : 1U));
        CHECK(on.moves());
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

TEST_CASE("when everybody has left, nothing goes on")
{
    stage on(4);
    on.ask("classic", assist_pace::in_writing, {}, {"cleo", "dan"});
    for (const auto* person : {"cleo", "dan", "ana", "ben"})
        REQUIRE(on.group.leave(person, on.now));
    CHECK(on.current().over());
}
