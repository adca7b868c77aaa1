// Who is proposed at all: new members, members of several groups, and those who let turns pass.
#include "core/rotation/eligibility.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

const group_shape weekly{.members = 3, .cadence = "every week on Tuesday"};

standing standing_of(group_under_test& group, const std::string& person)
{
    for (const auto& one : explain_rotation(group.work(), group.here()).standings)
        if (one.who.user == user_id(person)) return one;
    throw std::logic_error("not in the group");
}

} // namespace

TEST_CASE("founders are proposed at once, whoever joins before the first held session included")
{
    group_under_test group(weekly);
    REQUIRE(group.join("zoe", at("2026-11-24 14:00"))); // an hour before the first session
    REQUIRE(group.hold_next());

    CHECK_FALSE(standing_of(group, "zoe").leads_from);
    CHECK(group.plan() == people{"ben", "cleo", "zoe"});
}

TEST_CASE("who joins later is proposed after thirty days, owing nothing before")
{
    group_under_test group(weekly);
    REQUIRE(group.hold_next());
    const auto joined = at("2026-11-25 10:00");
    REQUIRE(group.join("zoe", joined));

    CHECK(standing_of(group, "zoe").leads_from == joined + days{30});
    for (int i = 0; i < 4; ++i) { // until 22 December
        const auto held = group.hold_next();
        REQUIRE(held);
        CHECK(held->leaders.front().user != user_id("zoe"));
        CHECK(group.owed("zoe") == share{});
    }
    CHECK(group.sum_owed() == share{});
    const auto later = group.hold_next(); // 29 December
    REQUIRE(later);
    CHECK(group.owed("zoe") != share{});
}

TEST_CASE("who has led once is new no more")
{
    group_under_test group(weekly);
    REQUIRE(group.hold_next());
    REQUIRE(group.join("zoe", at("2026-11-25 10:00")));
    CHECK_FALSE(has_attended(group.work(), group.id("zoe")));

    REQUIRE(group.hold_next("zoe"));

    CHECK(has_attended(group.work(), group.id("zoe")));
    CHECK_FALSE(standing_of(group, "zoe").leads_from);
}

TEST_CASE("a group in which everybody is new still has a plan")
{
    group_under_test group({.members = 2, .cadence = "every week on Tuesday"});
    REQUIRE(group.make_facilitator("ben"));
    REQUIRE(group.hold_next());
    REQUIRE(group.join("yan", at("2026-11-25 10:00")));
    REQUIRE(group.join("zoe", at("2026-11-25 11:00")));
    REQUIRE(group.make_facilitator("yan"));
    REQUIRE(group.leave("ana", at("2026-11-25 12:00")));
    REQUIRE(group.leave("ben", at("2026-11-25 12:00")));

    CHECK(group.plan() == people{"yan", "zoe", "yan"});
}

TEST_CASE("somebody new leads before anybody leads twice running")
{
    group_under_test group({.members = 1, .cadence = "every week on Tuesday"});
    REQUIRE(group.hold_next());
    REQUIRE(group.join("zoe", at("2026-11-25 10:00")));

    CHECK(group.plan().front() == "zoe");
}

TEST_CASE("nobody is proposed within a week of their turn in another group")
{
    // Both groups meet on the second Tuesday.
    group_under_test group({.members = 3});
    const auto other = group.another_group({"ana", "dan"});
    const auto there = group.work().sessions().planned(other.id).front();

    ask_leader(group.work(), other, there.id, group.begun()); // ana is asked there

    CHECK(group.work().sessions().find(there.id)->leading == leader_state::asked);
    CHECK(group.plan() == people{"ben", "ana", "cleo"});
    REQUIRE(group.assign("ana", 2, group.begun()));
    const auto turns = coming_turns(group.work(), other);
    CHECK(group.name(turns[1].leader.value()) == "dan");
}

TEST_CASE("a second turn let pass in a row asks privately whether something is wrong, once")
{
    group_under_test group(weekly);
    REQUIRE(group.skip("ana", group.begun()));
    CHECK(group.said(message_kind::skipped_twice).empty());

    REQUIRE(group.skip("ana", group.begun()));
    CHECK(recipients(group.said(message_kind::skipped_twice)) == people{"ana"});
    REQUIRE(group.skip("ana", group.begun()));
    CHECK(group.said(message_kind::skipped_twice).size() == 1);
}

TEST_CASE("leading in between ends the row of turns let pass")
{
    group_under_test group(weekly);
    REQUIRE(group.skip("ana", group.begun()));
    REQUIRE(group.hold_next());
    const auto led = group.hold_next();
    REQUIRE(led);
    REQUIRE(led->leaders.front().user == user_id("ana"));

    auto now = led->meeting.ends_at() + hours{1};
    REQUIRE(group.hold_next());
    REQUIRE(group.hold_next());
    now = at("2026-12-16 10:00");
    REQUIRE(group.assign("ana", 5, now));
    REQUIRE(group.skip("ana", now, 5));

    CHECK(group.said(message_kind::skipped_twice).empty());
}

TEST_CASE("two leaders share the credit of a turn when it is held, and not before")
{
    group_under_test group(weekly);
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 1, user_id("ana"), user_id("ana"), group.begun(), user_id("ben"));
    }));
    CHECK(group.owed("ana") == share{});

    const auto held = group.attempt([&](auto& work, const auto& here) {
        return mark_held(work, here,
                         {.by = user_id("ben"), .meeting = {}, .leader = {}, .now = at("2026-11-24 17:00")});
    });

    REQUIRE(held);
    CHECK(held->leaders.size() == 2);
    const auto third = equal_part(3);
    CHECK(group.owed("ana") == third - part_of(one_turn, 2));
    CHECK(group.owed("ben") == third - part_of(one_turn, 2));
    CHECK(group.owed("cleo") == third);
    CHECK(group.sum_owed() == share{});
    CHECK(group.plan().front() == "cleo");
    CHECK(last_leaders_of(group.work(), group.here()).size() == 2);
}

TEST_CASE("a session can be booked for two who led together, and not for one person twice")
{
    group_under_test group(weekly);
    const auto book = [&](const std::string& a, const std::string& b) {
        return group.attempt([&](auto& work, const auto& here) {
            return mark_held(work, here,
                             {.by = user_id("ana"),
                              .meeting = {},
                              .leader = user_id(a),
                              .now = at("2026-11-24 17:00"),
                              .co_leader = user_id(b)});
        });
    };
    CHECK(book("ben", "ben").rejected_for(reason::same_person));
    CHECK(book("ben", "zoe").rejected_for(reason::person_not_a_member));
    REQUIRE(book("cleo", "ben"));
    CHECK(group.owed("cleo") == group.owed("ben"));
    CHECK(group.sum_owed() == share{});
}
