#include "core/rotation/turns.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// The first session of the group as it begins, 15:00 in London.
const auto before = at("2026-12-07 10:00");
const auto begun = at("2026-12-08 15:00");
const auto over = at("2026-12-08 17:00");

void ask(group_under_test& group, int number, instant now)
{
    ask_leader(group.work(), group.here(), group.meeting(number).id, now);
}

} // namespace

TEST_CASE("a held session is booked, and another one is planned")
{
    group_under_test group;
    ask(group, 1, before);

    const auto held = group.held("ana", 1, over);

    REQUIRE(held);
    CHECK(held->leaders.front().user == user_id("ana"));
    CHECK(group.meeting(1).state == session_state::held);
    CHECK(group.owed("ana") == equal_part(3) - one_turn);
    CHECK(group.owed("ben") == equal_part(3));
    CHECK(group.sum_owed() == share{});
    CHECK(group.planned().size() == 6);
    CHECK(group.plan() == people{"ben", "cleo", "ana"});
}

TEST_CASE("a session is marked from its start on, and once")
{
    group_under_test group;
    ask(group, 1, before);

    const auto early = group.held("ana", 1, begun - milliseconds{1});
    REQUIRE(early.rejected_for(reason::session_not_over));
    CHECK(early.why().when == begun);
    CHECK(group.not_held("ana", 1, begun - milliseconds{1}).rejected_for(reason::session_not_over));

    REQUIRE(group.held("ana", 1, begun));
    const auto owed = group.owed("ana");
    CHECK(group.held("ana", 1, over).rejected_for(reason::session_not_planned));
    CHECK(group.not_held("ana", 1, over).rejected_for(reason::session_not_planned));
    CHECK(group.owed("ana") == owed);
}

TEST_CASE("the leader and the facilitators mark a session, nobody else")
{
    group_under_test group;
    REQUIRE(group.assign("ben", 1, before));

    CHECK(group.held("cleo", 1, over).rejected_for(reason::not_a_facilitator));
    CHECK(group.held("nobody here", 1, over).rejected_for(reason::not_a_member));
    CHECK(group.not_held("cleo", 1, over).rejected_for(reason::not_a_facilitator));
    CHECK(group.held("ben", 1, over));
}

TEST_CASE("a session that nobody was asked to lead is booked only when somebody says who led it")
{
    group_under_test group;

    CHECK(group.held("ana", 1, over).rejected_for(reason::no_leader_known));
    CHECK(group.held("ana", 1, over, "nobody here").rejected_for(reason::person_not_a_member));
    REQUIRE(group.held("ana", 1, over, "cleo"));
    CHECK(group.meeting(1).leader == group.id("cleo"));
    CHECK(group.owed("cleo") == equal_part(3) - one_turn);
    CHECK(group.owed("ana") == equal_part(3));
}

TEST_CASE("without a session the first one that was planned is marked")
{
    group_under_test group;
    const auto mark = [&](instant now) {
        return group.attempt([&](auto& work, const auto& here) {
            return mark_held(work, here,
                             {.by = user_id("ana"), .meeting = {}, .leader = user_id("ben"), .now = now});
        });
    };

    CHECK(mark(before).rejected_for(reason::session_not_over));
    CHECK(mark(over)->meeting.number == 1);
    CHECK(mark(over).rejected_for(reason::session_not_over));
}

TEST_CASE("somebody who was away, or joined after it began, owes nothing for a session")
{
    group_under_test group({.members = 4});
    REQUIRE(group.pause("dan", "2026-12-20", before));
    ask(group, 1, before);
    REQUIRE(group.join("zoe", begun + minutes{1}));

    REQUIRE(group.held("ana", 1, over));

    CHECK(group.owed("ben") == equal_part(3));
    CHECK(group.owed("dan") == share{});
    CHECK(group.owed("zoe") == share{});
}

TEST_CASE("for a session that was not held nobody owes anything, and its leader is first again")
{
    group_under_test group;
    ask(group, 1, before);

    REQUIRE(group.not_held("ana", 1, over));

    CHECK(group.meeting(1).state == session_state::cancelled);
    CHECK(group.owed("ana") == share{});
    CHECK(group.planned().size() == 6);
    CHECK(group.plan() == people{"ana", "ben", "cleo"});
}

