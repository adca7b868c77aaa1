#include "core/reminders/fire.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// The first session of the group: a Tuesday, 15:00 in London.
const auto starts = at("2026-12-08 15:00");

struct first_session
{
    group_under_test group{group_shape{.members = 5}};
    session_id id = group.meeting(1).id;

    void fire(timer_kind kind, instant now) { group.fire(kind, id.value, now); }
    std::vector<message> said(message_kind kind) { return group.said(kind, id.value); }
};

} // namespace

TEST_CASE("when it is time, the planned leader is asked")
{
    first_session on;

    on.fire(timer_kind::ladder_ask, at("2026-11-24 09:00"));

    CHECK(recipients(on.said(message_kind::leader_week)) == people{"ana"});
    CHECK(on.group.meeting(1).leading == leader_state::asked);
}

TEST_CASE("after an outage the leader is asked late rather than never, but not once it has begun")
{
    const bool in_time = GENERATE(true, false);
    first_session on;

    on.fire(timer_kind::ladder_ask, in_time ? starts - minutes{1} : starts);

    CHECK(on.said(message_kind::leader_week).size() == (in_time ? 1U : 0U));
}

TEST_CASE("a day before and ten minutes before, the channel is reminded")
{
    first_session on;

    on.group.pass_until(starts);

    const auto day_before = on.said(message_kind::channel_day);
    REQUIRE(recipients(day_before) == people{"the channel"});
    CHECK(day_before[0].due_at == at("2026-12-07 15:00"));
    CHECK(day_before[0].void_after == starts);
    const auto soon = on.said(message_kind::channel_soon);
    REQUIRE(recipients(soon) == people{"the channel"});
    CHECK(soon[0].due_at == at("2026-12-08 14:50"));
    CHECK(soon[0].void_after == starts);
}

TEST_CASE("a week before, every facilitator is told of a session without a confirmed leader")
{
    first_session on;
    REQUIRE(on.group.make_facilitator("dan"));

    on.group.pass_until(at("2026-12-05 12:00"));

    CHECK(recipients(on.said(message_kind::leader_missing)) == people{"ana", "dan"});
}

TEST_CASE("no facilitator is troubled about a session whose leader has confirmed")
{
    first_session on;
    REQUIRE(on.group.confirm("ana", 1, on.group.begun()));

    on.group.pass_until(at("2026-12-05 12:00"));

    CHECK(on.said(message_kind::leader_missing).empty());
    CHECK(on.said(message_kind::leader_week).empty());
}

TEST_CASE("the morning after, facilitators are asked whether it was held, unless somebody said so")
{
    first_session on;
    on.group.pass_until(at("2026-12-09 09:00"));
    const auto asked = on.said(message_kind::session_over);
    CHECK(recipients(asked) == people{"ana"});
    CHECK(asked[0].void_after == at("2026-12-16 09:00"));

    first_session marked;
    marked.group.pass_until(starts);
    REQUIRE(marked.group.held("ana", 1, starts + hours{1}));
    marked.group.pass_until(at("2026-12-10 09:00"));
    CHECK(marked.said(message_kind::session_over).empty());

    first_session off;
    REQUIRE(off.group.not_held("ana", 1, starts + hours{1}));
    off.group.pass_until(at("2026-12-10 09:00"));
    CHECK(off.said(message_kind::session_over).empty());
}

TEST_CASE("a reminder of a session that is held, cancelled or has begun is void")
{
    for (const auto kind : {timer_kind::ladder_ask, timer_kind::ladder_offer, timer_kind::ladder_backup,
                            timer_kind::ladder_choice, timer_kind::channel_day, timer_kind::leader_prepares,
                            timer_kind::readiness}) {
        first_session begun;
        begun.fire(kind, starts);
        CHECK(begun.group.said().size() == 1); // the welcome card

        first_session done;
        auto meeting = done.group.meeting(1);
        meeting.state = session_state::cancelled;
        done.group.work().sessions().save(meeting);
        done.fire(kind, done.group.due(kind, done.id.value));
        CHECK(done.group.said().size() == 1);
    }
}

namespace {

// Meets on a Monday evening, and is led by cleo: she is reminded to prepare on Friday, 11 December, at 17:59.
struct evening_group
{
    group_under_test group{group_shape{.cadence = "second Monday", .meets_at = hours{20}}};

    evening_group() { REQUIRE(group.assign("cleo", 1, group.begun())); }
    std::vector<message> told(instant now)
    {
        group.fire(timer_kind::leader_prepares, group.meeting(1).id.value, now);
        return group.said(message_kind::leader_prepares);
    }
};

} // namespace

TEST_CASE("a reminder is said late for a day, by day, and after that dropped")
{
    const auto due = at("2026-12-11 17:59");
    const auto told = [](instant now) { return evening_group().told(now).size(); };

    CHECK(told(due) == 1);
    CHECK(told(due + hours{12}) == 1);
    CHECK(told(due + hours{24} - minutes{2}) == 1);
    CHECK(told(due + hours{24}) == 0);
    CHECK(told(due + hours{25}) == 0);
}

