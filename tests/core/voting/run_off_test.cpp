// A tie that decides what is scheduled can be voted on again, once and for a day.
#include "core/voting/close_ballot.hpp"
#include "core/voting/open_ballot.hpp"

#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"
#include "core/voting/topics.hpp"
#include "tests/core/voting/votes.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

// To settle the plan as it is shown at that moment.
plan_request shown_to(unit_of_work& work, const peerbot::core::group& here, const std::string& person,
                      ballot_id about, instant now)
{
    const auto plan = plan_of(work, here, about, now);
    return {.by = user_id(person), .ballot = about, .revision = plan ? plan->revision : 1, .now = now};
}

using numbers = std::vector<int>;
using choices = std::map<std::string, numbers>;

const auto deadline = at("2026-11-13 10:00");
const auto monday = at("2026-11-16 10:00");

struct decided_ballot
{
    group_under_test group{group_shape{.members = 6, .begun = "2026-11-11 10:00"}};
    ballot closed;

    explicit decided_ballot(const choices& votes, const ballot_wish& wish = {})
    {
        const auto running = group.open_ballot({"Audio", "Video", "Light", "Maps", "Charts"}, deadline, wish);
        all_vote(votes, group.begun());
        group.pass_until(deadline);
        closed = group.reread(running);
        REQUIRE_FALSE(closed.open());
    }

    void all_vote(const choices& votes, instant now)
    {
        for (const auto& [person, chosen] : votes)
            REQUIRE(group.vote(person, chosen, now));
    }
    result<ballot> run_off(const std::string& person = "ana", instant now = monday,
                           std::optional<ballot_id> of = {})
    {
        return group.attempt(
            [&](auto& work, const auto& here) { return open_run_off(work, here, user_id(person), of, now); });
    }
    result<topic_plan> settle(instant now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return settle_plan(work, here, shown_to(work, here, "ana", closed.id, now));
        });
    }
    numbers tied()
    {
        numbers found;
        for (const auto topic : frozen_result(group.work(), group.reread(closed)).tied)
            found.push_back(group.work().topics().find(topic)->number);
        std::sort(found.begin(), found.end());
        return found;
    }
    numbers order() { return numbers_of(group.result_of(closed)); }
    ballot_line line(int number)
    {
        for (const auto& one : group.result_of(closed))
            if (one.subject.number == number) return one;
        throw std::logic_error("no such topic on the ballot");
    }
};

// Two for the third place: the lot decides between 3 and 4.
const choices two_tied{{"ana", {1, 2, 3}}, {"ben", {1, 2, 3}}, {"cleo", {1, 2, 4}}, {"dan", {1, 4}}};
// Four for the second and the third place.
const choices four_tied{{"ana", {1, 2, 3}}, {"ben", {1, 4, 5}}, {"cleo", {1}}};
const choices nothing_tied{{"ana", {1, 2, 3}}, {"ben", {1, 2, 3}}, {"cleo", {1, 2, 3, 4}}};

// Whichever the lot put below the line, and whichever above it.
int loser_of(decided_ballot& made)
{
    return made.order()[3];
}
int winner_of(decided_ballot& made)
{
    return made.order()[2];
}

} // namespace

TEST_CASE("a run-off is between the topics of the tie, for a day, and says which vote it decides")
{
    decided_ballot made(two_tied);
    CHECK(made.tied() == numbers{3, 4});

    const auto opened = made.run_off();

    REQUIRE(opened);
    CHECK(opened->decides == made.closed.id);
    CHECK(opened->number == 2);
    CHECK(opened->closes_at == monday + days{1});
    CHECK(opened->method == ballot_method::approval);
    CHECK(numbers_of(made.group.work().ballots().lines(opened->id)) == numbers{3, 4});
    CHECK(made.group.due(timer_kind::ballot_closes, opened->id.value) == monday + days{1});
    CHECK(made.group.said(message_kind::ballot_card, opened->id.value).size() == 1);
    CHECK(made.group.work().ballots().run_off_of(made.closed.id)->id == opened->id);
    CHECK(made.group.vote("ben", {1}, monday).rejected_for(reason::not_on_ballot));
}

