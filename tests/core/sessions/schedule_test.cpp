#include "core/sessions/schedule.hpp"

#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

// Of the first three.
std::vector<instant> starts(group_under_test& group)
{
    std::vector<instant> found;
    for (const auto& meeting : group.planned())
        found.push_back(meeting.starts_at);
    found.resize(3);
    return found;
}

void plan(group_under_test& group, instant now)
{
    plan_sessions(group.work(), group.here(), now);
}

int ahead(group_under_test& group, instant now)
{
    const auto planned = group.planned();
    return static_cast<int>(std::count_if(planned.begin(), planned.end(),
                                          [now](const session& one) { return one.starts_at > now; }));
}

} // namespace

TEST_CASE("a group's first sessions are the next three days of its cadence, numbered from one")
{
    group_under_test group;

    CHECK(starts(group) ==
          std::vector{at("2026-12-08 15:00"), at("2027-01-12 15:00"), at("2027-02-09 15:00")});
    const auto planned = group.planned();
    CHECK(planned[0].number == 1);
    CHECK(planned[2].number == 3);
    CHECK(planned[0].length == hours{1});
    CHECK(planned[0].leading == leader_state::open);
}

TEST_CASE("a group set up on its own meeting day meets that day only when the time is still to come")
{
    group_under_test early({.begun = "2026-12-08 14:59"});
    group_under_test late({.begun = "2026-12-08 15:00"});

    CHECK(early.planned()[0].starts_at == at("2026-12-08 15:00"));
    CHECK(late.planned()[0].starts_at == at("2027-01-12 15:00"));
}

TEST_CASE("a group in London keeps its hour on the wall through both changes of clocks")
{
    group_under_test group({.cadence = "every week on Sunday", .begun = "2027-03-16 12:00"});
    CHECK(starts(group) ==
          std::vector{at("2027-03-21 15:00"), at("2027-03-28 14:00"), at("2027-04-04 14:00")});

    group_under_test autumn({.cadence = "every week on Sunday", .begun = "2027-10-19 12:00"});
    CHECK(starts(autumn) ==
          std::vector{at("2027-10-24 14:00"), at("2027-10-31 15:00"), at("2027-11-07 15:00")});
}

TEST_CASE(
    "a session at an hour that the clocks skip is held when they have moved on, a repeated hour is the first")
{
    group_under_test skipped(
        {.cadence = "every week on Sunday", .meets_at = minutes{90}, .begun = "2027-03-24 12:00"});
    CHECK(skipped.planned()[0].starts_at == at("2027-03-28 01:30"));
    CHECK(skipped.planned()[1].starts_at == at("2027-04-04 00:30"));

    group_under_test repeated(
        {.cadence = "every week on Sunday", .meets_at = minutes{90}, .begun = "2027-10-27 12:00"});
    CHECK(repeated.planned()[0].starts_at == at("2027-10-31 00:30"));
}

TEST_CASE("zones with half hours, quarter hours and other changes of clocks meet at their own hour")
{
    // Lord Howe moves by half an hour on the first Sunday of April.
    group_under_test lord_howe(
        {.zone = "Australia/Lord_Howe", .cadence = "every week on Sunday", .begun = "2027-03-25 12:00"});
    CHECK(lord_howe.planned()[0].starts_at == at("2027-03-28 04:00"));
    CHECK(lord_howe.planned()[1].starts_at == at("2027-04-04 04:30"));

    group_under_test kathmandu({.zone = "Asia/Kathmandu", .cadence = "monthly on the 31st"});
    CHECK(starts(kathmandu) ==
          std::vector{at("2026-11-30 09:15"), at("2026-12-31 09:15"), at("2027-01-31 09:15")});

    // Two weeks before London.
    group_under_test new_york(
        {.zone = "America/New_York", .cadence = "every week on Sunday", .begun = "2027-03-10 12:00"});
    CHECK(new_york.planned()[0].starts_at == at("2027-03-14 19:00"));
    group_under_test winter(
        {.zone = "America/New_York", .cadence = "every week on Sunday", .begun = "2027-03-03 12:00"});
    CHECK(winter.planned()[0].starts_at == at("2027-03-07 20:00"));
}

