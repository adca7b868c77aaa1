// Who is prompted in an assist, when, and of what.
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

outcome post(stage& on, const std::string& person, const std::string& text)
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return post_challenge(work, here, on.current().id, user_id(person), text, false, on.now);
    });
}

// How often somebody was told that it is their turn.
std::ptrdiff_t turns_of(stage& on, const std::string& person)
{
    const auto told = on.told(message_kind::assist_your_turn);
    return std::count(told.begin(), told.end(), person);
}

instant run_ends(stage& on)
{
    return on.group.work().assists().running(on.current().id).value().ends_at.value();
}

assist newest(stage& on)
{
    return on.group.work().assists().newest(on.group.here().id, 1).at(0);
}

} // namespace

TEST_CASE("of an inventory everybody is reminded together, since a reminder left out would tell who posted")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "ben", "Who reads us?"));
    on.pass_until(at("2026-11-25 10:59"));
    REQUIRE(on.phase() == "inventory");
    CHECK(on.told(message_kind::assist_not_spoken) == std::vector<std::string>{"the channel"});
    on.pass_until(at("2026-11-26 10:59"));
    REQUIRE(on.phase() == "choice");
    CHECK(on.told(message_kind::assist_not_spoken) == std::vector<std::string>{"the channel", "the channel"});
}

TEST_CASE(
    "an inventory in writing in which nobody posts is stopped when it ends, and nobody is asked to choose")
{
    stage on;
    on.pick("classic");
    on.pass_until(at("2026-11-25 11:00"));
    const auto one = newest(on);
    CHECK(one.state == assist_state::stopped);
    CHECK(one.stopped_because == stop_cause::nobody_chosen);
    CHECK(on.told(message_kind::assist_stopped) == std::vector<std::string>{"the channel"});
}

TEST_CASE("whoever lets the chosen question go leaves it to the group, which is asked again")
{
    stage on;
    on.pick("classic");
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return post_challenge(work, here, on.current().id, user_id("ben"), "Who reads us?", true, on.now);
    }));
    on.advance_to("choice");
    on.advance();
    const auto before = on.told(message_kind::assist_chosen).size();
    on.pass(minutes{1});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return decline_to_bring(work, here, on.current().id, user_id("ben"), on.now);
    }));
    CHECK(on.told(message_kind::assist_chosen).size() == before + 1);
}

TEST_CASE("the assistee is told once when all have said how they understand the question")
{
    stage on;
    on.ask("classic");
    on.advance_to("restate");
    const auto before = turns_of(on, "ben");
    for (const auto* person : {"cleo", "dan"})
        REQUIRE(on.say(person, contribution_kind::restatement, "Which comes first?"));
    CHECK(turns_of(on, "ben") == before);
    REQUIRE(on.say("eva", contribution_kind::restatement, "What do we drop?"));
    CHECK(turns_of(on, "ben") == before + 1);
    REQUIRE(on.say("eva", contribution_kind::note, "Look it up."));
    on.pass_until(run_ends(on) - minutes{1});
    CHECK(turns_of(on, "ben") == before + 1);
}

TEST_CASE("the assistee is told before the phase ends that a question waits, or that theirs is not said yet")
{
    stage on;
    on.ask("classic");
    SECTION("questions without an answer")
    {
        on.advance_to("ask");
        const auto before = turns_of(on, "ben");
        REQUIRE(on.say("cleo", contribution_kind::question, "Who decides?"));
        CHECK(turns_of(on, "ben") == before);
        on.pass_until(run_ends(on) - minutes{1});
        CHECK(turns_of(on, "ben") == before + 1);
    }
    SECTION("no question, nothing to say")
    {
        on.advance_to("ask");
        const auto before = turns_of(on, "ben");
        on.pass_until(run_ends(on) - minutes{1});
        CHECK(turns_of(on, "ben") == before);
    }
    SECTION("the question in their own words")
    {
        on.advance_to("restate");
        const auto before = turns_of(on, "ben");
        on.pass_until(run_ends(on) - minutes{1});
        CHECK(turns_of(on, "ben") == before + 1);
    }
}

TEST_CASE("a draft that was coached comes to the facilitators again when it is rewritten")
{
    stage on;
    const auto asked = on.draft();
    const auto rewrite = [&] {
        return on.attempt([&](unit_of_work& work, const group& here) {
            return change_brief(
                work, here, asked.id, user_id("ben"),
                {.situation = {}, .tried = {}, .bounds = {}, .question = "How often?", .good_answer = {}},
                on.now);
        });
    };
    REQUIRE(rewrite());
    CHECK(on.told(message_kind::assist_proposed).size() == 1);
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return coach_assist(work, here, asked.id, user_id("ana"), "Which question is it?", on.now);
    }));
    on.pass(minutes{1});
    REQUIRE(rewrite());
    CHECK(on.told(message_kind::assist_proposed) == std::vector<std::string>{"ana", "ana"});
    on.pass(minutes{1});
    REQUIRE(rewrite());
    CHECK(on.told(message_kind::assist_proposed).size() == 2);
}

TEST_CASE("whoever facilitates one assist is asked for another only when nobody else is free")
{
    stage on(4);
    on.ask("classic", assist_pace::in_writing, {}, {});
    CHECK(on.group.name(on.current().facilitator) == "ana");
    const auto other = on.draft({.by = "cleo"});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return accept_assist(work, here, other.id, {.by = user_id("ana"), .now = on.now});
    }));
    CHECK(on.group.name(newest(on).facilitator) == "ben");
}

TEST_CASE("nobody is asked what became of it on the day on which the summary is published")
{
    stage on;
    on.ask("classic");
    on.play_to("round");
    on.pass_until(run_ends(on));
    REQUIRE(on.current().state == assist_state::closing);
    on.pass(days{4});
    REQUIRE(on.current().state == assist_state::closing);
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return keep_unpublished(work, here, on.current().id, user_id("ben"), on.now);
    }));
    on.pass(hours{20});
    CHECK(on.told(message_kind::assist_follow_up).empty());
    on.pass(hours{6});
    CHECK(on.told(message_kind::assist_follow_up).size() == 1);
}
