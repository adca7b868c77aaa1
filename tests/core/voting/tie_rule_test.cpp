// The tie rule, rule by rule, and where it is asked at all: only where a tie crosses the line below the third
// place, for so many sessions are planned from a ballot.
#include "core/voting/count.hpp"

#include "core/voting/lot.hpp"
#include "tests/core/voting/votes.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using numbers = std::vector<int>;

result_count approved(const std::vector<ballot_line>& lines, const std::vector<int>& counts)
{
    return count_votes(ballot_by(ballot_method::approval), lines, votes_of(counts));
}

std::vector<int> tied_in(const std::vector<ballot_line>& ordered)
{
    std::vector<int> found;
    for (const auto topic : tied_at(ordered))
        found.push_back(static_cast<int>(topic.value));
    return found;
}

// Two lines that tie in everything: proposed at the same moment, never taught, by nobody.
struct two_alike
{
    ballot on = ballot_by(ballot_method::approval);
    ballot_line one = line(12);
    ballot_line other = line(13);

    two_alike() { other.subject.proposed_at = one.subject.proposed_at; }

    // Whatever the order in which they are compared.
    bool one_wins_by(place_rule expected) const
    {
        return tie_rule(one, other) == expected && tie_rule(other, one) == expected &&
               wins_tie(on, one, other) && !wins_tie(on, other, one);
    }
};

// One and other differ in each rule from `first` on, all in favour of the other.
two_alike other_is_better_from(place_rule first)
{
    two_alike made;
    if (first <= place_rule::has_teacher) made.other.teachers = 1;
    if (first <= place_rule::taught_less) made.one.times_taught = 1;
    if (first <= place_rule::proposed_earlier) made.other.subject.proposed_at -= minutes{1};
    return made;
}

} // namespace

TEST_CASE("of two topics that tie, the one with more distinct voters goes first, whatever else it lacks")
{
    auto made = other_is_better_from(place_rule::has_teacher);
    made.one.voters = 2;
    made.other.voters = 1;

    CHECK(made.one_wins_by(place_rule::more_voters));
}

TEST_CASE("then the one that somebody can teach; how many can does not matter")
{
    auto made = other_is_better_from(place_rule::taught_less);
    made.one.teachers = 1;
    CHECK(made.one_wins_by(place_rule::has_teacher));

    two_alike both;
    both.one.teachers = 1;
    both.other.teachers = 2;
    CHECK(tie_rule(both.one, both.other) == place_rule::by_lot);
}

TEST_CASE("then the one that was taught less often")
{
    auto made = other_is_better_from(place_rule::proposed_earlier);
    made.one.times_taught = 1;
    made.other.times_taught = 2;

    CHECK(made.one_wins_by(place_rule::taught_less));
}

TEST_CASE("then the one that was proposed earlier, be it by a millisecond")
{
    two_alike made;
    made.one.subject.proposed_at -= milliseconds{1};

    CHECK(made.one_wins_by(place_rule::proposed_earlier));
}

TEST_CASE("and last the lot, which is anybody's SHA-256 of the ballot's and the topic's id")
{
    // printf %s 7:12 | sha256sum
    CHECK(lot(ballot_id{7}, topic_id{12}) ==
          "0d6236236f75c17979109c89e05c4bebfa428e1b3ef11b4d4f14487201b02b2b");
    CHECK(lot(ballot_id{7}, topic_id{13}) ==
          "ec3a16843de8dc64fc98bab5189eadaaabcbc08a3b2279622d59bc47db9d2302");
    CHECK(lot(ballot_id{12}, topic_id{3}) ==
          "351935bbcd2812eceda97494d51064abac73d936a9bc73e762ff9cb27164a670");
    CHECK(lot(ballot_id{1}, topic_id{23}) ==
          "8d93bab675f4c1f0bc7346230d0d3df4bb6ea7326876068a27c651b8038e70d8");

    CHECK(two_alike{}.one_wins_by(place_rule::by_lot));
}

TEST_CASE("the lot of another ballot can fall the other way")
{
    two_alike made;
    int won = 0;
    for (int id = 1; id <= 100; ++id) {
        made.on.id = ballot_id{id};
        if (wins_tie(made.on, made.one, made.other)) ++won;
    }
    CHECK(won > 25);
    CHECK(won < 75);
}

TEST_CASE("where a tie crosses the line below place three, every topic of it has a place of its own")
{
    auto lines = lines_up_to(5);
    lines[4].subject.teachers.push_back(user_id("ana"));

    const auto counted = approved(lines, {3, 2, 2, 2, 2});

    CHECK(numbers_of(counted.lines) == numbers{1, 5, 2, 3, 4});
    CHECK(places_of(counted.lines) == numbers{1, 2, 3, 4, 5});
    CHECK(rules_of(counted.lines) == std::vector{place_rule::more_votes, place_rule::has_teacher,
                                                 place_rule::proposed_earlier, place_rule::proposed_earlier,
                                                 place_rule::more_votes});
    CHECK(tied_in(counted.lines) == numbers{5, 2, 3, 4});
}