TEST_CASE("only a facilitator opens a run-off, and only when no vote is open")
{
    decided_ballot made(two_tied);
    CHECK(made.run_off("ben").rejected_for(reason::not_a_facilitator));

    REQUIRE(made.run_off());
    const auto second = made.run_off();
    REQUIRE(second.rejected_for(reason::ballot_open));
    CHECK(second.why().when == monday + days{1});
}

TEST_CASE("there is no run-off before a vote, nor where no tie decides what is scheduled")
{
    group_under_test fresh;
    CHECK(fresh
              .attempt([&](auto& work, const auto& here) {
                  return open_run_off(work, here, user_id("ana"), {}, monday);
              })
              .rejected_for(reason::no_closed_ballot));

    decided_ballot clear(nothing_tied);
    CHECK(clear.tied().empty());
    CHECK(clear.run_off().rejected_for(reason::nothing_tied));

    // Two share the first place, and the fourth: none of that decides what is scheduled.
    decided_ballot elsewhere({{"ana", {1, 2, 3}}, {"ben", {1, 2, 3}}, {"cleo", {1, 2, 4, 5}}});
    CHECK(elsewhere.tied().empty());
    CHECK(elsewhere.run_off().rejected_for(reason::nothing_tied));
}

TEST_CASE("a tie is voted on again once, whatever came of it")
{
    decided_ballot made(two_tied);
    const auto opened = *made.run_off();
    CHECK(made.tied().empty());
    made.all_vote({{"ana", {3}}, {"ben", {4}}}, monday);
    made.group.pass_until(monday + days{1});

    CHECK(made.tied().empty());
    CHECK(frozen_result(made.group.work(), made.group.reread(opened)).tied.empty());
    CHECK(made.run_off("ana", monday + days{2}).rejected_for(reason::run_off_done));
}

TEST_CASE("a run-off closes after its day as it is, however few have voted")
{
    decided_ballot made(two_tied);
    const auto opened = *made.run_off();
    made.all_vote({{"ana", {loser_of(made)}}}, monday);

    made.group.pass_until(monday + days{5});

    const auto closed = made.group.reread(opened);
    CHECK(closed.closed_at == monday + days{1});
    CHECK(closed.closed_by == close_cause::deadline);
    CHECK_FALSE(closed.extended);
    CHECK(made.group.said(message_kind::vote_extended).empty());
    CHECK(made.group.said(message_kind::ballot_result, opened.id.value).size() == 1);
}

TEST_CASE("the places follow the run-off; the votes stay as they were counted")
{
    decided_ballot made(two_tied);
    const auto before = made.order();
    const int winner = winner_of(made);
    const int loser = loser_of(made);
    REQUIRE(made.run_off());
    made.group.post_card(made.closed.card, monday);
    made.all_vote({{"ana", {loser}}, {"ben", {loser}}, {"cleo", {winner}}}, monday);

    made.group.pass_until(monday + days{1});

    CHECK(made.order() == numbers{before[0], before[1], loser, winner, before[4]});
    CHECK(places_of(made.group.result_of(made.closed)) == numbers{1, 2, 3, 4, 5});
    CHECK(made.line(loser).decided_by == place_rule::run_off);
    CHECK(made.line(winner).decided_by == place_rule::more_votes);
    CHECK(made.line(loser).votes == 2);
    CHECK(made.line(winner).votes == 2);
    CHECK(made.group.dirty(made.closed.card));
    CHECK(made.group.reread(made.closed).voters == 4);
}

TEST_CASE("a facilitator may close a run-off before its day is over")
{
    decided_ballot made(two_tied);
    const int loser = loser_of(made);
    REQUIRE(made.run_off());
    made.all_vote({{"ana", {loser}}}, monday);

    made.group.close(monday + hours{1});

    CHECK(winner_of(made) == loser);
}

TEST_CASE("a run-off that ends in a tie again leaves the order as it was")
{
    decided_ballot made(two_tied);
    const int loser = loser_of(made);
    REQUIRE(made.group.teach("finn", loser));
    REQUIRE(made.run_off());
    made.all_vote({{"ana", {3}}, {"ben", {4}}}, monday);

    made.group.pass_until(monday + days{1});

    CHECK(winner_of(made) != loser);
    CHECK(made.line(loser).place == 4);
}

