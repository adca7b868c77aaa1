#include "core/assist/phases.hpp"

#include "bot/assist_templates.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

result<assist> press_advance(stage& on, const std::string& by, std::optional<phase_run_id> seen = {})
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return advance_assist(work, here, on.current().id, user_id(by), seen, on.now);
    });
}

result<assist> press_ready(stage& on, phase_run_id seen)
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return mark_solved(work, here, on.current().id, user_id("ben"), seen, on.now);
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

TEST_CASE("a button with which the assistee ends a phase ends no other")
{
    stage on;
    on.ask("list-then-call");
    on.advance_to("two questions");
    const auto first = run_of(on).id;
    REQUIRE(press_ready(on, first));
    CHECK(on.phase() == "contributions");
    CHECK(press_ready(on, first).rejected_for(reason::phase_over));
    CHECK(press_ready(on, run_of(on).id).rejected_for(reason::phase_goes_on));
    CHECK(on.phase() == "contributions");
}

TEST_CASE("whoever ends a phase without naming it does not end one that has just begun")
{
    stage on;
    on.ask("classic");
    on.pass(hours{1});
    REQUIRE(press_advance(on, "ana"));
    CHECK(on.phase() == "open");
    on.pass(milliseconds{20'000});
    const auto refused = press_advance(on, "ana");
    REQUIRE(refused.rejected_for(reason::phase_just_begun));
    CHECK(refused.why().text == "open");
    CHECK(on.phase() == "open");
    SECTION("who names it does")
    {
        CHECK(press_advance(on, "ana", run_of(on).id));
        CHECK(on.phase() == "tell");
    }
    SECTION("a minute after it began everybody does")
    {
        on.pass(milliseconds{39'999});
        CHECK(press_advance(on, "ana").rejected_for(reason::phase_just_begun));
        on.pass(milliseconds{1});
        CHECK(press_advance(on, "ana"));
        CHECK(on.phase() == "tell");
    }
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

TEST_CASE("a phase that waits is extended from now on, and one of a minute by a minute")
{
    stage on;
    SECTION("waiting")
    {
        on.ask("classic");
        on.advance_to("tell");
        on.pass(hours{50});
        REQUIRE(run_of(on).waits_since);
        REQUIRE(extend(on));
        CHECK(*run_of(on).ends_at > on.now);
    }
    SECTION("a minute")
    {
        on.ask("troika", assist_pace::live, on.now + hours{1}, {"cleo", "dan"});
        on.pass(hours{1});
        REQUIRE(on.phase() == "reflect");
        const auto before = *run_of(on).ends_at;
        REQUIRE(extend(on));
        CHECK(*run_of(on).ends_at == before + minutes{1});
    }
}

TEST_CASE("the day until which an answer is needed ends an open question, and no time to prepare")
{
    const auto asked_until = [](stage& on, const std::string& format) {
        on.draft({.by = "ana", .format = format, .deadline = at("2027-03-01 12:00")});
        on.pass(days{5});
        return on.group.work().assists().running(on.current().id).value().ends_at.value();
    };
    stage open;
    CHECK(asked_until(open, "open-question") == at("2027-03-01 12:00"));
    stage classic;
    CHECK(asked_until(classic, "classic") < at("2026-12-15 12:00"));
}

TEST_CASE("a call is forgotten when a facilitator accepts it in writing")
{
    stage on;
    const auto asked = on.draft({.pace = assist_pace::live, .meets_at = on.now + days{14}});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return accept_assist(work, here, asked.id,
                             {.by = user_id("ana"), .pace = assist_pace::in_writing, .now = on.now});
    }));
    const auto one = on.group.work().assists().find(asked.id).value();
    CHECK_FALSE(one.meets_at);
    CHECK(one.state == assist_state::running);
}

TEST_CASE("a call for which no facilitator finds a time becomes an open question instead of nothing")
{
    stage on;
    auto expected = assist_state::running;
    SECTION("as it was asked for")
    {
        on.draft({.format = "condensed", .pace = assist_pace::live});
    }
    SECTION("an open question that was to become one keeps its answers for the summary")
    {
        expected = assist_state::closing;
        on.ask("open-question");
        REQUIRE(on.say("cleo", contribution_kind::help, "We drew lots.", help_tag::did));
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return change_format(work, here, on.current().id, user_id("ben"), "condensed", on.now);
        }));
    }
    on.pass(days{5});
    const auto one = on.group.work().assists().newest(on.group.here().id, 1).at(0);
    CHECK(one.state == expected);
    CHECK(on.group.work().templates().find(one.format)->name == "open-question");
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
    CHECK(on.told(message_kind::assist_too_few) == std::vector<std::string>{"ben", "the channel"});

    SECTION("the channel hears it once, also when it goes on without them")
    {
        on.pass(hours{1});
        on.advance();
        REQUIRE(on.phase() == "restate");
        CHECK(on.told(message_kind::assist_too_few) == std::vector<std::string>{"ben", "the channel", "ben"});
    }
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
    on.draft();
    CHECK(on.told(message_kind::assist_proposed) == std::vector<std::string>{"ana"});
    on.pass(hours{24});
    CHECK(on.told(message_kind::assist_proposed).size() == 2);
    on.pass(hours{48});
    CHECK(on.told(message_kind::assist_your_turn) == std::vector<std::string>{"ben"});
    CHECK(on.phase() == "prepare");
}