TEST_CASE("each rule of the tie rule decides a place, and says so")
{
    auto lines = lines_up_to(6);
    const auto decided = [&] { return approved(lines, {1, 1, 1, 1, 1, 1}); };
    for (auto& one : lines)
        one.subject.proposed_at = {};
    CHECK(rules_of(decided().lines) == std::vector{place_rule::by_lot, place_rule::by_lot, place_rule::by_lot,
                                                   place_rule::by_lot, place_rule::by_lot,
                                                   place_rule::more_votes});
    lines[3].subject.teachers.push_back(user_id("ana"));
    lines[4].subject.times_taught = 1;
    lines[0].subject.proposed_at = instant{minutes{1}};

    const auto counted = decided();

    CHECK(counted.lines.front().subject.number == 4);
    CHECK(counted.lines[4].subject.number == 1);
    CHECK(counted.lines[5].subject.number == 5);
    CHECK(rules_of(counted.lines) == std::vector{place_rule::has_teacher, place_rule::by_lot,
                                                 place_rule::by_lot, place_rule::proposed_earlier,
                                                 place_rule::taught_less, place_rule::more_votes});
}

TEST_CASE("with a budget, as many votes of more people go first")
{
    const auto counted = count_votes(ballot_by(ballot_method::budget), lines_up_to(4),
                                     {cast(1, 1, 2), cast(2, 2, 2), cast(3, 3, 2), cast(4, 4), cast(5, 4)});

    CHECK(numbers_of(counted.lines) == numbers{4, 1, 2, 3});
    CHECK(counted.lines[0].votes == 2);
    CHECK(counted.lines[0].voters == 2);
    CHECK(counted.lines[0].decided_by == place_rule::more_voters);
}

TEST_CASE("a tie above the line or below it is left as it is: those topics share a place")
{
    const auto above = approved(lines_up_to(5), {4, 4, 3, 2, 1});
    CHECK(places_of(above.lines) == numbers{1, 1, 3, 4, 5});
    CHECK(above.lines[0].decided_by == place_rule::shared);
    CHECK(tied_in(above.lines).empty());

    const auto exactly = approved(lines_up_to(5), {4, 4, 4, 2, 1});
    CHECK(places_of(exactly.lines) == numbers{1, 1, 1, 4, 5});
    CHECK(tied_in(exactly.lines).empty());

    const auto below = approved(lines_up_to(6), {5, 4, 3, 2, 2, 2});
    CHECK(places_of(below.lines) == numbers{1, 2, 3, 4, 4, 4});
    CHECK(rules_of(below.lines) == std::vector{place_rule::more_votes, place_rule::more_votes,
                                               place_rule::more_votes, place_rule::shared, place_rule::shared,
                                               place_rule::more_votes});
    CHECK(tied_in(below.lines).empty());
}

TEST_CASE("with three topics or fewer no tie matters: all of them are scheduled")
{
    const auto counted = approved(lines_up_to(3), {2, 2, 2});

    CHECK(places_of(counted.lines) == numbers{1, 1, 1});
    CHECK(tied_in(counted.lines).empty());
}

TEST_CASE("topics that nobody voted for share their place, also across the line")
{
    const auto counted = approved(lines_up_to(5), {1, 0, 0, 0, 0});

    CHECK(places_of(counted.lines) == numbers{1, 2, 2, 2, 2});
    CHECK(rules_of(counted.lines) == std::vector{place_rule::more_votes, place_rule::shared,
                                                 place_rule::shared, place_rule::shared,
                                                 place_rule::more_votes});
    CHECK(tied_in(counted.lines).empty());
}

TEST_CASE("only one tie can cross the line, and others beside it stay shared")
{
    const auto counted = approved(lines_up_to(7), {5, 5, 3, 3, 3, 1, 1});

    CHECK(places_of(counted.lines) == numbers{1, 1, 3, 4, 5, 6, 6});
    CHECK(tied_in(counted.lines) == numbers{3, 4, 5});
}

TEST_CASE("of a ranked ballot a run-off is about those whom the tie rule kept apart around the line")
{
    // In the first round topics 3 and 4 have the fewest.
    const auto counted = count_votes(ballot_by(ballot_method::ranked), lines_up_to(4),
                                     ranked_by({{1}, {1}, {1}, {2}, {2}, {3}, {4}}));
    CHECK(numbers_of(counted.lines) == numbers{1, 2, 3, 4});
    CHECK(tied_in(counted.lines) == numbers{3, 4});

    // Here they do not tie, but 2 and 3 do, one round later: both are scheduled anyway.
    const auto above = count_votes(ballot_by(ballot_method::ranked), lines_up_to(4),
                                   ranked_by({{1}, {1}, {1}, {2}, {2}, {3}, {3}, {4}}));
    CHECK(above.lines[1].decided_by == place_rule::proposed_earlier);
    CHECK(tied_in(above.lines).empty());
}

TEST_CASE("in a ranked ballot a tie matters also when its topics end far from each other")
{
    // Topics 1 and 4 have the fewest in the first round; 4 goes out by the tie rule, and 1 ends second of
    // two.
    const auto counted = count_votes(ballot_by(ballot_method::ranked), lines_up_to(4),
                                     ranked_by({{2}, {2}, {2}, {3, 1}, {3, 1}, {1}, {1}, {4, 1}, {4, 1}}), 2);
    REQUIRE(numbers_of(counted.lines).back() == 4);
    CHECK(tied_in(counted.lines) == numbers{1, 3, 4});
}
