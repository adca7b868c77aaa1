// What becomes of an assist when people leave, fall silent, or the channel is archived: in each phase of each
// template that ships.
#include "bot/assist_templates.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/groups/reach.hpp"
#include "core/groups/roles.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const instant call = at("2026-12-08 15:00"); // a Tuesday
constexpr days bound{120};                   // nothing goes on for longer by itself

struct played_template
{
    std::string name;
    bool live;
    bool picked;
};

const std::vector<played_template> played{{"classic", false, false},        {"classic", true, false},
                                          {"condensed", true, false},       {"four-week", false, true},
                                          {"list-then-call", false, false}, {"sandwich", true, false},
                                          {"open-question", false, false},  {"troika", false, false},
                                          {"troika", true, false},          {"incident", true, true}};

std::vector<std::string> phases_of(const played_template& one)
{
    std::vector<std::string> names;
    for (const auto& each : peerbot::bot::load_assist_templates("")) {
        if (each.name != one.name) continue;
        for (const auto& what : each.phases) {
            const bool held = what.in_writing > hours{0} || one.live || one.name == "list-then-call";
            if (held) names.push_back(what.name);
        }
    }
    return names;
}

void begin(stage& on, const played_template& one)
{
    const auto pace = one.live ? assist_pace::live : assist_pace::in_writing;
    const auto meets_at = one.live ? std::optional(call) : std::nullopt;
    if (one.picked)
        on.pick(one.name, pace, meets_at);
    else if (one.name == "troika")
        on.ask(one.name, pace, meets_at, {"cleo", "dan"});
    else
        on.ask(one.name, pace, meets_at);
}

// One stage for each phase, at its beginning.
void in_each_phase(const std::function<void(stage&)>& see)
{
    for (const auto& one : played) {
        for (const auto& name : phases_of(one)) {
            INFO(one.name << (one.live ? " in a call, " : " in writing, ") << name);
            stage on;
            begin(on, one);
            on.play_to(name);
            see(on);
        }
    }
}

bool has_help(stage& on)
{
    const auto said = on.group.work().contributions().of_assist(on.current().id);
    return std::any_of(said.begin(), said.end(), [](const contribution& each) {
        return each.kind == contribution_kind::help && each.state == contribution_state::shown;
    });
}

// Somebody who takes part as neither of the two.
std::string an_assister(stage& on)
{
    return on.group.name(assisters_of(on.group.work(), on.current()).back().member);
}

void ends_by_itself(stage& on)
{
    CHECK(on.moves());
    on.pass(bound);
    const auto one = on.current();
    CHECK(one.over());
    if (one.state == assist_state::stopped) CHECK_FALSE(on.told(message_kind::assist_stopped).empty());
}

} // namespace

TEST_CASE("when an assister leaves, an assist goes on where it is, and what they said stays", "[outcomes]")
{
    in_each_phase([](stage& on) {
        const auto phase = on.phase();
        const auto said = on.group.work().contributions().of_assist(on.current().id).size();
        REQUIRE(on.group.leave(an_assister(on), on.now));
        CHECK(on.current().state == assist_state::running);
        CHECK(on.phase() == phase);
        CHECK(on.group.work().contributions().of_assist(on.current().id).size() == said);
        ends_by_itself(on);
    });
}

TEST_CASE("when a facilitator leaves, the next in the order follows, never the assistee", "[outcomes]")
{
    in_each_phase([](stage& on) {
        const auto before = on.current();
        if (!before.facilitator) return; // anybody who takes part goes on
        const auto phase = on.phase();
        REQUIRE(on.group.leave(on.group.name(before.facilitator), on.now));
        const auto one = on.current();
        CHECK(one.state == assist_state::running);
        CHECK(on.phase() == phase);
        CHECK(one.facilitator);
        CHECK(one.facilitator != before.facilitator);
        CHECK(one.facilitator != one.assistee);
        const auto told = on.told(message_kind::assist_facilitate);
        CHECK(std::count(told.begin(), told.end(), on.group.name(one.facilitator)) >= 1);
        ends_by_itself(on);
    });
}

