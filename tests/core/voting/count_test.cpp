// Approval and budget, counted again by somebody who knows no algorithm.
#include "core/voting/count.hpp"

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

reference by_hand(const ballot& on, const std::vector<ballot_line>& lines, const std::vector<cast_row>& cast,
                  int room)
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
        one.key = tie_key_of(on, line.subject, one.voters);
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
        one.tie_matters = better < room && better + equal > room && one.votes > 0;
        one.place = 1 + better + (one.tie_matters ? equal_but_before : 0);
    }
    return found;
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

        const int room = random.one_in(2) ? sessions_from_ballot : random.roll(6);

        const auto counted = count_votes(on, lines, cast, room);

        std::set<member_id> people;
        for (const auto& row : cast)
            people.insert(row.voter);
        bool right = counted.voters == static_cast<int>(people.size()) && counted.rounds.empty() &&
                     counted.lines.size() == lines.size();
        auto unseen = by_hand(on, lines, cast, room);
        const auto should = unseen;
        for (std::size_t i = 0; i < counted.lines.size(); ++i) {
            const auto& line = counted.lines[i];
            const auto& one = should.at(line.subject.number);
            right = right && unseen.erase(line.subject.number) == 1;
            right = right && line.votes == one.votes && line.voters == one.voters;
            right = right && line.place == one.place && line.tied == one.tie_matters;
            auto rule = place_rule::more_votes;
            if (i + 1 < counted.lines.size()) {
                const auto& next = should.at(counted.lines[i + 1].subject.number);
                right = right && std::tie(one.place, one.key) < std::tie(next.place, next.key);
                if (next.votes == one.votes)
                    rule = one.tie_matters ? rule_between(one.key, next.key) : place_rule::shared;
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