TEST_CASE("the result of a run-off and of the vote it decides never say different things")
{
    const auto votes = GENERATE(choices{}, choices{{"ana", {3}}, {"ben", {4}}}, choices{{"ana", {3, 4}}},
                                choices{{"ana", {3}}}, choices{{"ana", {4}}});
    decided_ballot made(two_tied);
    REQUIRE(made.group.teach("finn", loser_of(made)));
    const auto opened = *made.run_off();
    made.all_vote(votes, monday);

    made.group.pass_until(monday + days{1});

    const auto again = made.group.result_of(opened);
    CHECK(numbers_of(again) == numbers{winner_of(made), loser_of(made)});
    CHECK(places_of(again) == numbers{1, 2});
    const bool tie = again[0].votes == again[1].votes;
    CHECK(again[0].decided_by == (tie ? place_rule::as_before : place_rule::more_votes));
    const auto rule = made.line(winner_of(made)).decided_by;
    CHECK(rule == (!tie ? place_rule::run_off : votes.empty() ? place_rule::by_lot : place_rule::as_before));
}

TEST_CASE("a run-off on which nobody votes changes nothing")
{
    decided_ballot made(two_tied);
    const auto before = made.order();
    const auto rules = rules_of(made.group.result_of(made.closed));
    REQUIRE(made.group.teach("finn", loser_of(made)));
    const auto opened = *made.run_off();

    made.group.pass_until(monday + days{1});

    CHECK(made.order() == before);
    CHECK(rules_of(made.group.result_of(made.closed)) == rules);
    CHECK(made.group.result_of(opened).front().votes == 0);
    CHECK(made.group.plan_from(made.closed)->state == plan_state::proposed);
}

TEST_CASE("a run-off for two places of four has two winners")
{
    decided_ballot made(four_tied);
    CHECK(made.tied() == numbers{2, 3, 4, 5});
    REQUIRE(made.run_off());
    made.all_vote({{"ana", {4, 5}}, {"ben", {4, 5}}, {"cleo", {3}}, {"dan", {2}}}, monday);

    made.group.pass_until(monday + days{1});

    const auto lines = made.group.result_of(made.closed);
    CHECK(numbers_of(lines) == numbers{1, 4, 5, 2, 3});
    CHECK(places_of(lines) == numbers{1, 2, 3, 4, 5});
    CHECK(lines[2].decided_by == place_rule::run_off);
}

TEST_CASE("a tie of a ranked ballot is voted on again by approval")
{
    decided_ballot made(
        {{"ana", {1}}, {"ben", {1}}, {"cleo", {2}}, {"dan", {2}}, {"eva", {3}}, {"finn", {4}}},
        {.method = ballot_method::ranked});
    CHECK(made.tied() == numbers{3, 4});
    const int loser = loser_of(made);
    const auto rounds = made.group.work().ballots().rounds(made.closed.id);
    const auto opened = made.run_off();
    REQUIRE(opened);
    CHECK(opened->method == ballot_method::approval);
    made.all_vote({{"ana", {loser}}}, monday);

    made.group.pass_until(monday + days{1});

    CHECK(winner_of(made) == loser);
    CHECK(made.group.work().ballots().rounds(made.closed.id) == rounds);
}

TEST_CASE("the run-off of an anonymous vote is anonymous, and needs as many people")
{
    const choices five{
        {"ana", {1, 2, 3}}, {"ben", {1, 2, 3}}, {"cleo", {1, 2, 4}}, {"dan", {1, 4}}, {"eva", {1}}};
    decided_ballot made(five, {.anonymous = true});
    REQUIRE(made.tied() == numbers{3, 4});
    REQUIRE(made.group.leave("finn", monday));
    REQUIRE(made.group.leave("eva", monday));
    CHECK(made.run_off().rejected_for(reason::too_few_for_anonymous));
    CHECK(made.group.plan_from(made.closed)->state == plan_state::proposed);

    REQUIRE(made.group.join("eva", monday));
    const auto opened = made.run_off();
    REQUIRE(opened);
    CHECK(opened->anonymous);
    CHECK(opened->hidden);
    const int loser = loser_of(made);
    made.all_vote({{"ana", {loser}}, {"ben", {loser}}, {"cleo", {loser}}, {"dan", {loser}}, {"eva", {loser}}},
                  monday);
    made.group.pass_until(monday + days{1});

    CHECK(made.group.reread(*opened).voters == 5);
    CHECK(made.group.work().votes().all(*opened).empty());
    CHECK(winner_of(made) == loser);
}

