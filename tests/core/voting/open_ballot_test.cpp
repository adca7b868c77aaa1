#include "core/voting/open_ballot.hpp"

#include "core/reminders/timer.hpp"
#include "core/voting/close_ballot.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using numbers = std::vector<int>;

const auto now = at("2026-11-24 10:00");

result<ballot> open_as(group_under_test& group, const ballot_wish& wish, const std::string& person = "ana")
{
    return group.attempt(
        [&](auto& work, const auto& here) { return open_ballot(work, here, user_id(person), wish, now); });
}

result<ballot> open_by(group_under_test& group, const std::string& person, minutes lasts)
{
    return open_as(group, {.lasts = lasts}, person);
}

numbers numbers_on(group_under_test& group, const ballot& opened)
{
    numbers found;
    for (const auto& line : group.work().ballots().lines(opened.id))
        found.push_back(line.subject.number);
    return found;
}

void propose_many(group_under_test& group, int how_many)
{
    for (int i = 1; i <= how_many; ++i)
        REQUIRE(group.propose("ben", "topic " + std::to_string(i)));
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

TEST_CASE("only a facilitator opens a ballot")
{
    group_under_test group;
    REQUIRE(group.propose("ben", "Audio"));

    const auto refused = open_by(group, "ben", days{3});
    REQUIRE(refused.rejected_for(reason::not_a_facilitator));
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(open_by(group, "nobody here", days{3}).rejected_for(reason::not_a_facilitator));
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
    group.close(now);
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
    group.close(now + hours{1});
    CHECK(open_by(group, "ana", days{1}));
}

TEST_CASE("a ballot needs a topic, and takes the first twenty")
{
    group_under_test group;
    CHECK(open_by(group, "ana", days{3}).rejected_for(reason::no_topics));
    propose_many(group, 23);

    const auto opened = open_by(group, "ana", days{3});

    const auto on_it = numbers_on(group, *opened);
    REQUIRE(on_it.size() == most_topics_on_ballot);
    CHECK(on_it.front() == 1);
    CHECK(on_it.back() == 20);
}

TEST_CASE("a list longer than a ballot takes turns: what waited is first on the next one")
{
    group_under_test group;
    propose_many(group, 23);
    const auto first = numbers_on(group, *open_by(group, "ana", days{1}));
    REQUIRE(group.vote("ana", {1}, now));
    group.close(now + hours{1});

    const auto second = numbers_on(group, *open_by(group, "ana", days{1}));

    CHECK(first.size() == 20);
    CHECK(first.back() == 20);
    CHECK(second.size() == 20);
    CHECK(numbers(second.end() - 3, second.end()) == numbers{21, 22, 23});
    CHECK(second.front() == 1);
}

TEST_CASE("unless wished otherwise, topics are approved, counts stay hidden and names are known")
{
    group_under_test group;
    propose_many(group, 2);

    const auto opened = open_as(group, {});

    REQUIRE(opened);
    CHECK(opened->method == ballot_method::approval);
    CHECK(opened->hidden);
    CHECK_FALSE(opened->anonymous);
    CHECK_FALSE(opened->extended);
    CHECK_FALSE(opened->decides);
    CHECK(opened->budget == 0);
    CHECK(opened->number == 1);
    CHECK(opened->closes_at == now + days{3});
}

TEST_CASE("what was wished is stored with the ballot")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    const bool hidden = GENERATE(true, false);
    group_under_test group;
    propose_many(group, 4);

    const auto opened = open_as(group, {.lasts = days{2}, .method = method, .hidden = hidden});

    REQUIRE(opened);
    const auto stored = group.reread(*opened);
    CHECK(stored.method == method);
    CHECK(stored.hidden == hidden);
    CHECK(stored.budget == (method == ballot_method::budget ? 3 : 0));
    CHECK(stored.closes_at == now + days{2});
}

