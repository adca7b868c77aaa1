// Approval and budget, counted again by somebody who knows no algorithm.
#include "core/voting/count.hpp"

#include "core/voting/lot.hpp"
#include "core/voting/open_ballot.hpp"
#include "tests/core/voting/votes.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using tie_key = std::tuple<int, bool, int, instant, std::string>; // the smaller one goes first

// What the reference says of one topic.
struct expected
{
    int votes = 0;
    int voters = 0;
    tie_key key;
    int place = 0;
    bool tie_matters = false;
};
using reference = std::map<int, expected>; // by number

reference by_hand(const ballot& on, const std::vector<ballot_line>& lines, const std::vector<cast_row>& cast)
{
    reference found;
    for (const auto& line : lines) {
        auto& one = found[line.subject.number];
        std::set<member_id> people;
        for (const auto& row : cast) {
            if (row.given.topic != line.subject.id) continue;
            one.votes += row.given.mark;
            people.insert(row.voter);
        }
        one.voters = static_cast<int>(people.size());
        one.key = {-one.voters, line.subject.teachers.empty(), line.subject.times_taught,
                   line.subject.proposed_at, lot(on.id, line.subject.id)};
    }
    for (auto& [number, one] : found) {
        int better = 0;
        int equal = 0;
        int equal_but_before = 0;
        for (const auto& [other_number, other] : found) {
            if (other.votes > one.votes) ++better;
            if (other.votes == one.votes) ++equal;
            if (other.votes == one.votes && other.key < one.key) ++equal_but_before;
        }
        one.tie_matters = better < 3 && better + equal > 3 && one.votes > 0;
        one.place = 1 + better + (one.tie_matters ? equal_but_before : 0);
    }
    return found;
}

place_rule rule_between(const expected& first, const expected& second)
{
    if (first.votes != second.votes) return place_rule::more_votes;
    if (!first.tie_matters) return place_rule::shared;
    const auto& a = first.key;
    const auto& b = second.key;
    if (std::get<0>(a) != std::get<0>(b)) return place_rule::more_voters;
    if (std::get<1>(a) != std::get<1>(b)) return place_rule::has_teacher;
    if (std::get<2>(a) != std::get<2>(b)) return place_rule::taught_less;
    if (std::get<3>(a) != std::get<3>(b)) return place_rule::proposed_earlier;
    return place_rule::by_lot;
}

std::vector<cast_row> any_votes(dice& random, ballot_method method, const std::vector<ballot_line>& lines)
{
    std::vector<cast_row> all;
    const int people = random.roll(9);
    for (int voter = 1; voter <= people; ++voter) {
        int left = method == ballot_method::budget ? budget_for(lines.size()) : most_topics_on_ballot;
        for (const auto& one : lines) {
            const int most = method == ballot_method::budget ? std::min(left, most_votes_on_topic) : 1;
            const int mark = random.roll(most + 1);
            if (mark == 0) continue;
            left -= mark;
            all.push_back(cast(voter, one.subject.number, mark));
        }
    }
    random.shuffle(all);
    return all;
}

} // namespace

TEST_CASE("approval and budget ballots come out as a naive count says, on ten thousand random ones each")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget);
    std::map<place_rule, int> seen;
    for (std::uint64_t seed = 1; seed <= 10'000; ++seed) {
        INFO("seed " << seed);
        dice random(seed);
        const auto on = ballot_by(method, 1 + random.roll(100));
        const auto lines = any_lines(random);
        const auto cast = any_votes(random, method, lines);

        const auto counted = count_votes(on, lines, cast);

        std::set<member_id> people;
        for (const auto& row : cast)
            people.insert(row.voter);
        bool right = counted.voters == static_cast<int>(people.size()) && counted.rounds.empty() &&
                     counted.lines.size() == lines.size();
        auto unseen = by_hand(on, lines, cast);
        const auto should = unseen;
        for (std::size_t i = 0; i < counted.lines.size(); ++i) {
            const auto& line = counted.lines[i];
            const auto& one = should.at(line.subject.number);
            right = right && unseen.erase(line.subject.number) == 1;
            right = right && line.votes == one.votes && line.voters == one.voters;
            right = right && line.place == one.place;
            auto rule = place_rule::more_votes;
            if (i + 1 < counted.lines.size()) {
                const auto& next = counted.lines[i + 1];
                right = right && line.place <= next.place;
                rule = rule_between(one, should.at(counted.lines[i + 1].subject.number));
            }
            right = right && line.decided_by == rule;
            ++seen[line.decided_by];
        }
        if (!right) FAIL("the count differs from the reference");
    }
    // Ballots without ties would prove little.
    for (const auto rule : {place_rule::has_teacher, place_rule::taught_less, place_rule::proposed_earlier,
                            place_rule::by_lot, place_rule::shared})
        CHECK(seen[rule] > 200);
    CHECK((method == ballot_method::approval ? seen[place_rule::more_voters] == 0
                                             : seen[place_rule::more_voters] > 200));
}

TEST_CASE("a ballot without topics or votes has a result all the same")
{
    for (const auto method : {ballot_method::approval, ballot_method::budget, ballot_method::ranked}) {
        CHECK(count_votes(ballot_by(method), {}, {}).lines.empty());

        const auto unloved = count_votes(ballot_by(method), lines_up_to(5), {});
        CHECK(places_of(unloved.lines) == std::vector{1, 1, 1, 1, 1});
        CHECK(unloved.voters == 0);
        CHECK(unloved.rounds.empty());
    }
}

TEST_CASE("the result does not depend on the order in which lines and votes are read")
{
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        INFO("seed " << seed);
        dice random(seed);
        auto lines = any_lines(random);
        const auto method = random.one_in(2) ? ballot_method::approval : ballot_method::budget;
        auto cast = any_votes(random, method, lines);
        const auto once = count_votes(ballot_by(method), lines, cast);
        random.shuffle(lines);
        random.shuffle(cast);

        const auto again = count_votes(ballot_by(method), lines, cast);

        REQUIRE(numbers_of(again.lines) == numbers_of(once.lines));
        REQUIRE(places_of(again.lines) == places_of(once.lines));
        REQUIRE(rules_of(again.lines) == rules_of(once.lines));
    }
}