TEST_CASE("when an assistee leaves, the next has a turn, the help stays, or it is stopped with thanks",
          "[outcomes]")
{
    in_each_phase([](stage& on) {
        const auto before = on.current();
        if (!before.assistee) return; // nobody was chosen yet
        const auto turns = on.group.work().templates().find(before.format)->turns;
        const bool help = has_help(on);
        REQUIRE(on.group.leave(on.group.name(before.assistee), on.now));
        const auto one = on.current();
        if (turns > 1) {
            CHECK(one.state == assist_state::running);
            CHECK(one.turn == before.turn + 1);
            CHECK(one.assistee != before.assistee);
        } else if (help) {
            CHECK(one.state == assist_state::done);
            CHECK(on.told(message_kind::assist_stopped).size() == 1); // so that the others know
        } else {
            CHECK(one.stopped_because == stop_cause::assistee_left);
            CHECK(on.told(message_kind::assist_stopped).size() == 1);
            const bool somebody = !facilitators(on.group.work(), one.group).empty();
            CHECK(on.told(message_kind::assist_not_held).empty() == !somebody);
        }
        ends_by_itself(on);
    });
}

TEST_CASE("when everybody is silent, an assist ends by itself, and its assistee hears of it", "[outcomes]")
{
    in_each_phase([](stage& on) { ends_by_itself(on); });
}

TEST_CASE("when only the facilitator is silent, an assist comes to its end all the same", "[outcomes]")
{
    for (const auto& one : played) {
        INFO(one.name << (one.live ? " in a call" : " in writing"));
        stage on;
        begin(on, one);
        on.play();
        CHECK(on.current().state == assist_state::done);
    }
}

TEST_CASE("when the channel is archived, writing keeps its time, and a call that passed is not held",
          "[outcomes]")
{
    in_each_phase([](stage& on) {
        const auto phase = on.phase();
        const auto run = *on.group.work().assists().running(on.current().id);
        const auto meets_at = on.current().meets_at;
        const auto left = *run.ends_at - on.now;
        lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
        on.pass(days{10});
        regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
        const auto one = on.current();
        const bool call_passed = meets_at && *meets_at <= on.now && *meets_at >= on.now - days{10};
        if (run.live || call_passed) {
            CHECK(one.stopped_because == stop_cause::channel_away);
        } else {
            CHECK(on.phase() == phase);
            CHECK(*on.group.work().assists().running(one.id)->ends_at >= on.now + left);
        }
        ends_by_itself(on);
    });
}

TEST_CASE("an assist that waits for people gives them the time they had left after the channel was archived",
          "[outcomes]")
{
    stage on;
    on.ask("classic", assist_pace::in_writing, {}, {});
    on.advance_to("tell");
    REQUIRE(on.say("ben", contribution_kind::story, "Forty requests a week."));
    REQUIRE(on.told(message_kind::assist_too_few) == std::vector<std::string>{"ben", "the channel"});
    lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
    on.pass(days{10});
    regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
    on.pass(hours{1});
    const auto one = on.current();
    CHECK(on.group.work().templates().find(one.format)->name == "classic");
    ends_by_itself(on);
}

TEST_CASE("after a long archive the assistee is asked once what became of it, and not three times",
          "[outcomes]")
{
    stage on;
    on.ask("open-question", assist_pace::in_writing, {}, {});
    REQUIRE(on.say("cleo", contribution_kind::help, "We made a rule.", help_tag::did));
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return mark_solved(work, here, on.current().id, user_id("ben"),
                           work.assists().running(on.current().id).value().id, on.now);
    }));
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return keep_unpublished(work, here, on.current().id, user_id("ben"), on.now);
    }));
    REQUIRE(on.current().state == assist_state::follow_up);
    lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
    on.pass(days{40});
    regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
    on.pass(days{3});
    CHECK(on.told(message_kind::assist_follow_up).size() == 1);
    ends_by_itself(on);
}

