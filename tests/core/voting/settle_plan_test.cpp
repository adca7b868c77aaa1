// A result becomes a plan by itself, and a facilitator settles it.
#include "core/voting/settle_plan.hpp"

#include "core/voting/open_ballot.hpp"
#include "core/voting/topics.hpp"
#include "tests/core/voting/voted.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("after the close a plan is proposed to the facilitators, and nothing is settled yet")
{
    voted made;

    CHECK(made.plan().state == plan_state::proposed);
    CHECK(made.plan().rule == plan_rule::topic_first);
    CHECK(made.lines() == std::vector<std::string>{"Audio by ben", "Light by cleo", "Video by ana"});
    CHECK(made.plan().lines[2].why == line_reason::learns_in_public);
    CHECK(recipients(made.group.said(message_kind::plan_proposed, made.closed.id.value)) == people{"ana"});
    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(made.leaders_of_sessions() == people{"open", "open", "open"});
}

TEST_CASE("a vote in which nobody voted proposes nothing")
{
    group_under_test group({.begun = "2026-11-11 10:00"});
    const auto running = group.open_ballot({"Audio"}, deadline);
    group.close(group.begun() + hours{1});

    CHECK_FALSE(group.plan_from(running));
    CHECK(group.said(message_kind::plan_proposed).empty());
}

TEST_CASE("what nobody voted for, was withdrawn or is planned already is in no plan")
{
    voted made;
    REQUIRE(made.pick("ana", 3, 2)); // the facilitator, for a session that is open
    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return withdraw_topic(work, here, {.by = user_id("ana"), .number = 3, .now = monday});
    }));
    REQUIRE(made.choose(plan_rule::turn_first));
    REQUIRE(made.choose(plan_rule::topic_first));

    CHECK(made.lines() == std::vector<std::string>{"Audio by ben", "Maps by ana"});
    numbers best;
    for (const auto& one : topics_to_pick(made.group.work(), made.group.here()))
        best.push_back(one.number);
    CHECK(best == numbers{1, 4});
}

TEST_CASE("a settled plan gives sessions their topics and asks their leaders, and the channel hears of it")
{
    voted made;

    const auto settled = made.settle();

    REQUIRE(settled);
    CHECK(settled->state == plan_state::settled);
    CHECK(made.plan().settled_by == user_id("ana"));
    CHECK(made.topics_of_sessions() == numbers{1, 3, 2});
    CHECK(made.leaders_of_sessions() == people{"ben", "cleo", "ana"});
    for (const auto& meeting : made.next_three())
        CHECK(meeting.leading == leader_state::asked);
    CHECK(recipients(made.group.said(message_kind::topic_turn)) == people{"ben", "cleo", "ana"});
    CHECK(recipients(made.group.said(message_kind::plan_settled)) == people{"the channel"});
}

TEST_CASE("only a facilitator settles a plan, and once")
{
    voted made;
    CHECK(made.settle("ben").rejected_for(reason::not_a_facilitator));
    CHECK(made.change({}, "ben").rejected_for(reason::not_a_facilitator));
    REQUIRE(made.group.make_facilitator("ben"));
    REQUIRE(made.settle("ben"));

    const auto again = made.settle();
    REQUIRE(again.rejected_for(reason::plan_settled));
    CHECK(again.why().people == std::vector{user_id("ben")});
    CHECK(made.change({made.wish(1, 1)}).rejected_for(reason::plan_settled));
    CHECK(made.group.said(message_kind::plan_settled).size() == 1);
}

TEST_CASE("there is no plan of a vote that never was, nor of another group's")
{
    voted made;
    const auto other = made.group.another_group({"kim"});
    const auto settled_there = made.group.attempt([&](auto& work, const auto&) {
        return settle_plan(work, other, shown_to(work, other, "kim", made.closed.id, monday));
    });
    CHECK(settled_there.rejected_for(reason::no_plan));
    CHECK(plan_of(made.group.work(), other, {}, monday).rejected_for(reason::no_plan));
    CHECK(plan_of(made.group.work(), made.group.here(), ballot_id{99}, monday).rejected_for(reason::no_plan));
    CHECK(plan_of(made.group.work(), made.group.here(), {}, monday)->ballot == made.closed.id);
}

TEST_CASE("what has changed since the plan was proposed has changed the plan")
{
    voted made;
    REQUIRE(made.group.assign("dan", 1, monday));
    REQUIRE(made.group.leave("cleo", monday));
    REQUIRE(made.pick("ana", 2, 4));
    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return withdraw_topic(work, here, {.by = user_id("ana"), .number = 2, .now = monday});
    }));

    REQUIRE(made.settle());

    // Dan picks from the two topics that are left, so neither is given to the third session.
    CHECK(made.topics_of_sessions() == numbers{0, 4, 0});
    CHECK(made.leaders_of_sessions() == people{"dan", "open", "ben"});
    CHECK(made.group.meeting(1).leading == leader_state::confirmed);
}

