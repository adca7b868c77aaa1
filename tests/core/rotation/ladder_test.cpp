// The ladder by which a session gets its leader: its rungs in time, and what happens at each.
#include "core/rotation/ladder.hpp"
#include "tests/support/printers.hpp"

#include "core/rotation/turns.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/working_hours.hpp"
#include "tests/core/rotation/early_group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("with time enough the rungs are three weeks, two weeks, twelve days and a week before")
{
    const auto where = zone::named("Europe/London").value();
    CHECK(ladder_for(at("2027-02-09 15:00"), at("2026-12-01 10:00"), where) ==
          ladder{.ask = at("2027-01-19 15:00"),
                 .offer = at("2027-01-26 15:00"),
                 .backup = at("2027-01-28 15:00"),
                 .choice = at("2027-02-02 15:00")});
}

TEST_CASE("an offer is not cut short by a weekend, and nobody is written to at night")
{
    const auto where = zone::named("Europe/London").value();
    // A Thursday evening: twelve days before is a Saturday.
    CHECK(ladder_for(at("2027-02-11 20:00"), at("2026-12-01 10:00"), where) ==
          ladder{.ask = at("2027-01-22 09:00"),
                 .offer = at("2027-01-28 17:59"),
                 .backup = at("2027-02-01 09:00"),
                 .choice = at("2027-02-04 17:59")});
}

TEST_CASE("for every time ahead the rungs come one after the other before the start, by day where they can")
{
    const auto from = GENERATE(at("2027-03-01 10:00"), at("2027-03-05 17:30"), at("2027-03-06 03:00"));
    const auto* zone_name = GENERATE("Europe/London", "America/New_York", "Asia/Kathmandu");
    const auto where = zone::named(zone_name).value();
    bool in_order = true;
    bool by_day = true;
    for (minutes ahead = hours{1}; ahead <= days{60}; ahead += minutes{20}) {
        const auto start = from + ahead;
        const auto made = ladder_for(start, from, where);
        in_order = in_order && from < made.ask && made.ask < made.offer && made.offer < made.backup &&
                   made.backup < made.choice && made.choice < start;
        // From ten days on there is a working day around each of them.
        if (ahead < days{30}) continue;
        for (const auto rung : {made.ask, made.offer, made.backup, made.choice})
            by_day = by_day && in_working_hours(rung, where);
    }
    CHECK(in_order);
    CHECK(by_day);
}

TEST_CASE("with less time the rungs keep their proportions")
{
    const auto utc = zone::named("UTC").value();
    const auto from = at("2027-03-01 09:00"); // a Monday
    // A part of 22 is 20 minutes.
    CHECK(ladder_for(from + minutes{440}, from, utc) == ladder{.ask = from + minutes{20},
                                                               .offer = from + minutes{160},
                                                               .backup = from + minutes{200},
                                                               .choice = from + minutes{300}});
    CHECK_THROWS_AS(ladder_for(from, from, utc), std::logic_error);
}

TEST_CASE("who stays silent is asked, their turn is offered, a backup is asked, and the facilitators choose")
{
    group_under_test group(early);
    REQUIRE(group.make_facilitator("dan"));

    group.pass_until(asked_at);
    CHECK(leader(group) == "ana");
    CHECK(told(group, message_kind::leader_week) == people{"ana"});

    group.pass_until(offered_at);
    const auto offer = open_offer_of(group);
    REQUIRE(offer);
    CHECK(offer->cause == offer_cause::unanswered);
    CHECK(offer->ends_at == backup_at);
    CHECK(recipients(group.said(message_kind::turn_offered)) == people{"the channel"});

    group.pass_until(backup_at);
    CHECK_FALSE(open_offer_of(group));
    CHECK(told(group, message_kind::backup_asked) == people{"ben"});
    CHECK(leader(group) == "ana");

    group.pass_until(choice_at);
    CHECK(told(group, message_kind::leader_missing) == people{"ana", "dan"});
}

TEST_CASE("while a vote runs that may decide who leads, nobody is asked yet, if there is time")
{
    group_under_test group(early);
    group.open_ballot({"Audio"}, asked_at + days{2}); // until Thursday afternoon
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, group.begun()));
    group.pass_until(asked_at);
    CHECK(leader(group) == "nobody");
    group.pass_until(asked_at + days{3} - minutes{1});
    CHECK(leader(group) == "nobody");
    group.pass_until(asked_at + days{3});
    CHECK(leader(group) == "ana");

    group_under_test late(early);
    late.open_ballot({"Audio"}, offered_at);
    late.pass_until(asked_at);
    CHECK(leader(late) == "ana");
}

TEST_CASE("once somebody has confirmed, the ladder is silent")
{
    group_under_test group(early);
    group.pass_until(asked_at);
    REQUIRE(group.confirm("ana", 1, asked_at + hours{1}));

    group.pass_until(choice_at);

    CHECK(group.said(message_kind::turn_offered).empty());
    CHECK(told(group, message_kind::backup_asked).empty());
    CHECK(told(group, message_kind::leader_missing).empty());
}

