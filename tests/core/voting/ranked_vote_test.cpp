// An order of preference: the first is the favourite, and places always count up from one.
#include "core/voting/cast_vote.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using marks = std::map<int, int>; // number of the topic, its place

const auto deadline = at("2026-11-26 10:00");
const auto before = at("2026-11-25 12:00");

struct by_rank
{
    group_under_test group;
    ballot running = group.open_ballot({"Audio", "Video", "Light", "Maps", "Charts"}, deadline,
                                       {.method = ballot_method::ranked});

    marks of_ben() { return group.marks("ben", running); }
    result<ballot_view> press(int number, std::optional<int> mark = {})
    {
        return group.press("ben", running, number, before, mark);
    }
    int first_choices(const std::string& title) { return group.counted(running)[title]; }
};

} // namespace

TEST_CASE("the order in which numbers are said is the order of preference; saying one again adds nothing")
{
    by_rank at_vote;

    const auto answer = at_vote.group.vote("ben", {4, 1, 4, 2, 1}, before);

    REQUIRE(answer);
    CHECK(at_vote.of_ben() == marks{{4, 1}, {1, 2}, {2, 3}});
    CHECK(answer->mark_of(at_vote.group.topic(2).id) == 3);
    CHECK(answer->mark_of(at_vote.group.topic(3).id) == 0);
    CHECK(at_vote.group.counted(at_vote.running) ==
          tally{{"Audio", 0}, {"Video", 0}, {"Light", 0}, {"Maps", 1}, {"Charts", 0}});
}

TEST_CASE("another order replaces the first, and none at all takes it back")
{
    by_rank at_vote;
    REQUIRE(at_vote.group.vote("ben", {4, 1, 2}, before));

    REQUIRE(at_vote.group.vote("ben", {2, 4}, before));
    CHECK(at_vote.of_ben() == marks{{2, 1}, {4, 2}});
    CHECK(at_vote.first_choices("Maps") == 0);
    CHECK(at_vote.first_choices("Video") == 1);

    REQUIRE(at_vote.group.vote("ben", {}, before));
    CHECK(at_vote.of_ben().empty());
    CHECK(at_vote.group.reread(at_vote.running).voters == 0);
}

TEST_CASE("one number that is not on the ballot rejects the whole order")
{
    by_rank at_vote;
    REQUIRE(at_vote.group.vote("ben", {4, 1}, before));

    const auto answer = at_vote.group.vote("ben", {1, 6, 2}, before);

    REQUIRE(answer.rejected_for(reason::not_on_ballot));
    CHECK(answer.why().number == 6);
    CHECK(at_vote.of_ben() == marks{{4, 1}, {1, 2}});
}

TEST_CASE("a press adds a topic at the end of the order, and the next one takes it out; the others close up")
{
    by_rank at_vote;
    for (const int number : {3, 5, 1})
        REQUIRE(at_vote.press(number));
    CHECK(at_vote.of_ben() == marks{{3, 1}, {5, 2}, {1, 3}});

    REQUIRE(at_vote.press(3));

    CHECK(at_vote.of_ben() == marks{{5, 1}, {1, 2}});
    CHECK(at_vote.first_choices("Light") == 0);
    CHECK(at_vote.first_choices("Charts") == 1);
}

TEST_CASE("a press that names a place puts the topic there, and the others make room")
{
    by_rank at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 2, 3}, before));

    REQUIRE(at_vote.press(5, 1));
    CHECK(at_vote.of_ben() == marks{{5, 1}, {1, 2}, {2, 3}, {3, 4}});
    REQUIRE(at_vote.press(5, 3));
    CHECK(at_vote.of_ben() == marks{{1, 1}, {2, 2}, {5, 3}, {3, 4}});
    REQUIRE(at_vote.press(1, 4));
    CHECK(at_vote.of_ben() == marks{{2, 1}, {5, 2}, {3, 3}, {1, 4}});
    REQUIRE(at_vote.press(5, 0));
    CHECK(at_vote.of_ben() == marks{{2, 1}, {3, 2}, {1, 3}});
    REQUIRE(at_vote.press(5, 0));
    CHECK(at_vote.of_ben() == marks{{2, 1}, {3, 2}, {1, 3}});
}

TEST_CASE("a place beyond the end of the order is the end")
{
    by_rank at_vote;
    REQUIRE(at_vote.press(2, 5));
    CHECK(at_vote.of_ben() == marks{{2, 1}});
    REQUIRE(at_vote.press(4, 20));
    CHECK(at_vote.of_ben() == marks{{2, 1}, {4, 2}});
    REQUIRE(at_vote.press(2, 20));
    CHECK(at_vote.of_ben() == marks{{4, 1}, {2, 2}});
}

TEST_CASE("a press twice on the same place changes nothing the second time")
{
    by_rank at_vote;
    REQUIRE(at_vote.group.vote("ben", {1, 2, 3}, before));
    for (int times = 0; times < 2; ++times) {
        REQUIRE(at_vote.press(3, 1));
        CHECK(at_vote.of_ben() == marks{{3, 1}, {1, 2}, {2, 3}});
    }
}