TEST_CASE("somebody who leaves after a session began has led it all the same")
{
    group_under_test group;
    REQUIRE(group.assign("ben", 1, before));
    REQUIRE(group.leave("ben", begun + minutes{5}));

    const auto held = group.held("ana", 1, over);

    REQUIRE(held);
    CHECK(held->leaders.front().user == user_id("ben"));
    CHECK(group.sum_owed() == share{});
}

TEST_CASE("when several sessions are not booked, one must be named")
{
    group_under_test group;
    const auto held = [&](std::optional<session_id> meeting) {
        return group.attempt([&](auto& work, const auto& here) {
            return mark_held(work, here,
                             {.by = user_id("ana"),
                              .meeting = meeting,
                              .leader = user_id("ben"),
                              .now = at("2027-01-13 10:00")});
        });
    };

    const auto any = held({});
    REQUIRE(any.rejected_for(reason::several_unbooked));
    CHECK(any.why().text == "1, 2");
    CHECK(held(group.meeting(2).id)->meeting.number == 2);
    CHECK(held({})->meeting.number == 1);
}

TEST_CASE("a turn that would take its leader to two turns given is a gift: led, and nobody owes for it")
{
    group_under_test group;
    for (int given = 0; given < 3; ++given)
        REQUIRE(group.hold_next("ben"));

    CHECK(group.owed("ben") == -equal_part(3) * 4);
    CHECK(group.owed("cleo") == equal_part(3) * 2);
    CHECK(group.sum_owed() == share{});
    const auto told = explain_rotation(group.work(), group.here());
    CHECK(told.standings[2].who.user == user_id("ben"));
    CHECK(told.standings[2].account.turns_led == 3);
    CHECK(told.standings[2].account.last_led == group.meeting(3).starts_at);
}

TEST_CASE("somebody whose pause ends on the day of a session shares in it, told of their return or not")
{
    group_under_test group({.members = 4});
    REQUIRE(group.pause("dan", "2026-12-08", before));
    ask(group, 1, before);

    REQUIRE(group.held("ana", 1, begun));

    CHECK(group.owed("dan") == equal_part(4));
}

TEST_CASE("a turn of somebody who left since stays in the plan until it is booked")
{
    group_under_test group({.members = 4});
    REQUIRE(group.assign("ben", 1, before));
    REQUIRE(group.leave("ben", begun + minutes{5}));

    CHECK(group.plan() == people{"ben", "ana", "cleo"});
    CHECK(explain_rotation(group.work(), group.here()).standings.size() == 3);
}

TEST_CASE("a pause that is over when the session is booked counts, and one that began after it does not")
{
    group_under_test group({.members = 4});
    ask(group, 1, before);
    REQUIRE(group.pause("cleo", "2026-12-20", before));
    REQUIRE(group.pause("dan", "2026-12-09", before));
    group.pass_until(at("2026-12-09 09:30")); // dan is back
    REQUIRE(group.who("dan").active());
    REQUIRE(group.resume("cleo", at("2026-12-09 10:00")));
    REQUIRE(group.pause("ben", "2026-12-20", at("2026-12-09 10:00")));

    REQUIRE(group.held("ana", 1, at("2026-12-09 11:00")));

    CHECK(group.owed("ben") == equal_part(2));
    CHECK(group.owed("cleo") == share{});
    CHECK(group.owed("dan") == share{});
}

TEST_CASE("a pause that was longer once, or ended before the session, does not count")
{
    group_under_test group({.members = 3});
    ask(group, 1, before);
    REQUIRE(group.pause("ben", "2026-12-20", before));
    REQUIRE(group.pause("ben", "2026-12-08", before));
    REQUIRE(group.pause("cleo", "2026-12-20", before));
    REQUIRE(group.resume("cleo", before + hours{1}));
    group.pass_until(over);

    REQUIRE(group.held("ana", 1, over));

    CHECK(group.owed("ben") == equal_part(3));
    CHECK(group.owed("cleo") == equal_part(3));
}