TEST_CASE("what was still being typed when the last phase ended is kept, until the parts are reviewed",
          "[outcomes]")
{
    stage on;
    on.ask("condensed", assist_pace::live, call);
    on.play_to("commitments");
    on.pass(minutes{3});
    REQUIRE(on.current().state == assist_state::closing);
    const auto late = on.say("ben", contribution_kind::commitment, "A rule by Friday.");
    REQUIRE(late);
    CHECK(on.told(message_kind::assist_posted).size() >= 1);
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return send_for_review(work, here, on.current().id, user_id("ben"), on.now);
    }));
    const auto too_late = on.say("ben", contribution_kind::commitment, "Two rules.");
    REQUIRE_FALSE(too_late);
    CHECK(too_late.why().why == reason::assist_not_running);
}

namespace {

// An assist outside of its phases, and how it gets there.
struct moment
{
    const char* name;
    assist_state state;
    void (*come)(stage&);
};

const std::vector<moment> moments{
    {"waiting for the hour of its call", assist_state::scheduled,
     [](stage& on) { on.ask("classic", assist_pace::live, call); }},
    {"closing", assist_state::closing,
     [](stage& on) {
         on.ask("condensed", assist_pace::live, call);
         on.play_to("commitments");
         on.pass(minutes{3});
     }},
    {"in review", assist_state::closing,
     [](stage& on) {
         on.ask("condensed", assist_pace::live, call);
         on.play_to("commitments");
         REQUIRE(on.say("ben", contribution_kind::commitment, "A rule by Friday."));
         on.pass(minutes{3});
         REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
             return send_for_review(work, here, on.current().id, user_id("ben"), on.now);
         }));
     }},
    {"being followed up", assist_state::follow_up, [](stage& on) {
         on.ask("condensed", assist_pace::live, call);
         on.play_to("commitments");
         on.pass(days{6});
     }}};

void at_each_moment(const std::function<void(stage&, assist_state)>& see)
{
    for (const auto& one : moments) {
        INFO(one.name);
        stage on;
        one.come(on);
        REQUIRE(on.current().state == one.state);
        see(on, one.state);
        ends_by_itself(on);
    }
}

} // namespace

TEST_CASE(
    "outside of its phases, an assist without its assistee ends: with a word to the others until its summary "
    "is made, quietly after",
    "[outcomes]")
{
    at_each_moment([](stage& on, assist_state state) {
        REQUIRE(on.group.leave("ben", on.now));
        const bool begun = state != assist_state::scheduled;
        CHECK(on.current().state == (begun ? assist_state::done : assist_state::stopped));
        const bool summed_up = state == assist_state::follow_up;
        CHECK(on.told(message_kind::assist_stopped).size() == (summed_up ? 0U : 1U));
    });
}

TEST_CASE("outside of its phases, a facilitator who leaves is followed by another only when there is "
          "something to steer",
          "[outcomes]")
{
    at_each_moment([](stage& on, assist_state state) {
        const auto before = on.told(message_kind::assist_facilitate).size();
        REQUIRE(on.group.leave("ana", on.now));
        CHECK(on.current().state == state);
        const auto told = on.told(message_kind::assist_facilitate).size() - before;
        CHECK(told == (state == assist_state::scheduled ? 1U : 0U));
    });
}

TEST_CASE("outside of its phases, an assister who leaves holds nobody up", "[outcomes]")
{
    at_each_moment([](stage& on, assist_state state) {
        REQUIRE(on.group.leave("dan", on.now));
        CHECK(on.current().state == state);
    });
}

TEST_CASE("outside of its phases, an archived channel leaves the time that there was", "[outcomes]")
{
    at_each_moment([](stage& on, assist_state state) {
        const auto until = on.current().review_until;
        lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
        on.pass(days{4});
        regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
        on.pass(hours{1});
        CHECK(on.current().state == state);
        if (until) CHECK(*on.current().review_until > on.now);
    });
}

TEST_CASE("a question that waits for a facilitator is stopped when its asker leaves, and begins when nobody "
          "decides",
          "[outcomes]")
{
    stage asked;
    REQUIRE(asked.draft().state == assist_state::draft);
    REQUIRE(asked.group.leave("ben", asked.now));
    CHECK(asked.current().state == assist_state::stopped);

    stage undecided;
    undecided.draft();
    undecided.pass(days{5});
    CHECK(undecided.current().state == assist_state::running);
    undecided.pass(bound);
    CHECK(undecided.current().over());
}