TEST_CASE("a group that meets after midnight in its zone has the day of that zone")
{
    // In Tokyo it is the second Tuesday already.
    group_under_test group({.zone = "Asia/Tokyo", .meets_at = minutes{30}});

    CHECK(group.planned()[0].starts_at == at("2026-12-07 15:30"));
}

TEST_CASE("every two weeks stays every two weeks, however often sessions are added")
{
    group_under_test group({.cadence = "every 2 weeks on Monday", .begun = "2026-11-24 10:00"});
    for (int i = 0; i < 30; ++i)
        REQUIRE(group.hold_next());

    const auto last = group.planned().front().meets_at;
    CHECK(last == local_time(day("2026-11-30") + days{14 * 30}) + hours{15});
    const auto held = group.work().sessions().held(group.here().id, 100);
    REQUIRE(held.size() == 30);
    for (std::size_t i = 1; i < held.size(); ++i)
        CHECK(held[i - 1].meets_at - held[i].meets_at == days{14});
}

TEST_CASE("every two weeks falls on the same days after an outage")
{
    group_under_test group({.cadence = "every 2 weeks on Monday", .begun = "2026-11-24 10:00"});
    const auto late = at("2027-06-02 10:00");

    plan(group, late);

    CHECK(ahead(group, late) == planned_ahead);
    const auto first_after = group.meeting(7).meets_at;
    CHECK((std::chrono::floor<days>(first_after) - day("2026-11-30")) % days{14} == days{0});
    CHECK(group.meeting(7).starts_at > late);
    CHECK(group.meeting(7).starts_at - late < days{14});
}

TEST_CASE("planning again adds nothing while six sessions lie ahead")
{
    group_under_test group;

    plan(group, group.begun());
    plan(group, at("2026-12-08 14:59"));
    CHECK(group.planned().size() == 6);

    plan(group, at("2026-12-08 15:00"));
    plan(group, at("2026-12-08 15:00"));
    CHECK(group.planned().size() == 7);
    CHECK(group.meeting(7).starts_at == at("2027-06-08 14:00"));
}

TEST_CASE("six sessions are ahead once each session's morning after has come, and no day has two")
{
    rc::prop("always six ahead", [] {
        const auto cadence =
            *rc::gen::element<std::string>("second Tuesday", "last thu", "every week on Friday",
                                           "every 3 weeks on Monday", "monthly on the 31st");
        const auto zone = *rc::gen::element<std::string>(
            "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York", "Pacific/Apia");
        group_under_test group({.zone = zone, .cadence = cadence});
        auto now = group.begun();
        for (int step = *rc::gen::inRange(1, 12); step > 0; --step) {
            now += days{*rc::gen::inRange(1, 60)};
            // The morning after is at most a weekend and half a day off.
            group.pass_until(now);
            RC_ASSERT(ahead(group, now - days{4}) >= planned_ahead);
        }
        std::set<local_time> taken;
        for (int number = 1; number <= group.work().sessions().newest(group.here().id)->number; ++number)
            RC_ASSERT(taken.insert(group.meeting(number).meets_at).second);
    });
}