TEST_CASE("who is away on the day is not asked for it")
{
    voted made;
    REQUIRE(made.group.pause("ben", "2026-12-20", monday));

    REQUIRE(made.settle());

    CHECK(made.topics_of_sessions() == numbers{3, 1, 2});
    CHECK(made.leaders_of_sessions() == people{"cleo", "ben", "ana"});
    CHECK(recipients(made.group.said(message_kind::topic_turn)) == people{"cleo", "ben", "ana"});
}

TEST_CASE("who let the session pass since is not asked for it again, unless a facilitator says so")
{
    const bool insists = GENERATE(false, true);
    voted made;
    REQUIRE(made.group.skip("ana", monday, 1)); // ana's turn by the rotation, then ben's
    REQUIRE(made.group.skip("ben", monday, 1));

    if (insists) {
        REQUIRE(made.change({made.wish(1, 4, "ana")}));
        CHECK(made.leaders_of_sessions()[0] == "ana");
    } else {
        REQUIRE(made.settle());
        CHECK(made.leaders_of_sessions()[0] == "cleo");
    }
    CHECK(made.topics_of_sessions()[0] == (insists ? 4 : 3));
}

TEST_CASE("a session that has begun before the plan is settled is left alone")
{
    voted made;
    const auto begun = made.group.meeting(1).starts_at;
    made.group.pass_until(begun);
    const auto leader = made.group.meeting(1).leader;

    REQUIRE(made.settle("ana", begun));

    CHECK_FALSE(made.group.meeting(1).topic);
    CHECK(made.group.meeting(1).leader == leader);
    CHECK(made.topics_of_sessions() == numbers{0, 1, 3});
}

TEST_CASE("the facilitator settles the plan as they want it: other topics, other leaders")
{
    voted made;

    const auto changed =
        made.change({made.wish(1, 4, "dan"), made.wish(2, 3, "cleo"), made.wish(3, 0, "eva")});

    REQUIRE(changed);
    CHECK(changed->lines[0].why == line_reason::chosen);
    CHECK(changed->lines[1].why == line_reason::offered);
    CHECK(changed->lines[2].why == line_reason::chosen);
    CHECK(made.plan().state == plan_state::settled);
    CHECK(made.topics_of_sessions() == numbers{4, 3, 0});
    CHECK(made.leaders_of_sessions() == people{"dan", "cleo", "eva"});
}

TEST_CASE("a line that the facilitator leaves without a leader is the rotation's")
{
    voted made;

    const auto changed = made.change({made.wish(1, 1)});

    REQUIRE(changed);
    CHECK(changed->lines[0].why == line_reason::nobody);
    CHECK(made.topics_of_sessions() == numbers{1, 3, 2});
    CHECK(made.leaders_of_sessions() == people{"open", "cleo", "ana"});
}

TEST_CASE("a facilitator can give the session of somebody who was asked to another, and both are told")
{
    voted made;
    REQUIRE(made.group.assign("dan", 1, monday - days{1}));

    REQUIRE(made.change({made.wish(1, 1, "eva")}));

    CHECK(made.leaders_of_sessions()[0] == "eva");
    CHECK(made.group.meeting(1).leading == leader_state::asked);
    const auto first = made.group.meeting(1).id.value;
    CHECK(recipients(made.group.said(message_kind::leader_released, first)) == people{"dan"});
    CHECK(recipients(made.group.said(message_kind::topic_turn, first)) == people{"eva"});
}

TEST_CASE("a changed plan is refused as a whole for a wrong topic or person, and says which")
{
    voted made;
    REQUIRE(made.group.pause("eva", "2026-12-24", monday));
    auto foreign = made.wish(1, 1);
    foreign.topic = topic_id{999};

    CHECK(made.change({foreign}).rejected_for(reason::no_such_topic));
    CHECK(made.change({made.wish(1, 1, "nobody here")}).rejected_for(reason::person_not_a_member));
    CHECK(made.change({made.wish(1, 1, "eva")}).rejected_for(reason::person_is_paused));
    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(made.plan().state == plan_state::proposed);
}

TEST_CASE("a topic is in no two sessions, however it is wished")
{
    voted made;

    const auto twice = made.change({made.wish(1, 4, "dan"), made.wish(2, 4, "eva"), made.wish(3, 2, "ana")});
    REQUIRE(twice.rejected_for(reason::topic_taken));
    CHECK(twice.why().text == "Maps");

    // Only one line is wished; the others stay as they were proposed, and Light is in the second.
    const auto as_proposed = made.change({made.wish(1, 3, "ben")});
    REQUIRE(as_proposed.rejected_for(reason::topic_taken));
    CHECK(as_proposed.why().text == "Light");
    CHECK(made.change({made.wish(3, 3, "ben")}).rejected_for(reason::topic_taken));

    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(made.change({made.wish(1, 3, "ben"), made.wish(2, 1, "cleo")}));
    CHECK(made.topics_of_sessions() == numbers{3, 1, 2});
}

