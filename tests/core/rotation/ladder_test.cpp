// The ladder by which a session gets its leader: its rungs in time, and what happens at each.
#include "core/rotation/ladder.hpp"
#include "tests/support/printers.hpp"

#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/working_hours.hpp"
#include "core/voting/pick_topic.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// A Tuesday, 15:00 in London, four weeks after the group begins: asked 17 November, offered on the 24th,
// a backup asked on the 26th, and the facilitators on 1 December.
const group_shape early{.members = 4, .begun = "2026-11-11 10:00"};
const auto asked_at = at("2026-11-17 15:00");
const auto offered_at = at("2026-11-24 15:00");
const auto backup_at = at("2026-11-26 15:00");
const auto choice_at = at("2026-12-01 15:00");

people told(group_under_test& group, message_kind kind, int number = 1)
{
    return recipients(group.said(kind, group.meeting(number).id.value));
}

result<session> choose(group_under_test& group, rescue how, instant now, const std::string& by = "ana")
{
    return group.attempt([&](auto& work, const auto& here) {
        return rescue_session(work, here,
                              {.meeting = group.meeting(1).id, .by = user_id(by), .how = how, .now = now});
    });
}

std::string leader(group_under_test& group, int number = 1)
{
    const auto meeting = group.meeting(number);
    if (meeting.leading == leader_state::open) return "nobody";
    return group.name(meeting.leader) + (meeting.leading == leader_state::confirmed ? " for sure" : "");
}

std::optional<turn_offer> open_offer_of(group_under_test& group, int number = 1)
{
    return group.work().turns().open_for(group.meeting(number).id);
}

} // namespace

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
