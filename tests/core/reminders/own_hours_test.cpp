// People who live in another zone than their group meets in.
#include "core/reminders/attention.hpp"
#include "core/reminders/month.hpp"
#include "core/rotation/offers.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

void lives_in(group_under_test& group, const std::string& person, const std::string& zone)
{
    group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id(person), .home = workspace_id("T1"), .zone = zone});
}

// Sessions on Tuesday, 8 December and 12 January at 15:00 in London.
struct far_group
{
    group_under_test group;
    far_group() { lives_in(group, "cleo", "Asia/Kolkata"); }
};

} // namespace

TEST_CASE("a leader who lives far away is reminded to prepare in their own working hours")
{
    far_group far;
    REQUIRE(far.group.assign("cleo", 1, far.group.begun()));
    // Friday at 17:59 in London, when it is 23:29 in India.
    far.group.pass_until(at("2026-12-04 17:59"));
    const auto said = far.group.said(message_kind::leader_prepares);
    REQUIRE(said.size() == 1);
    CHECK(said[0].due_at == at("2026-12-07 03:30"));
    CHECK(said[0].void_after == at("2026-12-08 03:30"));
}

TEST_CASE("a question to somebody far away waits for their morning, and for no longer than it makes sense")
{
    far_group far;
    REQUIRE(far.group.assign("ana", 1, at("2026-11-24 10:00")));
    const auto ask = [&](std::string_view when) {
        const auto swapped = far.group.attempt([&](auto& work, const auto& here) {
            return ask_to_swap(work, here,
                               {user_id("ana"), user_id("cleo"), far.group.meeting(1).id, at(when)});
        });
        REQUIRE(swapped);
        return far.group.said(message_kind::swap_asked).back().due_at;
    };
    CHECK(ask("2026-11-25 15:00") == at("2026-11-26 03:30"));
}

TEST_CASE("whoever led a session is not told afterwards that they missed it")
{
    group_under_test group;
    REQUIRE(group.assign("ben", 1, group.begun()));
    for (const auto* person : {"ben", "cleo"}) {
        group.work().sessions().save_answer(
            group.meeting(1).id,
            {.member = group.id(person), .coming = attendance::no, .answered_at = group.begun()});
    }
    REQUIRE(group.held("ana", 1, at("2026-12-08 16:00")));
    group.pass_until(at("2026-12-11 12:00"));
    CHECK(recipients(group.said(message_kind::session_missed)) == std::vector<std::string>{"cleo"});
}

TEST_CASE("who was asked to lead long ahead and has not answered is asked again three weeks before")
{
    group_under_test group;
    REQUIRE(group.assign("ana", 1, group.begun()));
    const auto second = group.meeting(2).id;
    const auto ask = [&](instant now) {
        REQUIRE(group.attempt([&](auto& work, const auto& here) {
            return ask_next_leader(work, here, user_id("ana"), second, now);
        }));
    };
    ask(at("2026-11-24 10:00"));
    const auto leader = recipients(group.said(message_kind::leader_week, second.value));
    group.pass_until(at("2026-12-22 15:00")); // 21 days before 12 January
    const auto asked = group.said(message_kind::leader_week, second.value);
    REQUIRE(asked.size() == 2);
    CHECK(recipients(asked)[1] == leader[0]);
    CHECK(asked[1].due_at == at("2026-12-22 15:00"));
}

TEST_CASE("who was asked to lead a few days ago is not asked again")
{
    group_under_test group;
    REQUIRE(group.assign("ana", 1, group.begun()));
    const auto second = group.meeting(2).id;
    group.pass_until(at("2026-12-18 10:00"));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return ask_next_leader(work, here, user_id("ana"), second, at("2026-12-18 10:00"));
    }));
    group.pass_until(at("2026-12-22 15:00"));
    CHECK(group.said(message_kind::leader_week, second.value).size() == 1);
}

TEST_CASE("who came back from a pause or came to a session has not gone quiet")
{
    group_under_test group{{.members = 4}};
    REQUIRE(group.pause("ben", "2027-02-15", group.begun()));
    const auto first = group.meeting(1);
    group.work().sessions().save_answer(
        first.id, {.member = group.id("cleo"), .coming = attendance::yes, .answered_at = group.begun()});
    REQUIRE(group.held("ana", 1, at("2026-12-08 16:00"), "ana"));
    group.pass_until(at("2027-02-15 09:00"));
    const auto quiet = [&](std::string_view now) {
        std::vector<std::string> names;
        for (const auto& one : quiet_members(group.work(), group.here(), at(now)))
            names.push_back(one.who.user.value);
        return names;
    };
    CHECK(quiet("2027-02-06 12:00") == std::vector<std::string>{"dan"}); // ben counts from his return
    CHECK(quiet("2027-04-01 12:00") == std::vector<std::string>{"dan", "ana", "cleo"});
    CHECK(quiet("2027-04-18 12:00").size() == 4);
}
