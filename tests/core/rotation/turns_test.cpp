#include "core/rotation/turns.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// Sessions of the group as it begins: 8 December, 12 January, 9 February, each 15:00 in London.
const auto before = at("2026-12-07 10:00");
const auto begun = at("2026-12-08 15:00");
const auto over = at("2026-12-08 17:00");

void ask(group_under_test& group, int number, instant now)
{
    ask_leader(group.work(), group.here(), group.meeting(number).id, now);
}

result<skipped_turn> skip_for(group_under_test& group, const std::string& by, const std::string& holder,
                              instant now)
{
    return group.attempt([&](auto& work, const auto& here) {
        return skip_turn(work, here,
                         {.by = user_id(by), .holder = user_id(holder), .meeting = {}, .now = now});
    });
}

bool is_asked(group_under_test& group, int number, const std::string& person)
{
    const auto meeting = group.meeting(number);
    return meeting.leading == leader_state::asked && meeting.leader == group.id(person);
}

bool is_confirmed(group_under_test& group, int number, const std::string& person)
{
    const auto meeting = group.meeting(number);
    return meeting.leading == leader_state::confirmed && meeting.leader == group.id(person);
}

people asked_people(group_under_test& group, int number)
{
    return recipients(group.said(message_kind::leader_week, group.meeting(number).id.value));
}

} // namespace

TEST_CASE("a new group takes turns in the order in which its members joined")
{
    group_under_test group({.members = 4});
    CHECK(group.plan() == people{"ana", "ben", "cleo"});
}

TEST_CASE("the rotation explains itself in numbers, whoever owes most first")
{
    group_under_test group;
    REQUIRE(group.hold_next());

    const auto told = explain_rotation(group.work(), group.here());

    CHECK(told.last_leaders == std::vector{group.id("ana")});
    REQUIRE(told.standings.size() == 3);
    CHECK(told.standings[0].who.user == user_id("ben"));
    CHECK(told.standings[0].account.owed == equal_part(3));
    CHECK(told.standings[2].who.user == user_id("ana"));
    CHECK(told.standings[2].account.owed == equal_part(3) - one_turn);
    CHECK(told.standings[2].account.turns_led == 1);
    CHECK(told.standings[2].account.last_led == begun);
    CHECK(told.turns.front().decided_by == turn_rule::joined_first);
}

TEST_CASE("the planned leader is asked once")
{
    group_under_test group;

    ask(group, 1, before);
    ask(group, 1, before + hours{1});

    CHECK(is_asked(group, 1, "ana"));
    const auto asked = group.said(message_kind::leader_week);
    CHECK(recipients(asked) == people{"ana"});
    CHECK(asked[0].void_after == begun);
}

TEST_CASE("nobody is asked for a session that has begun, is confirmed, or that nobody can lead")
{
    group_under_test group({.members = 1});
    ask(group, 1, begun);
    CHECK(group.meeting(1).leading == leader_state::open);

    REQUIRE(group.confirm("ana", 2, before));
    ask(group, 2, before);
    CHECK(is_confirmed(group, 2, "ana"));

    REQUIRE(group.leave("ana", before));
    ask(group, 3, before);
    CHECK(group.said(message_kind::leader_week, group.meeting(3).id.value).empty());
    CHECK(group.plan() == people{"nobody", "nobody", "nobody"});
}

TEST_CASE("who is planned can confirm, asked or not, and nobody else can")
{
    group_under_test group;

    CHECK(group.confirm("ben", 1, before).rejected_for(reason::not_the_leader));
    CHECK(group.confirm("nobody here", 1, before).rejected_for(reason::not_a_member));
    REQUIRE(group.confirm("ana", 1, before));
    CHECK(is_confirmed(group, 1, "ana"));
    REQUIRE(group.confirm("ben", 2, before));
    CHECK(is_confirmed(group, 2, "ben"));
    CHECK(group.confirm("ana", 1, begun).rejected_for(reason::session_not_planned));
}