TEST_CASE("a session's timers wait at their instants, those for a person in working hours")
{
    group_under_test group;
    const auto first = group.meeting(1);
    const auto due = [&](timer_kind kind) { return group.due(kind, first.id.value); };

    CHECK(first.starts_at == at("2026-12-08 15:00")); // a Tuesday
    CHECK(due(timer_kind::ladder_ask) == at("2026-11-24 09:00"));
    CHECK(due(timer_kind::ladder_choice) == at("2026-12-03 17:59"));
    CHECK(due(timer_kind::session_card) == at("2026-12-01 15:00"));
    CHECK(due(timer_kind::leader_prepares) == at("2026-12-04 17:59"));
    CHECK(due(timer_kind::readiness) == at("2026-12-04 17:59"));
    CHECK(due(timer_kind::leader_hour) == at("2026-12-08 14:00"));
    CHECK(due(timer_kind::session_begins) == at("2026-12-08 15:00"));
    CHECK(due(timer_kind::leader_reports) == at("2026-12-09 16:00"));
    CHECK(due(timer_kind::session_missed) == at("2026-12-10 16:00"));
    CHECK(due(timer_kind::report_missing) == at("2026-12-11 16:00"));
    CHECK(due(timer_kind::channel_day) == at("2026-12-07 15:00"));
    CHECK(due(timer_kind::channel_soon) == at("2026-12-08 14:50"));
    CHECK(due(timer_kind::session_over) == at("2026-12-09 09:00"));
}

TEST_CASE("an evening session's timers for a person come before the evening, and its channel's at the hour")
{
    group_under_test group({.cadence = "second Monday", .meets_at = hours{20}});
    const auto first = group.meeting(1);
    const auto due = [&](timer_kind kind) { return group.due(kind, first.id.value); };

    REQUIRE(first.starts_at == at("2026-12-14 20:00")); // a Monday
    CHECK(due(timer_kind::ladder_choice) == at("2026-12-07 17:59"));
    CHECK(due(timer_kind::leader_hour) == at("2026-12-14 19:00"));
    CHECK(due(timer_kind::report_missing) == at("2026-12-18 09:00"));
    CHECK(due(timer_kind::channel_day) == at("2026-12-13 20:00"));
    CHECK(due(timer_kind::channel_soon) == at("2026-12-14 19:50"));
    CHECK(due(timer_kind::session_over) == at("2026-12-15 09:00"));
}

TEST_CASE("a session that is near has only the timers that still lie ahead")
{
    group_under_test group({.begun = "2026-12-07 16:00"});
    const auto first = group.meeting(1);
    std::set<timer_kind> kinds;
    for (const auto& timer : group.waiting()) {
        if (timer.subject == first.id.value) kinds.insert(timer.kind);
    }

    CHECK((kinds == std::set{timer_kind::ladder_ask, timer_kind::ladder_offer, timer_kind::ladder_backup,
                             timer_kind::ladder_choice, timer_kind::session_card, timer_kind::leader_hour,
                             timer_kind::channel_soon, timer_kind::session_begins, timer_kind::session_over,
                             timer_kind::leader_reports, timer_kind::session_missed,
                             timer_kind::report_missing, timer_kind::month_begins}));
}

TEST_CASE("when a zone's rules change, its sessions keep their hour on the wall and their timers follow")
{
    group_under_test group;
    auto moved = group.meeting(1);
    moved.starts_at += hours{1}; // as computed under rules that were changed since
    group.work().sessions().save(moved);
    for (const auto kind : {timer_kind::leader_hour, timer_kind::channel_soon}) {
        auto stale = group.due(kind, moved.id.value);
        group.work().timers().cancel(kind, moved.id.value);
        group.work().timers().add({.id = {},
                                   .kind = kind,
                                   .group = moved.group,
                                   .subject = moved.id.value,
                                   .due_at = stale + hours{1}});
    }
    const auto others = group.waiting().size();

    follow_zone_rules(group.work(), group.here(), group.begun());

    CHECK(group.meeting(1).starts_at == at("2026-12-08 15:00"));
    CHECK(group.due(timer_kind::leader_hour, moved.id.value) == at("2026-12-08 14:00"));
    CHECK(group.due(timer_kind::channel_soon, moved.id.value) == at("2026-12-08 14:50"));
    CHECK(group.waiting().size() == others);
}

TEST_CASE("while a zone's rules stay as they are nothing changes at a start")
{
    group_under_test group;
    const auto before = group.waiting();

    follow_zone_rules(group.work(), group.here(), at("2026-12-01 12:00"));

    const auto after = group.waiting();
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(after[i].id == before[i].id);
}