TEST_CASE("a topic that a session has meanwhile is refused for another one, and welcome for its own")
{
    voted made;
    REQUIRE(made.pick("ana", 1, 4));

    CHECK(made.change({made.wish(2, 4, "cleo")}).rejected_for(reason::topic_taken));
    CHECK(made.change({made.wish(1, 4, "ben")}));
    CHECK(made.topics_of_sessions() == numbers{4, 1, 3});
}

TEST_CASE("a topic picked since for one session is not given to another when the plan is settled")
{
    voted made;
    REQUIRE(made.pick("ana", 3, 1));

    REQUIRE(made.settle());

    CHECK(made.topics_of_sessions() == numbers{3, 2, 1});
}

TEST_CASE("with turn-first nobody is given a topic: each leader is asked to pick")
{
    voted made(plan_rule::turn_first);
    CHECK(made.lines() ==
          std::vector<std::string>{"they pick by ana", "they pick by ben", "they pick by cleo"});

    REQUIRE(made.settle());

    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(made.leaders_of_sessions() == people{"ana", "ben", "cleo"});
}

TEST_CASE("another rule makes a new plan of the one that waits, but not of one that is settled")
{
    voted made;
    CHECK(made.choose(plan_rule::turn_first, "ben").rejected_for(reason::not_a_facilitator));

    REQUIRE(made.choose(plan_rule::turn_first));
    CHECK(made.group.here().planning == plan_rule::turn_first);
    CHECK(made.plan().rule == plan_rule::turn_first);
    CHECK(made.plan().state == plan_state::proposed);
    CHECK(made.group.said(message_kind::plan_proposed).size() == 1);
    REQUIRE(made.choose(plan_rule::turn_first));
    CHECK(made.group.said(message_kind::plan_proposed).size() == 1);

    REQUIRE(made.settle());
    REQUIRE(made.choose(plan_rule::topic_first));
    CHECK(made.plan().rule == plan_rule::turn_first);
    CHECK(made.plan().state == plan_state::settled);
}

TEST_CASE("a plan that nobody settled is dropped when the next vote has its result")
{
    voted made;
    const auto next = made.group.attempt([&](auto& work, const auto& here) {
        return open_ballot(work, here, user_id("ana"), {.topics = {4, 5}}, monday);
    });
    REQUIRE(made.group.vote("dan", {5}, monday));
    made.group.close(monday + hours{1});

    CHECK(made.plan().state == plan_state::dropped);
    CHECK(made.settle().rejected_for(reason::no_plan));
    CHECK(made.group.plan_from(*next)->state == plan_state::proposed);
    CHECK(plan_of(made.group.work(), made.group.here(), {}, monday)->ballot == next->id);
}

TEST_CASE("a vote that ends when a session has just begun plans the next three all the same")
{
    group_under_test group;
    const auto first = group.meeting(1);
    const auto running = group.open_ballot({"Audio"}, first.starts_at + hours{1});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, group.begun()));

    group.pass_until(first.starts_at + hours{1});

    const auto plan = group.plan_from(running);
    REQUIRE(plan);
    REQUIRE(plan->lines.size() == 3);
    CHECK(plan->lines[0].meeting == group.meeting(2).id);
    CHECK(plan->lines[2].meeting == group.meeting(4).id);
}

TEST_CASE("a topic that was reworded since makes another plan, which nobody settles unseen")
{
    voted made;
    const auto seen = made.plan().revision;
    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return reword_topic(work, here, {.by = user_id("ana"), .number = 1, .now = monday}, "Something else");
    }));

    const auto refused = made.group.attempt([&](auto& work, const auto& here) {
        return settle_plan(work, here,
                           {.by = user_id("ana"), .ballot = made.closed.id, .revision = seen, .now = monday});
    });

    REQUIRE(refused);
    CHECK(refused->state == plan_state::proposed);
    CHECK(refused->revision != seen);
    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
}

TEST_CASE("a topic that was merged after the close is planned as the one that took it in")
{
    voted made;
    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return merge_topic(work, here, {.by = user_id("ana"), .number = 1, .now = monday}, 5);
    }));

    CHECK(topics_to_pick(made.group.work(), made.group.here()).front().number == 5);
    REQUIRE(made.settle());
    CHECK(made.topics_of_sessions() == numbers{5, 3, 2});
    CHECK(made.leaders_of_sessions() == people{"ben", "cleo", "ana"});
}