TEST_CASE("saying yes without a session confirms the first coming turn of that person")
{
    group_under_test group({.members = 2});
    const auto yes = [&](const std::string& person, instant now) {
        return group.attempt([&](auto& work, const auto& here) {
            return confirm_next_turn(work, here, user_id(person), now);
        });
    };

    CHECK(yes("ben", before)->number == 2);
    CHECK(yes("ana", before)->number == 1);
    CHECK(yes("ana", over)->number == 3);
    CHECK(yes("nobody here", before).rejected_for(reason::not_a_member));

    group_under_test large({.members = 8});
    const auto last = large.attempt([&](auto& work, const auto& here) {
        return confirm_next_turn(work, here, user_id(names(8).back()), before);
    });
    CHECK(last.rejected_for(reason::not_the_leader));
}

TEST_CASE("who lets a turn pass keeps what they owe, leads the next, and the one after takes over")
{
    group_under_test group;

    const auto passed = group.skip("ana", before);

    REQUIRE(passed);
    CHECK(passed->meeting.number == 1);
    CHECK(passed->next->user == user_id("ben"));
    CHECK(group.plan() == people{"ben", "ana", "cleo"});
    CHECK(group.said(message_kind::leader_week).empty());
}

TEST_CASE("when who was asked lets it pass, the next is asked at once")
{
    group_under_test group;
    ask(group, 1, before);

    REQUIRE(group.skip("ana", before + hours{1}));
    CHECK(is_asked(group, 1, "ben"));
    REQUIRE(group.skip("ben", before + hours{2}));
    CHECK(is_asked(group, 1, "cleo"));

    CHECK(asked_people(group, 1) == people{"ana", "ben", "cleo"});
}

TEST_CASE("letting turns pass forgives nothing, yet nobody comes to owe two turns by it")
{
    group_under_test group;
    auto now = group.begun();
    for (int held = 0; held < 7; ++held) {
        REQUIRE(group.skip("ben", now));
        const auto done = group.hold_next();
        REQUIRE(done);
        REQUIRE(done->leaders.front().user != user_id("ben"));
        now = done->meeting.ends_at() + hours{2};
    }

    CHECK(group.owed("ben") == equal_part(3) * 5);
    CHECK(group.plan()[1] == "ben"); // the next one he let pass already
    CHECK(group.sum_owed() == share{});
}

TEST_CASE("the last one who can lead a session cannot let it pass, and keeps it")
{
    group_under_test group({.members = 2});
    ask(group, 1, before);
    REQUIRE(group.skip("ana", before));

    const auto refused = group.skip("ben", before);

    REQUIRE(refused.rejected_for(reason::nobody_else_can_lead));
    CHECK(is_asked(group, 1, "ben"));
    CHECK(group.work().ledger().skipped(group.meeting(1).id) == std::vector{group.id("ana")});
}

TEST_CASE("a member passes only their own turn, a facilitator anybody's")
{
    group_under_test group;

    CHECK(skip_for(group, "cleo", "ana", before).rejected_for(reason::not_a_facilitator));
    CHECK(skip_for(group, "nobody here", "ana", before).rejected_for(reason::not_a_facilitator));
    CHECK(skip_for(group, "ana", "nobody here", before).rejected_for(reason::person_not_a_member));
    CHECK(skip_for(group, "ana", "ben", before)->meeting.number == 2);
    CHECK(group.skip("cleo", before, 3).rejected_for(reason::not_the_leader));
    CHECK(group.skip("ana", before, 2).rejected_for(reason::not_the_leader));
}

TEST_CASE("letting a turn pass means a coming one, also while a begun session is not marked yet")
{
    group_under_test group({.members = 2});
    REQUIRE(group.confirm("ana", 1, before));

    const auto passed = group.skip("ana", over);

    REQUIRE(passed);
    CHECK(passed->meeting.number == 3);
    CHECK(is_confirmed(group, 1, "ana"));
    CHECK(group.skip("ana", over, 1).rejected_for(reason::not_the_leader));
}

