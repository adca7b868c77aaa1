// Offers, backups and the log of who leads, as stored.
#include "tests/storage/stored_group.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::tests;

namespace {

const instant noon{days{3} + hours{12}};

struct fixture : stored_group
{
    member_id ana = add_member(work, group, "ana");
    member_id ben = add_member(work, group, "ben");
    session_id first = work.sessions().add(sample_session(group, 10)).id;
    session_id second = work.sessions().add(sample_session(group, 40)).id;

    turn_offer swap()
    {
        return {.id = {},
                .meeting = first,
                .cause = offer_cause::cannot,
                .from = ana,
                .to = ben,
                .in_return = second,
                .opened_at = noon,
                .ends_at = noon + hours{48}};
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "an offer comes back as it was stored, and as it was changed")
{
    auto offer = swap();
    offer.id = work.turns().add(offer);
    const auto kept = work.turns().open_for(first);
    REQUIRE(kept);
    CHECK(kept->id == offer.id);
    CHECK(kept->cause == offer_cause::cannot);
    CHECK(kept->from == ana);
    CHECK(kept->to == ben);
    CHECK(kept->in_return == second);
    CHECK(kept->state == offer_state::open);
    CHECK(kept->opened_at == noon);
    CHECK(kept->ends_at == noon + hours{48});
    CHECK_FALSE(kept->answered_by);
    CHECK(work.turns().open_with(ana).size() == 1);
    CHECK(work.turns().open_with(ben).size() == 1);

    offer.state = offer_state::accepted;
    offer.answered_by = ben;
    work.turns().save(offer);
    CHECK_FALSE(work.turns().open_for(first));
    CHECK(work.turns().open_with(ana).empty());
    CHECK(work.turns().find(offer.id)->answered_by == ben);
    CHECK(work.turns().newest_for(first)->id == offer.id);
    CHECK_FALSE(work.turns().newest_for(second));
    CHECK_FALSE(work.turns().find(offer_id{99}));
}

TEST_CASE_METHOD(fixture, "a session has one open offer at most")
{
    work.turns().add(swap());
    CHECK_THROWS(work.turns().add(swap()));
}

TEST_CASE_METHOD(fixture, "backups are kept in the order in which they were asked, one waiting at a time")
{
    work.turns().add_backup(first, ben, noon);
    CHECK(work.turns().backup(first) == ben);
    CHECK_THROWS(work.turns().add_backup(first, ana, noon));

    work.turns().decline_backup(first, ben, noon + hours{1});
    CHECK_FALSE(work.turns().backup(first));
    work.turns().add_backup(first, ana, noon + hours{1});
    CHECK(work.turns().backups(first) == std::vector{ben, ana});
    CHECK(work.turns().backups(second).empty());

    work.turns().forget_backups(first);
    CHECK(work.turns().backups(first).empty());
}

TEST_CASE_METHOD(fixture, "the log keeps every change of who leads, oldest first")
{
    work.turns().note(
        {.meeting = first, .from = {}, .to = ana, .by = {}, .cause = turn_cause::asked, .at = noon});
    work.turns().note({.meeting = first,
                       .from = ana,
                       .to = {},
                       .by = user_id("ana"),
                       .cause = turn_cause::unavailable,
                       .at = noon + hours{1}});

    const auto log = work.turns().changes(first);
    REQUIRE(log.size() == 2);
    CHECK_FALSE(log[0].from);
    CHECK(log[0].to == ana);
    CHECK_FALSE(log[0].by);
    CHECK(log[1].from == ana);
    CHECK(log[1].by == user_id("ana"));
    CHECK(log[1].cause == turn_cause::unavailable);
    CHECK(log[1].at == noon + hours{1});
    CHECK(work.turns().changes(second).empty());
}

TEST_CASE_METHOD(fixture, "a session keeps its second leader and what the hour is for")
{
    auto meeting = *work.sessions().find(first);
    CHECK(meeting.format == session_format::training);
    meeting.leading = leader_state::confirmed;
    meeting.leader = ana;
    meeting.co_leader = ben;
    work.sessions().save(meeting);
    CHECK(work.sessions().find(first)->co_leader == ben);

    auto other = *work.sessions().find(second);
    other.format = session_format::critique;
    work.sessions().save(other);
    CHECK(work.sessions().planned(group)[1].format == session_format::critique);
    CHECK_FALSE(work.sessions().planned(group)[1].co_leader);
}

TEST_CASE_METHOD(fixture, "a turn that two shared counts for both")
{
    auto meeting = *work.sessions().find(first);
    meeting.state = session_state::held;
    meeting.leading = leader_state::confirmed;
    meeting.leader = ana;
    meeting.co_leader = ben;
    work.sessions().save(meeting);
    for (const auto who : {ana, ben})
        work.ledger().add(group, {.session = first, .member = who, .owed = share{3}, .given = share{3}});

    for (const auto& account : work.ledger().balances(group)) {
        CHECK(account.turns_led == 1);
        CHECK(account.last_led == meeting.starts_at);
    }
    CHECK(work.ledger().first_held(group) == meeting.starts_at);
}

TEST_CASE_METHOD(fixture, "skips are counted from an instant on")
{
    work.ledger().add_skip(first, ana, noon);
    work.ledger().add_skip(second, ana, noon + hours{1});
    CHECK(work.ledger().skips_since(ana, instant{}) == 2);
    CHECK(work.ledger().skips_since(ana, noon) == 1);
    CHECK(work.ledger().skips_since(ben, instant{}) == 0);
    CHECK_FALSE(work.ledger().first_held(group));
}

TEST_CASE_METHOD(fixture, "turns in other groups of the workspace are known, those of others are not")
{
    const auto also_here = add_group(work, "C2");
    const auto there = add_member(work, also_here, "ana");
    auto meeting = sample_session(also_here, 12);
    meeting.leading = leader_state::asked;
    meeting.leader = there;
    const auto kept = work.sessions().add(meeting);

    const auto found = work.ledger().turns_elsewhere(group, instant{});
    REQUIRE(found.size() == 1);
    CHECK(found[0].member == ana);
    CHECK(found[0].at == kept.starts_at);
    CHECK(work.ledger().turns_elsewhere(group, kept.starts_at).empty());
    CHECK(work.ledger().turns_elsewhere(also_here, instant{}).empty());

    auto cancelled = kept;
    cancelled.state = session_state::cancelled;
    work.sessions().save(cancelled);
    CHECK(work.ledger().turns_elsewhere(group, instant{}).empty());
}

TEST_CASE_METHOD(fixture, "a time away has one beginning and one end, and is kept after it")
{
    auto& ledger = work.ledger();
    ledger.is_back(ana, noon);
    ledger.goes_away(ana, noon);
    ledger.goes_away(ana, noon + hours{1});
    REQUIRE(ledger.times_away(group, noon + hours{9}).size() == 1);
    CHECK(ledger.times_away(group, noon).front().member == ana);
    CHECK(ledger.times_away(group, noon).front().from == noon);
    CHECK_FALSE(ledger.times_away(group, noon).front().until);

    ledger.is_back(ana, noon + hours{2});
    ledger.is_back(ana, noon + hours{3});
    ledger.goes_away(ana, noon + hours{5});
    CHECK(ledger.times_away(group, noon).front().until == noon + hours{2});
    CHECK(ledger.times_away(group, noon).size() == 2);
    CHECK(ledger.times_away(group, noon + hours{2}).size() == 1);
    CHECK(ledger.times_away(add_group(work, "C2"), noon).empty());
}
