// Leaders pick what the plan has left open; facilitators choose any topic.
#include "core/voting/pick_topic.hpp"

#include "core/voting/open_ballot.hpp"
#include "core/voting/topics.hpp"
#include "tests/core/voting/voted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("a leader picks one of the best topics, and with that confirms")
{
    voted made(plan_rule::turn_first);
    REQUIRE(made.settle());

    const auto picked = made.pick("ben", 2, 2);

    REQUIRE(picked);
    CHECK(picked->leading == leader_state::confirmed);
    CHECK(made.topics_of_sessions() == numbers{0, 2, 0});
    CHECK(made.pick("ben", 2, 2)); // pressed twice
    CHECK(made.group.said(message_kind::topic_changed).empty());
}

TEST_CASE("a leader does not throw out the topic that their session has; a facilitator can, and says so")
{
    voted made;
    REQUIRE(made.settle());
    REQUIRE(made.topics_of_sessions() == numbers{1, 3, 2});

    const auto refused = made.pick("ben", 1, 4);
    REQUIRE(refused.rejected_for(reason::topic_settled));
    CHECK(refused.why().text == "Audio");
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(made.topics_of_sessions() == numbers{1, 3, 2});
    CHECK(made.pick("ben", 1, 1)); // as settled: so they will lead it

    REQUIRE(made.pick("ana", 1, 4));
    CHECK(made.topics_of_sessions() == numbers{4, 3, 2});
    CHECK(made.group.meeting(1).leader == made.group.id("ben"));
    CHECK(recipients(made.group.said(message_kind::topic_changed)) == people{"ben", "the channel"});
}

TEST_CASE("a leader picks one of the best topics only, as long as there are any")
{
    voted made(plan_rule::turn_first);
    REQUIRE(made.settle());
    CHECK(made.pick("ben", 2, 4).rejected_for(reason::not_to_pick));
    CHECK(made.pick("ana", 1, 4)); // who is a facilitator

    group_under_test group;
    REQUIRE(group.propose("ana", "Audio"));
    REQUIRE(group.assign("ben", 1, group.begun()));
    CHECK(group.attempt([&](auto& work, const auto& here) {
        return pick_topic(work, here, user_id("ben"), group.meeting(1).id, group.topic(1).id, group.begun());
    }));
}

TEST_CASE("a vote without a result hides neither the plan that waits nor the topics to pick from")
{
    const bool anonymous = GENERATE(false, true);
    voted made;
    const auto later = made.group.attempt([&](auto& work, const auto& here) {
        return open_ballot(work, here, user_id("ana"), {.anonymous = anonymous}, monday);
    });
    REQUIRE(later);
    if (anonymous) REQUIRE(made.group.vote("dan", {5}, monday));
    made.group.pass_until(monday + days{6});
    REQUIRE_FALSE(made.group.reread(*later).open());

    CHECK(plan_of(made.group.work(), made.group.here(), {}, monday)->ballot == made.closed.id);
    CHECK(topics_to_pick(made.group.work(), made.group.here()).size() == 3);
    CHECK(made.plan().state == plan_state::proposed);
    CHECK(made.settle());
}

TEST_CASE("a leader keeps the session when the facilitator changes its topic, and is told no false reason")
{
    voted made;

    const auto changed =
        made.change({made.wish(1, 4, "ben"), made.wish(2, 3, "cleo"), made.wish(3, 2, "ana")});

    REQUIRE(changed);
    CHECK(changed->lines[0].why == line_reason::chosen);
    CHECK(changed->lines[1].why == line_reason::offered);
    CHECK(made.leaders_of_sessions()[0] == "ben");
}

TEST_CASE("the best topics to pick are the first three of the result that no session has")
{
    voted made(plan_rule::turn_first);
    REQUIRE(made.settle());
    const auto best = [&] {
        numbers found;
        for (const auto& one : topics_to_pick(made.group.work(), made.group.here()))
            found.push_back(one.number);
        return found;
    };
    CHECK(best() == numbers{1, 2, 3});

    REQUIRE(made.pick("ana", 1, 2));
    CHECK(best() == numbers{1, 3, 4});
}

TEST_CASE("a topic is picked by the session's leader or a facilitator, for a session that lies ahead")
{
    voted made(plan_rule::turn_first);
    REQUIRE(made.settle());
    const auto first = made.group.meeting(1);

    CHECK(made.pick("cleo", 2, 1).rejected_for(reason::not_the_leader));
    CHECK(made.pick("nobody here", 2, 1).rejected_for(reason::not_a_member));
    CHECK(made.pick("ana", 1, 1, first.starts_at).rejected_for(reason::session_not_planned));
    CHECK(made.pick("ana", 2, 1)); // for ben
    CHECK(made.group.meeting(2).leading == leader_state::asked);
}

TEST_CASE("a leader picks no topic that another session has, that is off the list or of another group")
{
    voted made(plan_rule::turn_first);
    REQUIRE(made.settle());
    REQUIRE(made.pick("ana", 1, 2));
    const auto taken = made.pick("ben", 2, 2);
    REQUIRE(taken.rejected_for(reason::topic_taken));
    CHECK(taken.why().text == "Video");
    CHECK(made.pick("ana", 1, 2)); // her own, once more

    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return withdraw_topic(work, here, {.by = user_id("ana"), .number = 4, .now = monday});
    }));
    CHECK(made.pick("ben", 2, 4).rejected_for(reason::topic_not_open));

    const auto unknown = made.group.attempt([&](auto& work, const auto& here) {
        return pick_topic(work, here, user_id("ben"), made.group.meeting(2).id, topic_id{999}, monday);
    });
    CHECK(unknown.rejected_for(reason::no_such_topic));
    const auto nowhere = made.group.attempt([&](auto& work, const auto& here) {
        return pick_topic(work, here, user_id("ben"), session_id{999}, made.group.topic(1).id, monday);
    });
    CHECK(nowhere.rejected_for(reason::no_session_planned));
}

TEST_CASE("when a facilitator changes the topic of a session that two lead, both are told")
{
    voted after;
    REQUIRE(after.settle());
    REQUIRE(after.group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 1, user_id("ana"), user_id("ben"), monday, user_id("cleo"));
    }));

    REQUIRE(after.pick("ana", 1, 4));

    CHECK(recipients(after.group.said(message_kind::topic_changed)) == people{"ben", "cleo", "the channel"});
}