TEST_CASE("whoever is to speak as soon as it is accepted hears it in one message")
{
    stage on;
    on.ask("classic");
    REQUIRE(on.phase() == "prepare");
    CHECK(on.told(message_kind::assist_your_turn) == std::vector<std::string>{"ben"});
    CHECK(on.told(message_kind::assist_accepted).empty());

    stage later;
    later.ask("classic", assist_pace::live, later.now + days{14});
    CHECK(later.told(message_kind::assist_your_turn).empty());
    CHECK(later.told(message_kind::assist_accepted) == std::vector<std::string>{"ben"});

    stage open;
    open.ask("open-question", assist_pace::in_writing, {}, {});
    CHECK(open.told(message_kind::assist_accepted) == std::vector<std::string>{"ben"});
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
    REQUIRE(on.say("ben", contribution_kind::story, "It is like this."));
    CHECK(on.phase() == "ask");
    CHECK(judge("ben", "So it began.") == free_reply::fits);
    CHECK(judge("cleo", "Buy a tool.") == free_reply::hold);
    on.advance_to("share");
    REQUIRE(on.say("cleo", contribution_kind::help, "Buy a tool.", help_tag::idea));
    CHECK(judge("cleo", "Buy a tool.") == free_reply::fits);
}

TEST_CASE("free words of somebody who is waited for are offered to be kept, so that nobody waits for them")
{
    stage on;
    on.ask("classic");
    const auto judge = [&](const std::string& by, std::string_view text) {
        return judge_reply(on.group.work(), on.group.here(), on.current().id, user_id(by), text);
    };
    on.advance_to("tell");
    CHECK(judge("ben", "So it began.") == free_reply::keep);
    on.advance_to("ask");
    CHECK(judge("cleo", "Who decides?") == free_reply::keep);
    CHECK(judge("ben", "I do.") == free_reply::fits);
    REQUIRE(on.say("cleo", contribution_kind::question, "Who decides?"));
    CHECK(judge("cleo", "Who else?") == free_reply::fits);
    on.advance_to("share");
    CHECK(judge("cleo", "We drew lots.") == free_reply::keep);
    CHECK(judge("ben", "Thank you.") == free_reply::fits);
    CHECK(judge("ana", "Five minutes left.") == free_reply::fits);
    CHECK(judge("finn", "So did we.") == free_reply::keep); // takes part by that

    stage open;
    open.ask("open-question", assist_pace::in_writing, {}, {});
    CHECK(judge_reply(open.group.work(), open.group.here(), open.current().id, user_id("dan"),
                      "We drew lots.") == free_reply::keep);
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

TEST_CASE("three things to do are what there is, in every format in which they come out")
{
    for (const auto* name :
         {"classic", "four-week", "incident", "troika", "sandwich", "condensed", "list-then-call"}) {
        INFO(name);
        const auto format = peerbot::bot::load_assist_templates("");
        const auto one =
            std::find_if(format.begin(), format.end(), [&](const auto& each) { return each.name == name; });
        REQUIRE(one != format.end());
        CHECK(std::any_of(one->phases.begin(), one->phases.end(), [](const phase& each) {
            return (each.form == contribution_kind::response && each.each == 1) ||
                   each.form == contribution_kind::commitment;
        }));
    }
    stage on;
    on.ask("classic");
    on.advance_to("respond");
    const auto respond = [&](const std::vector<std::string>& will_do) {
        return on.attempt([&](unit_of_work& work, const group& here) {
            return contribute(work, here, on.current().id,
                              {.by = user_id("ben"),
                               .kind = contribution_kind::response,
                               .text = "That a rule helps.",
                               .will_do = will_do,
                               .now = on.now});
        });
    };
    const auto before = on.transcript();
    const auto refused = respond({"One.", "Two.", "Three.", "Four."});
    REQUIRE(refused.rejected_for(reason::too_many_commitments));
    CHECK(refused.why().number == 3);
    CHECK(on.transcript() == before);
    CHECK(on.phase() == "respond");
    REQUIRE(respond({"One.", "  ", "Two."}));
    CHECK(on.phase() == "round"); // it is one answer, and they have spoken
    CHECK(on.told(message_kind::assist_posted).size() == 3);
    REQUIRE(on.say("ben", contribution_kind::commitment, "Three."));
    CHECK(on.say("ben", contribution_kind::commitment, "Four.").rejected_for(reason::too_many_commitments));
    std::vector<std::string> kept;
    const auto made = summary_of(on.group.work(), on.current(), true);
    for (const auto& each : made.sections.at(0).commitments)
        kept.push_back(each.text);
    CHECK(kept == std::vector<std::string>{"That a rule helps.", "One.", "Two.", "Three."});
}

TEST_CASE("ideas that waited are shown when the facilitator ends the phase early")
{
    stage on;
    on.pick("four-week");
    on.pass(hours{1});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return post_challenge(work, here, on.current().id, user_id("ben"), "How do we choose?", true, on.now);
    }));
    on.advance_to("solutions");
    const auto idea = on.say("cleo", contribution_kind::help, "Draw lots.", help_tag::idea);
    REQUIRE(idea);
    REQUIRE(idea->state == contribution_state::held);
    on.advance_to("summary");
    CHECK(on.group.work().contributions().find(idea->id)->state == contribution_state::shown);
}

TEST_CASE("whoever took notes and then brings their own question listens with notes of their own")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return take_notes(work, here, on.current().id, user_id("cleo"), true, on.now);
    }));
    on.advance_to("consult");
    on.advance();
    on.advance();
    REQUIRE(on.group.name(on.current().assistee) == "cleo");
    on.advance_to("consult");
    const auto note = on.say("cleo", contribution_kind::note, "They do not know the half of it.");
    REQUIRE(note);
    CHECK(note->state == contribution_state::private_note);
}

TEST_CASE("taking notes needs a place like any other part")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    CHECK(on.attempt([&](unit_of_work& work, const group& here) {
                return take_notes(work, here, on.current().id, user_id("eva"), true, on.now);
            }).rejected_for(reason::assist_full));
}

TEST_CASE("in a later turn the question is what its assistee tells first")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    on.advance_to("valuable");
    on.advance();
    REQUIRE(on.group.name(on.current().assistee) == "cleo");
    REQUIRE(on.say("cleo", contribution_kind::story, "How do I say no?\nI never do."));
    CHECK(on.current().what.question == "How do I say no?");
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return stop_assist(work, here, on.current().id, user_id("ben"), on.now);
    }));
}
