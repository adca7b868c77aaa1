#include "core/assist/phases.hpp"

#include "core/assist/roles.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

result<assist> press_advance(stage& on, const std::string& by, std::optional<phase_run_id> seen = {})
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return advance_assist(work, here, on.current().id, user_id(by), seen, on.now);
    });
}

result<assist> extend(stage& on, const std::string& by = "ana")
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return extend_phase(work, here, on.current().id, user_id(by), {}, on.now);
    });
}

phase_run run_of(stage& on)
{
    return on.group.work().assists().running(on.current().id).value();
}

} // namespace

TEST_CASE("the assistee never facilitates, and whoever owes that most does")
{
    stage on;
    const auto one = on.ask("classic");
    CHECK(on.group.name(one.assistee) == "ben");
    CHECK(on.group.name(one.facilitator) == "ana");
    CHECK(one.state == assist_state::running);
    CHECK(on.phase() == "prepare");
}

TEST_CASE("a button of a phase that is over changes nothing")
{
    stage on;
    on.ask("classic");
    const auto first = run_of(on).id;
    CHECK(press_advance(on, "ana", first));
    CHECK(on.phase() == "open");
    CHECK(press_advance(on, "ana", first).rejected_for(reason::phase_over));
    CHECK(on.phase() == "open");
}

TEST_CASE("only who facilitates the assist or the group can go on")
{
    stage on;
    on.ask("classic");
    const auto refused = press_advance(on, "cleo");
    REQUIRE(refused.rejected_for(reason::not_facilitating));
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(on.phase() == "prepare");
}

TEST_CASE("a phase is extended once, by half of its length")
{
    stage on;
    on.ask("classic");
    on.advance_to("ask"); // 48 hours
    const auto before = *run_of(on).ends_at;
    REQUIRE(extend(on));
    CHECK(*run_of(on).ends_at == before + days{1});
    CHECK(extend(on).rejected_for(reason::extended_already));
    on.pass_until(before);
    CHECK(on.phase() == "ask");
    on.pass(days{1});
    CHECK(on.phase() == "restate");
}

TEST_CASE("a phase is over when all have spoken and every question has its answer")
{
    stage on;
    on.ask("classic");
    on.advance_to("restate");
    for (const auto* person : {"cleo", "dan"})
        REQUIRE(on.say(person, contribution_kind::restatement, "Which comes first?"));
    CHECK(on.phase() == "restate");
    REQUIRE(on.say("eva", contribution_kind::restatement, "What do we drop?"));
    CHECK(on.phase() == "restate"); // the assistee has not said it in their own words
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return agree_on_question(work, here, on.current().id, user_id("ben"), "What do we drop?", on.now);
    }));
    CHECK(on.phase() == "share");
    CHECK(on.current().agreed_question == "What do we drop?");
}

TEST_CASE("a phase waits for an assistee who is silent for a day, and the assist is stopped after three")
{
    stage on;
    on.ask("classic");
    on.advance_to("tell");
    const auto began = on.now;
    on.pass_until(began + hours{24});
    CHECK(on.phase() == "tell");
    CHECK(run_of(on).waits_since);
    CHECK(on.told(message_kind::assist_waits) == std::vector<std::string>{"ben"});
    on.pass_until(began + hours{48});
    CHECK(on.phase() == "tell");
    on.pass_until(began + hours{72});
    CHECK(on.current().state == assist_state::stopped);
    CHECK(on.current().stopped_because == stop_cause::assistee_silent);
    CHECK(on.told(message_kind::assist_stopped) == std::vector<std::string>{"the channel"});
}

TEST_CASE("when the assistee speaks at last, the phase goes on at once")
{
    stage on;
    on.ask("classic");
    on.advance_to("tell");
    on.pass(hours{30});
    REQUIRE(run_of(on).waits_since);
    REQUIRE(on.say("ben", contribution_kind::story, "It is like this."));
    CHECK(on.phase() == "ask");
}

TEST_CASE("fewer than three are asked for an open question instead, which it becomes after two days")
{
    stage on;
    on.ask("classic", assist_pace::in_writing, {}, {"cleo", "dan"});
    on.advance_to("tell");
    REQUIRE(on.say("ben", contribution_kind::story, "It is like this."));
    CHECK(on.phase() == "ask");
    CHECK(run_of(on).waits_since);
    CHECK(on.told(message_kind::assist_too_few) == std::vector<std::string>{"ben"});

    SECTION("it begins when a third one comes")
    {
        REQUIRE(on.say("eva", contribution_kind::question, "Who decides today?"));
        CHECK_FALSE(run_of(on).waits_since);
        CHECK(run_of(on).ends_at);
    }
    SECTION("it becomes an open question")
    {
        on.pass(days{3});
        CHECK(on.phase() == "answers");
        CHECK(on.told(message_kind::assist_format_changed).size() == 1);
    }
}