TEST_CASE("a facilitator names a leader, who is told, and it counts as confirmed")
{
    group_under_test group;

    REQUIRE(group.assign("cleo", 1, before));

    CHECK(is_confirmed(group, 1, "cleo"));
    const auto told = group.said(message_kind::leader_changed);
    CHECK(recipients(told) == people{"cleo"});
    CHECK(told[0].void_after == begun);
    CHECK(group.plan() == people{"cleo", "ana", "ben"});
}

TEST_CASE("without a number a facilitator names the leader of the next session that has not begun")
{
    group_under_test group;
    const auto named = group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, {}, user_id("ana"), user_id("cleo"), begun);
    });

    CHECK(named->number == 2);
}

TEST_CASE("naming a leader takes a facilitator, a member who is there, and a planned session")
{
    group_under_test group;
    REQUIRE(group.pause("cleo", "2026-12-20", before));

    CHECK(group.assign("ben", 1, before, "ben").rejected_for(reason::not_a_facilitator));
    CHECK(group.assign("nobody here", 1, before).rejected_for(reason::person_not_a_member));
    CHECK(group.assign("cleo", 1, before).rejected_for(reason::person_is_paused));
    const auto unknown = group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 99, user_id("ana"), user_id("ben"), before);
    });
    REQUIRE(unknown.rejected_for(reason::no_session_planned));
    CHECK(unknown.why().number == 99);
    CHECK(group.meeting(1).leading == leader_state::open);
}

TEST_CASE("when who was asked leaves or pauses, the session is open again and the next is asked")
{
    const bool leaves = GENERATE(true, false);
    group_under_test group;
    REQUIRE(group.make_facilitator("cleo"));
    ask(group, 1, before);
    REQUIRE(group.confirm("ben", 2, before));

    if (leaves) {
        REQUIRE(group.leave("ana", before + hours{1}));
    } else {
        REQUIRE(group.pause("ana", "2027-06-01", before + hours{1}));
    }

    CHECK(is_asked(group, 1, "cleo"));
    CHECK(is_confirmed(group, 2, "ben"));
    CHECK(asked_people(group, 1) == people{"ana", "cleo"});
}

TEST_CASE("a pause leaves a confirmed turn after its end alone")
{
    group_under_test group;
    REQUIRE(group.confirm("ben", 2, before));

    REQUIRE(group.pause("ben", "2026-12-20", before));

    CHECK(is_confirmed(group, 2, "ben"));
}

TEST_CASE("somebody on a pause is planned for the first session after it")
{
    group_under_test group({.members = 2});
    REQUIRE(group.pause("ana", "2027-01-12", before));

    CHECK(group.plan() == people{"ben", "ana", "ben"});
}

TEST_CASE("a turn of another group's session is not known here")
{
    group_under_test group;
    const auto confirmed = group.attempt([&](auto& work, const auto& here) {
        auto other = here;
        other.id = group_id{99};
        return confirm_turn(work, here, session_id{99}, user_id("ana"), before);
    });
    CHECK(confirmed.rejected_for(reason::no_session_planned));
}

TEST_CASE("a leader who is replaced by a facilitator is told")
{
    group_under_test group;
    ask(group, 1, before);
    REQUIRE(group.confirm("ana", 1, before));
    REQUIRE(group.make_facilitator("cleo"));

    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 1, user_id("cleo"), user_id("ben"), before);
    }));

    CHECK(group.said(message_kind::leader_changed).size() == 1);
    CHECK(group.said(message_kind::leader_released).size() == 1);
}

TEST_CASE("a turn given back within three days of the session is told to the facilitators")
{
    group_under_test group;
    ask(group, 1, before);

    REQUIRE(skip_for(group, "ana", "ana", before));

    CHECK(group.said(message_kind::leader_missing).size() == 1);
}