TEST_CASE("the backup who says yes leads, and who was silent hears of it")
{
    group_under_test group(early);
    group.pass_until(backup_at);

    REQUIRE(group.confirm("ben", 1, backup_at + hours{1}));

    CHECK(leader(group) == "ben for sure");
    CHECK(told(group, message_kind::leader_released) == people{"ana"});
    CHECK(group.confirm("ana", 1, backup_at + hours{2}).rejected_for(reason::leader_confirmed));
    group.pass_until(choice_at);
    CHECK(told(group, message_kind::leader_missing).empty());
}

TEST_CASE("a backup who declines lets no turn pass, and the next is asked")
{
    group_under_test group(early);
    group.pass_until(backup_at);

    const auto declined = group.skip("ben", backup_at + hours{1}, 1);

    REQUIRE(declined);
    CHECK(declined->as_backup);
    CHECK(declined->next->user == user_id("cleo"));
    CHECK(told(group, message_kind::backup_asked) == people{"ben", "cleo"});
    CHECK(group.work().ledger().skipped(group.meeting(1).id).empty());
    REQUIRE(group.skip("cleo", backup_at + hours{2}, 1));
    REQUIRE(group.skip("dan", backup_at + hours{3}, 1));
    CHECK(told(group, message_kind::backup_asked) == people{"ben", "cleo", "dan"});
    CHECK(leader(group) == "ana");
}

TEST_CASE("after an outage only the last rung that is due is climbed")
{
    group_under_test group(early);
    group.wake_at(choice_at + hours{2});

    CHECK(group.said(message_kind::turn_offered).empty());
    CHECK(told(group, message_kind::backup_asked).empty());
    CHECK(told(group, message_kind::leader_week) == people{"ana"});
    CHECK(told(group, message_kind::leader_missing) == people{"ana"});
}

TEST_CASE("timers of before there were ladders do no harm, and a start replaces them")
{
    group_under_test group(early);
    const auto id = group.meeting(1).id;
    const auto old = [&](timer_kind kind, instant due_at) {
        group.work().timers().add(
            {.id = {}, .kind = kind, .group = group.here().id, .subject = id.value, .due_at = due_at});
    };
    old(timer_kind::leader_week, choice_at);
    old(timer_kind::leader_missing, choice_at + days{4});
    REQUIRE(group.confirm("ana", 1, asked_at));
    group.fire(timer_kind::leader_week, id.value, choice_at);
    group.fire(timer_kind::leader_missing, id.value, choice_at + days{4});
    CHECK(told(group, message_kind::leader_week).empty());
    CHECK(told(group, message_kind::leader_missing).empty());

    take_up_ladder(group.work(), id);
    old(timer_kind::leader_week, choice_at + hours{1});
    follow_zone_rules(group.work(), group.here(), group.begun());
    CHECK(group.due(timer_kind::ladder_ask, id.value) == asked_at);
    CHECK_THROWS(group.due(timer_kind::leader_week, id.value));
}

TEST_CASE("who lives in another zone is asked in their own working hours, unless that would be too late")
{
    group_under_test group(early);
    group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("ana"), .zone = "America/Los_Angeles"});
    group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("ben"), .zone = "America/Los_Angeles"});

    group.pass_until(asked_at);
    REQUIRE(group.said(message_kind::leader_week).size() == 1);
    CHECK(group.said(message_kind::leader_week).front().due_at == at("2026-11-17 17:00"));

    // Half of the time until the session would pass before the morning in Los Angeles.
    const auto night = at("2026-12-08 06:00");
    group.pass_until(night);
    REQUIRE(group.skip("ben", night));
    REQUIRE(group.skip("ana", night));
    CHECK(group.said(message_kind::leader_missing).back().due_at == night);
}

TEST_CASE("an offer of a leader who left runs for its two days, whatever rung is reached meanwhile")
{
    const auto left_at = GENERATE(at("2026-11-23 15:00"), at("2026-11-25 15:00"));
    group_under_test group(early);
    REQUIRE(group.make_facilitator("dan"));
    REQUIRE(group.confirm("ana", 1, asked_at));
    group.pass_until(left_at);
    REQUIRE(group.leave("ana", left_at));
    const auto offer = open_offer_of(group);
    REQUIRE(offer);

    group.pass_until(left_at + days{2} - minutes{1});
    REQUIRE(open_offer_of(group));
    CHECK(open_offer_of(group)->id == offer->id);
    CHECK(group.said(message_kind::turn_offered).size() == 1);
    CHECK(told(group, message_kind::leader_week).empty());

    group.pass_until(left_at + days{2});
    CHECK(told(group, message_kind::leader_week) == people{"ben"});
    CHECK(told(group, message_kind::backup_asked).empty());
}

TEST_CASE("without a session, yes and no are about the first one, be it only to step in")
{
    group_under_test group(early);
    group.pass_until(backup_at);
    REQUIRE(told(group, message_kind::backup_asked) == people{"ben"}); // who is to lead session 2

    SECTION("no")
    {
        const auto done = group.skip("ben", backup_at);
        REQUIRE(done);
        CHECK(done->as_backup);
        CHECK(group.plan()[1] == "ben");
    }
    SECTION("yes")
    {
        REQUIRE(group.attempt([&](auto& work, const auto& here) {
            return confirm_next_turn(work, here, user_id("ben"), backup_at);
        }));
        CHECK(leader(group) == "ben for sure");
    }
}