TEST_CASE("a late reminder does not wait in the outbox for longer than its day")
{
    CHECK(evening_group().told(at("2026-12-12 10:00"))[0].void_after == at("2026-12-12 17:59"));
}

TEST_CASE("starting now is said for ten minutes only")
{
    const auto due = at("2026-12-08 14:50");
    const auto told = [&](instant now) {
        first_session on;
        on.fire(timer_kind::channel_soon, now);
        return on.said(message_kind::channel_soon).size();
    };

    CHECK(told(due + minutes{9}) == 1);
    CHECK(told(due + minutes{10}) == 0);
    CHECK(told(due + minutes{11}) == 0);
}

TEST_CASE("after a long outage a group hears what still matters, and nothing of what is past")
{
    group_under_test group({.members = 5});
    const auto running = group.open_ballot({"Audio"}, at("2026-11-26 10:00"));
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, group.begun()));

    group.wake_at(at("2027-03-01 12:00"));

    std::multiset<std::tuple<message_kind, std::string>> said;
    for (const auto& row : group.said())
        said.emplace(row.what.kind, recipient_name(row.what));
    // The session after next week has no leader: whose turn it is is asked, and somebody who could step in.
    CHECK((said ==
           std::multiset<std::tuple<message_kind, std::string>>{{message_kind::welcome_card, "the channel"},
                                                                {message_kind::ballot_card, "the channel"},
                                                                {message_kind::ballot_result, "the channel"},
                                                                {message_kind::plan_proposed, "ana"},
                                                                {message_kind::leader_week, "dan"},
                                                                {message_kind::backup_asked, "eva"},
                                                                {message_kind::session_over, "ana"}}));
    CHECK_FALSE(group.reread(running).open());
    CHECK(group.planned().size() == 9);
    CHECK(group.planned().back().starts_at == at("2027-08-10 14:00"));
}

TEST_CASE("a timer fires once, however often and late the clock is looked at")
{
    first_session on;
    on.group.pass_until(at("2026-12-07 15:00"));
    const auto said = on.group.said().size();

    on.group.wake_at(at("2026-12-07 15:00"));
    on.group.wake_at(at("2026-12-07 10:00")); // the clock was set back
    on.group.pass_until(at("2026-12-07 15:01"));

    CHECK(on.group.said().size() == said);
}

TEST_CASE("in three months of a group of five each reminder is said exactly once, to the right people")
{
    group_under_test group(
        {.members = 5, .cadence = "every 2 weeks on Tuesday", .begun = "2026-11-25 10:00"});
    REQUIRE(group.make_facilitator("ben"));
    const auto end = group.begun() + days{92};

    // Odd sessions are confirmed when asked, and every session is marked an hour after its end.
    std::set<int> marked;
    for (auto now = group.begun(); now <= end; now += hours{1}) {
        group.pass_until(now);
        for (const auto& meeting : group.planned()) {
            if (meeting.number % 2 == 1 && meeting.leading == leader_state::asked && meeting.starts_at > now)
                REQUIRE(group.confirm(group.name(meeting.leader), meeting.number, now));
            if (meeting.ends_at() + hours{1} <= now) {
                REQUIRE(group.held("ana", meeting.number, now));
                marked.insert(meeting.number);
            }
        }
    }

    REQUIRE(marked.size() == 7);
    const people expected_leaders{"ana", "ben", "cleo", "dan", "eva", "ana", "ben"};
    for (const int number : marked) {
        const auto meeting = group.meeting(number).id.value;
        const people leader{expected_leaders[static_cast<std::size_t>(number) - 1]};
        const auto confirmed = number % 2 == 1;
        CHECK(recipients(group.said(message_kind::leader_week, meeting)) == leader);
        CHECK(recipients(group.said(message_kind::leader_missing, meeting)) ==
              (confirmed ? people{} : people{"ana", "ben"}));
        CHECK(recipients(group.said(message_kind::leader_prepares, meeting)) == leader);
        CHECK(recipients(group.said(message_kind::leader_hour, meeting)) == leader);
        CHECK(recipients(group.said(message_kind::leader_reports, meeting)) == leader);
        CHECK(recipients(group.said(message_kind::session_card, meeting)) == people{"the channel"});
        CHECK(recipients(group.said(message_kind::session_begins, meeting)) == people{"the channel"});
        CHECK(group.said(message_kind::cue_card, meeting).size() == 1);
        const bool three_days_on = group.meeting(number).ends_at() + days{6} < end;
        CHECK(group.said(message_kind::report_missing, meeting).size() == (three_days_on ? 2U : 0U));
        CHECK(recipients(group.said(message_kind::channel_day, meeting)) == people{"the channel"});
        CHECK(recipients(group.said(message_kind::channel_soon, meeting)) == people{"the channel"});
        CHECK(group.said(message_kind::session_over, meeting).empty());
    }
    CHECK(group.sum_owed() == share{});
}