TEST_CASE("an anonymous run-off on which fewer than five voted decides nothing, for it would tell on them")
{
    const choices five{
        {"ana", {1, 2, 3}}, {"ben", {1, 2, 3}}, {"cleo", {1, 2, 4}}, {"dan", {1, 4}}, {"eva", {1}}};
    decided_ballot made(five, {.anonymous = true});
    const auto before = made.order();
    const auto opened = *made.run_off();
    made.all_vote({{"ana", {loser_of(made)}}}, monday);

    made.group.pass_until(monday + days{1});

    CHECK(made.group.reread(opened).withheld());
    CHECK(made.order() == before);
    for (const auto& line : made.group.result_of(opened))
        CHECK(line.votes == 0);
}

TEST_CASE("a topic of the tie that has a session meanwhile, or is off the list, is not voted on again")
{
    const auto off_the_list = [](decided_ballot& made, int number) {
        REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
            return withdraw_topic(work, here, {.by = user_id("ana"), .number = number, .now = monday});
        }));
    };
    decided_ballot made(four_tied);
    auto meeting = made.group.meeting(1);
    meeting.topic = made.group.topic(2).id;
    made.group.work().sessions().save(meeting);
    off_the_list(made, 5);

    const auto opened = made.run_off();
    REQUIRE(opened);
    CHECK(numbers_of(made.group.work().ballots().lines(opened->id)) == numbers{3, 4});

    decided_ballot one_left(two_tied);
    off_the_list(one_left, 3);
    CHECK(one_left.run_off().rejected_for(reason::nothing_tied));
}

TEST_CASE("a button of an older result opens no run-off on the newest one")
{
    decided_ballot made(two_tied);
    const auto next = made.group.attempt(
        [&](auto& work, const auto& here) { return open_ballot(work, here, user_id("ana"), {}, monday); });
    REQUIRE(next);
    made.all_vote(two_tied, monday);
    made.group.close(monday + hours{1});

    CHECK(made.run_off("ana", monday + hours{2}, made.closed.id).rejected_for(reason::run_off_too_late));
    const auto opened = made.run_off("ana", monday + hours{2}, next->id);
    REQUIRE(opened);
    CHECK(opened->decides == next->id);
}

TEST_CASE("the button that opened a run-off says, pressed again, that it was held")
{
    decided_ballot made(two_tied);
    REQUIRE(made.run_off("ana", monday, made.closed.id));
    made.group.close(monday + hours{1});

    CHECK(made.run_off("ana", monday + hours{2}, made.closed.id).rejected_for(reason::run_off_done));
}

TEST_CASE("the plan waits for the run-off, and is then proposed from what it decided")
{
    decided_ballot made(two_tied);
    const int loser = loser_of(made);
    const auto third_topic = [&] { return made.group.plan_from(made.closed)->lines.at(2).topic; };
    CHECK(made.group.plan_from(made.closed)->state == plan_state::proposed);
    CHECK(third_topic() == made.group.topic(winner_of(made)).id);
    CHECK(made.group.said(message_kind::plan_proposed).size() == 1);

    REQUIRE(made.run_off());
    CHECK(made.group.plan_from(made.closed)->state == plan_state::dropped);
    CHECK(made.settle(monday).rejected_for(reason::no_plan));

    made.all_vote({{"ana", {loser}}}, monday);
    made.group.pass_until(monday + days{1});

    CHECK(made.group.plan_from(made.closed)->state == plan_state::proposed);
    CHECK(third_topic() == made.group.topic(loser).id);
    CHECK(made.group.said(message_kind::plan_proposed, made.closed.id.value).size() == 2);
    CHECK(made.settle(monday + days{2}));
}

TEST_CASE("once the plan is settled there is no run-off any more")
{
    decided_ballot made(two_tied);
    REQUIRE(made.settle(monday));

    CHECK(made.run_off().rejected_for(reason::plan_settled));
}