TEST_CASE("a budget is a third of the topics, rounded up, and at least three votes")
{
    const std::vector<std::pair<std::size_t, int>> expected{{1, 3},  {3, 3},  {9, 3},  {10, 4}, {12, 4},
                                                            {13, 5}, {15, 5}, {18, 6}, {19, 7}, {20, 7}};
    for (const auto& [topics, votes] : expected) {
        INFO(topics << " topics");
        CHECK(budget_for(topics) == votes);
    }
}

TEST_CASE("the topics of a ballot can be chosen by number, each once, and only those are on it")
{
    group_under_test group;
    propose_many(group, 5);

    const auto opened = open_as(group, {.topics = {4, 2, 4}});

    REQUIRE(opened);
    CHECK(numbers_on(group, *opened) == numbers{2, 4});
}

TEST_CASE("one number that cannot be voted on keeps the ballot from opening, and says which")
{
    group_under_test group;
    propose_many(group, 22);
    auto gone = group.topic(2);
    gone.state = topic_state::withdrawn;
    group.work().topics().save(gone);
    auto meeting = group.meeting(1);
    meeting.topic = group.topic(3).id;
    group.work().sessions().save(meeting);

    const auto unknown = open_as(group, {.topics = {1, 99}});
    REQUIRE(unknown.rejected_for(reason::no_such_topic));
    CHECK(unknown.why().number == 99);

    const auto closed = open_as(group, {.topics = {1, 2}});
    REQUIRE(closed.rejected_for(reason::topic_not_open));
    CHECK(closed.why().number == 2);
    CHECK(closed.why().text == "topic 2");

    const auto planned = open_as(group, {.topics = {1, 3}});
    REQUIRE(planned.rejected_for(reason::topic_planned));
    CHECK(planned.why().number == 1); // of the session

    numbers many{1};
    for (int i = 4; i <= 22; ++i)
        many.push_back(i);
    auto too_many = many;
    auto opened_again = gone;
    opened_again.state = topic_state::open;
    group.work().topics().save(opened_again);
    too_many.push_back(2);
    const auto refused = open_as(group, {.topics = too_many});
    REQUIRE(refused.rejected_for(reason::too_many_on_ballot));
    CHECK(refused.why().number == most_topics_on_ballot);
    CHECK(open_as(group, {.topics = many}));
}

TEST_CASE("a topic that a session has already is not put to the vote by itself")
{
    group_under_test group;
    propose_many(group, 3);
    auto meeting = group.meeting(1);
    meeting.topic = group.topic(2).id;
    group.work().sessions().save(meeting);

    CHECK(numbers_on(group, *open_as(group, {})) == numbers{1, 3});
}

TEST_CASE("an anonymous ballot needs five active members, or a voter could be guessed")
{
    group_under_test group({.members = 5});
    propose_many(group, 2);
    REQUIRE(group.pause("eva", "2026-12-24", now));

    const auto refused = open_as(group, {.anonymous = true});
    REQUIRE(refused.rejected_for(reason::too_few_for_anonymous));
    CHECK(refused.why().number == 5);
    CHECK_FALSE(group.work().ballots().open_in(group.here().id));

    REQUIRE(group.resume("eva", now));
    const auto opened = open_as(group, {.anonymous = true});
    REQUIRE(opened);
    CHECK(group.reread(*opened).anonymous);
    CHECK(group.reread(*opened).hidden);
}

TEST_CASE("an anonymous ballot with counts that all can watch is refused: each change would tell on somebody")
{
    group_under_test group({.members = 6});
    propose_many(group, 2);

    CHECK(open_as(group, {.hidden = false, .anonymous = true}).rejected_for(reason::anonymous_is_hidden));
}

TEST_CASE("the ballots of a group are numbered")
{
    group_under_test group;
    propose_many(group, 1);
    for (int number = 1; number <= 3; ++number) {
        const auto opened = open_as(group, {});
        REQUIRE(opened);
        CHECK(opened->number == number);
        group.close(now + hours{1});
    }
}