TEST_CASE("a draft that no facilitator decides on is accepted after three working days")
{
    stage on;
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return ask_for_assist(
            work, here,
            {.by = user_id("ben"),
             .format = "classic",
             .what = {.situation = "", .tried = "", .bounds = "", .question = "How?", .good_answer = ""},
             .now = on.now});
    }));
    CHECK(on.told(message_kind::assist_proposed) == std::vector<std::string>{"ana"});
    on.pass(hours{24});
    CHECK(on.told(message_kind::assist_proposed).size() == 2);
    on.pass(hours{48});
    CHECK(on.told(message_kind::assist_accepted) == std::vector<std::string>{"ben"});
}

TEST_CASE("help that comes early is held and shown when its time comes")
{
    stage on;
    on.ask("classic");
    on.advance_to("ask");
    const auto early = on.say("cleo", contribution_kind::help, "We made a rule.", help_tag::did);
    REQUIRE(early);
    CHECK(early->state == contribution_state::held);
    on.advance_to("share");
    CHECK(on.group.work().contributions().find(early->id)->state == contribution_state::shown);
}

TEST_CASE("free words against the phase are offered to be held, and stay where they are")
{
    stage on;
    on.ask("classic");
    const auto judge = [&](const std::string& by, std::string_view text) {
        return judge_reply(on.group.work(), on.group.here(), on.current().id, user_id(by), text);
    };
    on.advance_to("tell");
    CHECK(judge("cleo", "You should buy a tool.") == free_reply::hold);
    CHECK(judge("ben", "So it began.") == free_reply::fits);
    on.advance_to("ask");
    CHECK(judge("cleo", "Who decides?") == free_reply::fits);
    CHECK(judge("cleo", "Buy a tool.") == free_reply::hold);
    on.advance_to("share");
    CHECK(judge("cleo", "Buy a tool.") == free_reply::fits);
}

TEST_CASE("ideas wait for two days where experience goes first")
{
    stage on;
    on.pick("four-week");
    on.pass(hours{1});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return post_challenge(work, here, on.current().id, user_id("ben"), "How do we choose?", true, on.now);
    }));
    on.advance_to("solutions");
    const auto idea = on.say("cleo", contribution_kind::help, "Draw lots.", help_tag::idea);
    const auto did = on.say("dan", contribution_kind::help, "We drew lots.", help_tag::did);
    REQUIRE(idea);
    REQUIRE(did);
    CHECK(idea->state == contribution_state::held);
    CHECK(did->state == contribution_state::shown);
    on.pass(hours{49});
    CHECK(on.group.work().contributions().find(idea->id)->state == contribution_state::shown);
    const auto seen = view_of(on.group.work(), on.current());
    REQUIRE(seen.shown.size() == 2);
    CHECK(seen.shown[0].text == "We drew lots."); // experience before ideas
}

TEST_CASE("the notes of the assistee who listens are theirs alone")
{
    stage on;
    on.ask("classic");
    on.advance_to("share");
    REQUIRE(on.say("ben", contribution_kind::note, "Ask the union."));
    CHECK(view_of(on.group.work(), on.current()).shown.empty());
    CHECK(own_notes(on.group.work(), on.current(), on.group.id("ben")).size() == 1);
    CHECK(own_notes(on.group.work(), on.current(), on.group.id("cleo")).empty());
}

TEST_CASE("what does not fit is refused with a reason and changes nothing")
{
    stage on;
    on.ask("classic");
    on.advance_to("ask");
    const auto before = on.transcript();
    using enum contribution_kind;
    CHECK(on.say("cleo", help, "x").rejected_for(reason::tag_needed));
    CHECK(on.say("cleo", question, "  ").rejected_for(reason::empty_text));
    CHECK(on.say("cleo", question, std::string(2501, 'x')).rejected_for(reason::text_too_long));
    CHECK(on.say("cleo", story, "x").rejected_for(reason::not_the_assistee));
    CHECK(on.say("ben", answer, "x").rejected_for(reason::no_such_contribution));
    CHECK(on.say("nobody", question, "x?").rejected_for(reason::not_a_member));
    CHECK(on.say("cleo", challenge, "x").rejected_for(reason::no_inventory));
    CHECK(on.transcript() == before);
}