TEST_CASE("a leader whom the facilitator clears is released and told, and the session is open")
{
    voted made;
    REQUIRE(made.group.assign("dan", 1, monday));

    REQUIRE(made.change({made.wish(1, 1)}));

    CHECK(made.leaders_of_sessions()[0] == "open");
    CHECK(made.topics_of_sessions()[0] == 1);
    const auto first = made.group.meeting(1).id.value;
    CHECK(recipients(made.group.said(message_kind::leader_released, first)) == people{"dan"});
    CHECK(made.group.said(message_kind::topic_turn, first).empty());
}

TEST_CASE("plans go to facilitators and leaders in working hours, unless the session would come first")
{
    voted made;
    const auto evening = at("2026-11-30 21:00");
    REQUIRE(made.settle("ana", evening));
    for (const auto& one : made.group.said(message_kind::topic_turn))
        CHECK(one.due_at == at("2026-12-01 09:00"));
    CHECK(made.group.said(message_kind::plan_settled).front().due_at == evening);

    const bool early = GENERATE(false, true); // before work begins
    group_under_test group({.members = 3, .meets_at = early ? hours{8} : hours{15}});
    const auto day = std::chrono::floor<days>(group.meeting(1).starts_at);
    const auto night = day - hours{3};
    const auto running = group.open_ballot({"Audio"}, night);
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, group.begun()));
    group.pass_until(night);
    REQUIRE(group.plan_from(running));
    CHECK(group.said(message_kind::plan_proposed).front().due_at == (early ? night : day + hours{9}));
}

TEST_CASE("a plan that somebody saw before it changed settles nothing, and the newer one is kept")
{
    voted made;
    const auto seen = made.plan().revision;
    REQUIRE(made.group.pause("ben", "2026-12-20", monday));
    const auto settle_seen = [&](int revision) {
        return made.group.attempt([&](auto& work, const auto& here) {
            return settle_plan(
                work, here,
                {.by = user_id("ana"), .ballot = made.closed.id, .revision = revision, .now = monday});
        });
    };
    const auto refused = settle_seen(seen);
    REQUIRE(refused);
    CHECK(refused->state == plan_state::proposed);
    CHECK(refused->revision != seen);
    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(settle_seen(refused->revision)->state == plan_state::settled);
}

TEST_CASE(
    "a form that was filled in for an older plan is refused, so that nobody settles what they did not see")
{
    voted made;
    const auto seen = made.plan().revision;
    REQUIRE(made.group.pause("ben", "2026-12-20", monday));

    const auto late = made.group.attempt([&](auto& work, const auto& here) {
        return change_plan(work, here,
                           {.by = user_id("ana"), .ballot = made.closed.id, .revision = seen, .now = monday},
                           {made.wish(1, 4, "dan")});
    });

    CHECK(late.rejected_for(reason::plan_changed));
    CHECK(made.topics_of_sessions() == numbers{0, 0, 0});
    CHECK(made.plan().state == plan_state::proposed);
}

TEST_CASE("a plan that nothing has changed is the same however often it is looked at")
{
    voted made;
    const auto looked = [&] { return *plan_of(made.group.work(), made.group.here(), {}, monday); };

    CHECK(looked().revision == made.plan().revision);
    CHECK(looked().lines == made.plan().lines);
    CHECK(looked().revision == looked().revision);
    REQUIRE(made.group.teach("dan", 2));
    CHECK(looked().revision != made.plan().revision);
    CHECK(looked().lines != made.plan().lines);
}

TEST_CASE("two looks at a plan with a change between them have different revisions, though neither was kept")
{
    voted made;
    REQUIRE(made.group.pause("ben", "2026-12-20", monday));
    const auto first = *plan_of(made.group.work(), made.group.here(), {}, monday);
    REQUIRE(made.group.teach("dan", 2));
    const auto second = *plan_of(made.group.work(), made.group.here(), {}, monday);

    REQUIRE(first.lines != second.lines);
    CHECK(first.revision != second.revision);
}

TEST_CASE("a wrong line of a changed plan is told by its number")
{
    voted made;
    const auto number_of_wrong = [&](const std::vector<line_wish>& wishes) {
        const auto answer = made.change(wishes);
        REQUIRE_FALSE(answer);
        return answer.why().number;
    };
    auto foreign = made.wish(2, 1);
    foreign.topic = topic_id{999};

    CHECK(number_of_wrong({made.wish(1, 4), foreign}) == 2);
    CHECK(number_of_wrong({made.wish(3, 2, "nobody here")}) == 3);
    CHECK(number_of_wrong({made.wish(1, 4), made.wish(3, 4)}) == 3);
}
