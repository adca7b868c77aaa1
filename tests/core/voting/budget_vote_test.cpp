// Votes to spend: so many for each member, at most two on one topic.
#include "core/voting/cast_vote.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using numbers = std::vector<int>;
using marks = std::map<int, int>;

const auto deadline = at("2026-11-26 10:00");
const auto before = at("2026-11-25 12:00");

// Ten topics, so four votes each.
struct with_budget
{
    group_under_test group;
    ballot running = group.open_ballot(
        {"Audio", "Video", "Light", "Maps", "Charts", "Law", "Safety", "Text", "Data", "Sources"}, deadline,
        {.method = ballot_method::budget});

    marks of_ben() { return group.marks("ben", running); }
    result<ballot_view> press(int number, std::optional<int> mark = {})
    {
        return group.press("ben", running, number, before, mark);
    }
};

} // namespace

TEST_CASE("a number said twice is two votes, and what is left to spend is told")
{
    with_budget at_vote;

    const auto answer = at_vote.group.vote("ben", {3, 1, 3}, before);

    REQUIRE(answer);
    CHECK(answer->running.budget == 4);
    CHECK(answer->left() == 1);
    CHECK(answer->mark_of(at_vote.group.topic(3).id) == 2);
    CHECK(answer->mark_of(at_vote.group.topic(1).id) == 1);
    CHECK(answer->mark_of(at_vote.group.topic(2).id) == 0);
    CHECK(at_vote.of_ben() == marks{{1, 1}, {3, 2}});
    CHECK(at_vote.group.counted(at_vote.running)["Light"] == 2);
    CHECK(at_vote.group.reread(at_vote.running).voters == 1);
}

TEST_CASE("the whole budget can be spent, and not one vote more")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 1, 2, 2}, before));
    CHECK(view_ballot(at_vote.group.work(), at_vote.group.here(), user_id("ben"))->left() == 0);

    const auto over = at_vote.group.vote("ben", {1, 2, 3, 4, 5}, before);

    REQUIRE(over.rejected_for(reason::over_budget));
    CHECK(over.why().number == 4);
    CHECK(at_vote.of_ben() == marks{{1, 2}, {2, 2}});
    CHECK(at_vote.press(3).rejected_for(reason::over_budget));
    CHECK(at_vote.press(3, 1).rejected_for(reason::over_budget));
    CHECK(at_vote.of_ben() == marks{{1, 2}, {2, 2}});
}

TEST_CASE("three votes on one topic are refused, also within the budget")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {2}, before));

    const auto typed = at_vote.group.vote("ben", {1, 1, 1}, before);
    REQUIRE(typed.rejected_for(reason::too_many_on_topic));
    CHECK(typed.why().number == 2);
    CHECK(at_vote.press(1, 3).rejected_for(reason::too_many_on_topic));
    CHECK(at_vote.of_ben() == marks{{2, 1}});
}

TEST_CASE(
    "one number that is not on the ballot rejects them all and changes nothing, within the budget or not")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {2, 2}, before));

    for (const int wrong : {0, -1, 11, 999'999'999}) {
        const auto answer = at_vote.group.vote("ben", {1, 3, wrong, 3, 4, 5, 6}, before);
        REQUIRE(answer.rejected_for(reason::not_on_ballot));
        CHECK(answer.why().number == wrong);
    }
    CHECK(at_vote.of_ben() == marks{{2, 2}});
    CHECK(at_vote.group.reread(at_vote.running).voters == 1);
}

TEST_CASE("another choice replaces the whole of the first, and none at all returns every vote")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 1, 2, 3}, before));

    REQUIRE(at_vote.group.vote("ben", {3, 3, 4, 4}, before));
    CHECK(at_vote.of_ben() == marks{{3, 2}, {4, 2}});

    const auto none = at_vote.group.vote("ben", {}, before);
    REQUIRE(none);
    CHECK(none->left() == 4);
    CHECK(none->running.voters == 0);
    CHECK(at_vote.of_ben().empty());
}

TEST_CASE("each press gives one vote more, and the one after the second returns both")
{
    with_budget at_vote;

    REQUIRE(at_vote.press(1));
    CHECK(at_vote.of_ben() == marks{{1, 1}});
    const auto second = at_vote.press(1);
    REQUIRE(second);
    CHECK(second->left() == 2);
    CHECK(at_vote.of_ben() == marks{{1, 2}});
    const auto third = at_vote.press(1);
    REQUIRE(third);
    CHECK(third->left() == 4);
    CHECK(at_vote.of_ben().empty());
}

TEST_CASE("a press on a topic with a vote, when none is left, returns that vote")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 2, 3, 4}, before));

    REQUIRE(at_vote.press(2));

    CHECK(at_vote.of_ben() == marks{{1, 1}, {3, 1}, {4, 1}});
}

TEST_CASE("a press that names a mark sets it, whatever there was, and doing so twice changes nothing")
{
    with_budget at_vote;
    for (int times = 0; times < 2; ++times) {
        REQUIRE(at_vote.press(5, 2));
        CHECK(at_vote.of_ben() == marks{{5, 2}});
    }
    REQUIRE(at_vote.press(5, 1));
    CHECK(at_vote.of_ben() == marks{{5, 1}});
    for (int times = 0; times < 2; ++times) {
        REQUIRE(at_vote.press(5, 0));
        CHECK(at_vote.of_ben().empty());
    }
    CHECK(at_vote.group.reread(at_vote.running).voters == 0);
}

TEST_CASE("one member's budget is no other's")
{
    with_budget at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 1, 2, 2}, before));
    REQUIRE(at_vote.group.vote("cleo", {1, 1, 2, 2}, before));

    CHECK(at_vote.group.counted(at_vote.running)["Audio"] == 4);
    CHECK(at_vote.group.reread(at_vote.running).voters == 2);
}
