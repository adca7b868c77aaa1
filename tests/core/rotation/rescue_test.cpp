// What facilitators choose for a session without a confirmed leader, at the end of the ladder or before.
#include "core/rotation/ladder.hpp"

#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/pick_topic.hpp"
#include "tests/core/rotation/early_group.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("a facilitator takes the backup, who leads for sure and is told")
{
    group_under_test group(early);
    group.pass_until(choice_at);

    CHECK(choose(group, rescue::backup, choice_at, "ben").rejected_for(reason::not_a_facilitator));
    REQUIRE(choose(group, rescue::backup, choice_at));

    CHECK(leader(group) == "ben for sure");
    CHECK(told(group, message_kind::leader_changed) == people{"ben"});
    const auto again = choose(group, rescue::assist, choice_at);
    REQUIRE(again.rejected_for(reason::leader_confirmed));
    CHECK(again.why().people == std::vector{user_id("ben")});
}

TEST_CASE("with nobody else in the group there is no backup to take")
{
    group_under_test group({.members = 1, .begun = "2026-11-11 10:00"});
    group.pass_until(choice_at);
    CHECK(choose(group, rescue::backup, choice_at).rejected_for(reason::nobody_to_ask));
}

TEST_CASE("a peer assist or a critique hour needs no leader, counts for nobody, and keeps the topic")
{
    const auto instead = GENERATE(rescue::assist, rescue::critique);
    group_under_test group(early);
    REQUIRE(group.make_facilitator("dan"));
    group.pass_until(choice_at);

    REQUIRE(choose(group, instead, choice_at, "dan"));

    CHECK(leader(group) == "nobody");
    CHECK(told(group, message_kind::leader_released) == people{"ana"});
    CHECK(group.plan()[1] == "ana"); // still owes as much as before
    CHECK(group.confirm("ana", 1, choice_at).rejected_for(reason::no_leader_needed));
    CHECK(choose(group, instead, choice_at).rejected_for(reason::no_leader_needed));
    group.pass_until(group.meeting(1).ends_at());
    const auto held = group.held("ana", 1, group.meeting(1).ends_at());
    REQUIRE(held);
    CHECK(held->leaders.empty());
    CHECK(group.sum_owed() == share{});
    CHECK(group.owed("ana") == share{});
    CHECK(last_leaders_of(group.work(), group.here()).empty());
}

TEST_CASE("naming a leader makes it a training again")
{
    group_under_test group(early);
    group.pass_until(choice_at);
    REQUIRE(choose(group, rescue::critique, choice_at));

    REQUIRE(group.assign("cleo", 1, choice_at));

    CHECK(leader(group) == "cleo for sure");
    CHECK(group.meeting(1).format == session_format::training);
}

TEST_CASE("a week later the order decides anew, and the ladder begins again in proportion")
{
    group_under_test group(early);
    group.pass_until(choice_at);

    REQUIRE(choose(group, rescue::week_later, choice_at));

    const auto meeting = group.meeting(1);
    CHECK(meeting.starts_at == at("2026-12-15 15:00"));
    CHECK(leader(group) == "nobody");
    const auto made = ladder_for(meeting.starts_at, choice_at, zone::named("Europe/London").value());
    CHECK(group.due(timer_kind::ladder_ask, meeting.id.value) == made.ask);
    group.pass_until(made.choice);
    CHECK(told(group, message_kind::leader_missing) == people{"ana", "ana"});
}

TEST_CASE("no session is moved to a day that has one")
{
    group_under_test group({.members = 3, .cadence = "every week on Tuesday"});
    const auto moved = choose(group, rescue::week_later, group.begun());
    REQUIRE(moved.rejected_for(reason::day_taken));
    CHECK(moved.why().when == group.meeting(2).starts_at);
}

TEST_CASE("a facilitator overrules every step by naming a leader")
{
    const auto when = GENERATE(asked_at, offered_at, backup_at, choice_at);
    group_under_test group(early);
    group.pass_until(when);

    REQUIRE(group.assign("dan", 1, when));

    CHECK(leader(group) == "dan for sure");
    CHECK_FALSE(open_offer_of(group));
    CHECK_FALSE(group.work().turns().backup(group.meeting(1).id));
    const auto rungs = [&] {
        std::size_t all = 0;
        for (const auto kind : {message_kind::leader_week, message_kind::turn_offered,
                                message_kind::backup_asked, message_kind::leader_missing})
            all += group.said(kind).size();
        return all;
    };
    const auto climbed = rungs();
    group.pass_until(choice_at);
    CHECK(rungs() == climbed);
}

TEST_CASE("what was chosen for another date than the session has by now changes nothing")
{
    group_under_test group(early);
    REQUIRE(group.make_facilitator("dan"));
    group.pass_until(choice_at);
    const auto seen = group.meeting(1).starts_at;
    const auto later = [&](const std::string& by) {
        return group.attempt([&](auto& work, const auto& here) {
            return rescue_session(work, here,
                                  {.meeting = group.meeting(1).id,
                                   .by = user_id(by),
                                   .how = rescue::week_later,
                                   .now = choice_at,
                                   .seen = seen});
        });
    };

    REQUIRE(later("ana"));
    CHECK(later("dan").rejected_for(reason::session_moved));
    CHECK(group.meeting(1).starts_at == seen + days{7});
}

TEST_CASE("a topic stays on the list when a peer assist was held instead")
{
    group_under_test group(early);
    REQUIRE(group.propose("ben", "Audio"));
    group.pass_until(asked_at);
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return pick_topic(work, here, user_id("ana"), group.meeting(1).id, group.topic(1).id, asked_at);
    }));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return offer_turn(work, here, {.by = user_id("ana"), .meeting = {}, .now = asked_at});
    }));
    REQUIRE(choose(group, rescue::assist, asked_at));
    const auto over = group.meeting(1).ends_at();
    group.pass_until(over);

    REQUIRE(group.held("ana", 1, over));

    CHECK(group.topic(1).state == topic_state::open);
    CHECK_FALSE(group.meeting(1).topic);
}
