#include "core/reminders/timer.hpp"
#include "core/voting/close_ballot.hpp"
#include "core/voting/open_ballot.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-24 10:00");

result<ballot> open_by(group_under_test& group, const std::string& person, minutes lasts)
{
    return group.attempt([&](auto& work, const auto& here) {
        return open_ballot(work, here, user_id(person), {.lasts = lasts}, now);
    });
}

result<ballot> close_by(group_under_test& group, const std::string& person, instant when)
{
    return group.attempt(
        [&](auto& work, const auto& here) { return close_ballot(work, here, user_id(person), when); });
}

} // namespace

TEST_CASE("a facilitator opens a ballot, and its card is on the way to the channel")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));

    const auto opened = open_by(group, "ana", usual_voting_time);

    REQUIRE(opened);
    CHECK(opened->closes_at == now + days{3});
    CHECK(opened->opener == user_id("ana"));
    const auto cards = group.said(message_kind::ballot_card);
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].card == opened->card);
    CHECK(recipient_name(cards[0]) == "the channel");
    CHECK(group.work().ballots().find(opened->id)->card == opened->card);
    CHECK(group.due(timer_kind::ballot_closes, opened->id.value) == now + days{3});
    CHECK(group.due(timer_kind::vote_reminder, opened->id.value) == now + days{2});
}

TEST_CASE("in a short vote members are reminded half-way")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));

    const auto opened = open_by(group, "ana", hours{3});

    CHECK(group.due(timer_kind::vote_reminder, opened->id.value) == now + minutes{90});
}

TEST_CASE("only a facilitator opens and closes a ballot")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));

    const auto refused = open_by(group, "ben", days{3});
    REQUIRE(refused.rejected_for(reason::not_a_facilitator));
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(open_by(group, "nobody here", days{3}).rejected_for(reason::not_a_facilitator));

    const auto opened = open_by(group, "ana", days{3});
    REQUIRE(opened);
    CHECK(close_by(group, "ben", now + hours{1}).rejected_for(reason::not_a_facilitator));
    CHECK(group.reread(*opened).open());
}

TEST_CASE("a vote takes from ten minutes to sixty days")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));

    CHECK(open_by(group, "ana", minutes{9}).rejected_for(reason::deadline_too_near));
    CHECK(open_by(group, "ana", minutes{0}).rejected_for(reason::deadline_too_near));
    CHECK(open_by(group, "ana", minutes{-5}).rejected_for(reason::deadline_too_near));
    CHECK(open_by(group, "ana", days{60} + minutes{1}).rejected_for(reason::deadline_too_far));
    CHECK(open_by(group, "ana", minutes{10}));
    REQUIRE(close_by(group, "ana", now));
    CHECK(open_by(group, "ana", days{60}));
}

TEST_CASE("a second ballot waits until the first is closed")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));
    REQUIRE(open_by(group, "ana", days{3}));

    const auto second = open_by(group, "ana", days{1});

    REQUIRE(second.rejected_for(reason::ballot_open));
    CHECK(second.why().when == now + days{3});
    REQUIRE(close_by(group, "ana", now + hours{1}));
    CHECK(open_by(group, "ana", days{1}));
}

TEST_CASE("a ballot needs a topic, and takes the first twenty")
{
    group_under_test group;
    CHECK(open_by(group, "ana", days{3}).rejected_for(reason::no_topics));
    for (int i = 1; i <= 23; ++i)
        REQUIRE(group.propose("ben", "topic " + std::to_string(i)));

    const auto opened = open_by(group, "ana", days{3});

    const auto lines = group.work().ballots().lines(opened->id);
    REQUIRE(lines.size() == most_topics_on_ballot);
    CHECK(lines.front().subject.number == 1);
    CHECK(lines.back().subject.number == 20);
}

TEST_CASE("a ballot that a facilitator closes tells its result once, and its timers are gone")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    group.post_card(running.card, now);

    const auto closed = close_by(group, "ana", now + hours{1});

    REQUIRE(closed);
    CHECK(closed->closed_at == now + hours{1});
    CHECK(closed->closed_by == close_cause::facilitator);
    CHECK(group.dirty(running.card));
    CHECK(close_by(group, "ana", now + hours{1}).rejected_for(reason::no_open_ballot));
    for (const auto& timer : group.waiting()) {
        CHECK(timer.kind != timer_kind::ballot_closes);
        CHECK(timer.kind != timer_kind::vote_reminder);
    }
    group.pass_until(now + days{5});
    CHECK(recipients(group.said(message_kind::ballot_result)) == std::vector<std::string>{"the channel"});
    CHECK(group.said(message_kind::vote_reminder).empty());
}

TEST_CASE("a ballot closes by itself at its deadline")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, now));

    group.pass_until(now + days{3} - milliseconds{1});
    CHECK(group.reread(running).open());
    group.pass_until(now + days{3});

    CHECK(group.reread(running).closed_at == now + days{3});
    CHECK(group.reread(running).closed_by == close_cause::deadline);
    CHECK(group.said(message_kind::ballot_result).size() == 1);
}

TEST_CASE("a timer that comes days late still closes its ballot, and no vote slips in before")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, now));
    const auto late = now + days{6};
    CHECK(group.vote("ben", {1}, late).rejected_for(reason::ballot_closed));

    group.wake_at(late);

    CHECK(group.reread(running).closed_at == late);
    CHECK(group.reread(running).closed_by == close_cause::deadline);
    CHECK(group.said(message_kind::ballot_result).size() == 1);
    CHECK(group.said(message_kind::vote_reminder).empty());
}

TEST_CASE("a facilitator who closes a ballot after its deadline is not named as the cause")
{
    group_under_test group;
    group.open_ballot({"Audio"}, now + days{3});

    CHECK(close_by(group, "ana", now + days{3})->closed_by == close_cause::deadline);
}

TEST_CASE("a list longer than a ballot takes turns: what waited is first on the next one")
{
    group_under_test group;
    for (int i = 1; i <= 23; ++i)
        REQUIRE(group.propose("ana", "Topic " + std::to_string(i)));
    const auto numbers_of_next = [&](instant when) {
        const auto opened = group.attempt([&](auto& work, const auto& here) {
            return open_ballot(work, here, user_id("ana"), {.lasts = days{1}}, when);
        });
        std::vector<int> numbers;
        for (const auto& line : group.work().ballots().lines(opened->id))
            numbers.push_back(line.subject.number);
        group.close(when + hours{1});
        return numbers;
    };

    const auto first = numbers_of_next(now);
    const auto second = numbers_of_next(now + days{1});

    CHECK(first.size() == 20);
    CHECK(first.back() == 20);
    CHECK(second.size() == 20);
    CHECK(std::vector<int>(second.end() - 3, second.end()) == std::vector{21, 22, 23});
    CHECK(second.front() == 1);
}
