// Instant run-off, counted again by somebody with a pile of paper slips.
#include "core/voting/instant_runoff.hpp"

#include "core/voting/count.hpp"
#include "core/voting/lot.hpp"
#include "tests/core/voting/votes.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using slip = std::vector<int>; // topic numbers, best first
using numbers = std::vector<int>;

struct reference_result
{
    numbers order; // the winner first
    std::vector<std::map<int, int>> rounds;
    std::map<int, tie_key> keys;
    std::vector<numbers> fewest; // who had the fewest, round by round
};

std::map<int, tie_key> tie_keys(const ballot& on, const std::vector<ballot_line>& lines,
                                const std::vector<slip>& slips)
{
    std::map<int, tie_key> keys;
    for (const auto& line : lines) {
        const auto& subject = line.subject;
        int voters = 0;
        for (const auto& paper : slips)
            for (const int number : paper)
                if (number == subject.number) ++voters;
        keys[subject.number] = tie_key_of(on, subject, voters);
    }
    return keys;
}

// The slips lie in piles by the topic on top; the smallest pile is dealt out to the others, with that topic
// struck out on every slip; and so on.
reference_result with_paper(const ballot& on, const std::vector<ballot_line>& lines, std::vector<slip> slips)
{
    std::set<int> left;
    for (const auto& paper : slips)
        left.insert(paper.begin(), paper.end());
    reference_result found;
    found.keys = tie_keys(on, lines, slips);
    while (!left.empty()) {
        std::map<int, int> piles;
        for (const int number : left) {
            piles[number] = 0;
            for (const auto& paper : slips)
                if (!paper.empty() && paper[0] == number) ++piles[number];
        }
        found.rounds.push_back(piles);

        int fewest = 1000;
        for (const auto& [number, votes] : piles)
            fewest = std::min(fewest, votes);
        numbers last;
        for (const auto& [number, votes] : piles)
            if (votes == fewest) last.push_back(number);
        found.fewest.push_back(last);
        int out = last[0];
        for (const int number : last)
            if (found.keys.at(number) > found.keys.at(out)) out = number;

        found.order.insert(found.order.begin(), out);
        left.erase(out);
        for (auto& paper : slips)
            paper.erase(std::remove(paper.begin(), paper.end(), out), paper.end());
    }
    return found;
}

bool contains(const numbers& some, int one)
{
    return std::find(some.begin(), some.end(), one) != some.end();
}

// Of the last round in which a topic was sent out from below the line by the tie rule, and one that it tied
// with ended above: all that tied.
numbers tie_that_matters(const reference_result& result, int room)
{
    numbers tied;
    const auto ranked = static_cast<int>(result.order.size());
    for (int round = 1; round <= ranked; ++round) {
        const int place_of_out = ranked - round + 1;
        if (place_of_out <= room) break;
        const auto& equals = result.fewest[static_cast<std::size_t>(round) - 1];
        for (int place = 1; place <= room; ++place)
            if (contains(equals, result.order[static_cast<std::size_t>(place) - 1])) tied = equals;
    }
    return tied;
}

std::vector<slip> any_slips(dice& random, const std::vector<ballot_line>& lines)
{
    std::vector<slip> slips(static_cast<std::size_t>(random.roll(13)));
    for (auto& paper : slips) {
        for (const auto& one : lines)
            paper.push_back(one.subject.number);
        random.shuffle(paper);
        paper.resize(1 + static_cast<std::size_t>(random.roll(static_cast<int>(paper.size()))));
    }
    return slips;
}

std::vector<std::map<int, int>> by_round(const std::vector<round_count>& counted)
{
    std::vector<std::map<int, int>> rounds;
    for (const auto& one : counted) {
        if (static_cast<std::size_t>(one.round) > rounds.size()) rounds.emplace_back();
        rounds.back()[static_cast<int>(one.topic.value)] = one.votes;
    }
    return rounds;
}

std::vector<slip> repeated(int times, const slip& paper)
{
    return std::vector<slip>(static_cast<std::size_t>(times), paper);
}

std::vector<slip> operator+(std::vector<slip> a, const std::vector<slip>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// Who goes out, and by which rule it lost to the last of its equals.
std::optional<place_rule> rule_of_going_out(const reference_result& should, const round_count& one)
{
    const auto round = static_cast<std::size_t>(one.round);
    const auto number = static_cast<int>(one.topic.value);
    if (round == should.order.size() || should.order[should.order.size() - round] != number)
        return std::nullopt;
    std::optional<int> last;
    for (const auto& [other, votes] : should.rounds[round - 1]) {
        if (other == number || votes != one.votes) continue;
        if (!last || should.keys.at(*last) < should.keys.at(other)) last = other;
    }
    if (!last) return place_rule::more_votes;
    return rule_between(should.keys.at(*last), should.keys.at(number));
}

result_count count_ranked(const std::vector<ballot_line>& lines, const std::vector<slip>& slips,
                          int room = sessions_from_ballot)
{
    return count_votes(ballot_by(ballot_method::ranked), lines, ranked_by(slips), room);
}

} // namespace

TEST_CASE("ranked ballots come out as with paper slips, round by round, on ten thousand random ones")
{
    int ties = 0;
    int longest = 0;
    for (std::uint64_t seed = 1; seed <= 10'000; ++seed) {
        INFO("seed " << seed);
        dice random(seed);
        const auto on = ballot_by(ballot_method::ranked, 1 + random.roll(100));
        const auto lines = any_lines(random);
        const auto slips = any_slips(random, lines);

        auto cast = ranked_by(slips);
        random.shuffle(cast);
        const int room = random.one_in(2) ? sessions_from_ballot : random.roll(6);
        const auto counted = count_votes(on, lines, cast, room);

        const auto should = with_paper(on, lines, slips);
        const auto ranked = should.order.size();
        auto order = numbers_of(counted.lines);
        if (order.size() != lines.size()) FAIL("topics were lost");
        order.resize(ranked);
        if (order != should.order) FAIL("the order differs from the reference");
        if (by_round(counted.rounds) != should.rounds) FAIL("the rounds differ from the reference");
        const auto tied = tie_that_matters(should, room);
        for (std::size_t i = 0; i < counted.lines.size(); ++i) {
            const auto& line = counted.lines[i];
            const bool named = i < ranked;
            if (line.tied != contains(tied, line.subject.number)) FAIL("the tie that matters is another");
            auto rule =
                i >= ranked && i + 1 < counted.lines.size() ? place_rule::shared : place_rule::more_votes;
            // The next one went out in this round.
            const auto at = ranked - i - 2;
            if (i + 1 < ranked && should.rounds[at].at(order[i]) == should.rounds[at].at(order[i + 1]))
                rule = rule_between(should.keys.at(order[i]), should.keys.at(order[i + 1]));
            if (line.decided_by != rule) FAIL("a rule is wrong");
            if (line.place != static_cast<int>(named ? i + 1 : ranked + 1)) FAIL("a place is wrong");
            if ((line.voters > 0) != named) FAIL("somebody's choice was lost");
            if (named && line.votes != should.rounds[0].at(line.subject.number))
                FAIL("votes are not those of the first round");
        }
        for (const auto& one : counted.rounds)
            if (one.out_by != rule_of_going_out(should, one)) FAIL("the rule of going out is wrong");
        ties += tied.empty() ? 0 : 1;
        longest = std::max(longest, static_cast<int>(should.rounds.size()));
    }
    CHECK(ties > 1'000);
    CHECK(longest == 20);
}

TEST_CASE("whoever is the favourite of more than half wins a ranked ballot")
{
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
        dice random(seed);
        const auto lines = any_lines(random);
        auto slips = any_slips(random, lines);
        const auto loved = lines.front().subject.number;
        slips = repeated(static_cast<int>(slips.size()) + 1, {loved}) + slips;

        REQUIRE(count_ranked(lines, slips).lines.front().subject.number == loved);
    }
}

TEST_CASE("votes go on to the next choice of those whose favourite is out")
{
    // 1 leads at first; those who want 3 like 2 better than 1.
    const auto counted =
        count_ranked(lines_up_to(3), repeated(4, {1}) + repeated(3, {2, 1}) + repeated(2, {3, 2, 1}));

    CHECK(numbers_of(counted.lines) == numbers{2, 1, 3});
    CHECK(by_round(counted.rounds) ==
          std::vector<std::map<int, int>>{{{1, 4}, {2, 3}, {3, 2}}, {{1, 4}, {2, 5}}, {{2, 5}}});
    CHECK(counted.voters == 9);
    CHECK(counted.lines[0].votes == 3);
    CHECK(counted.lines[0].voters == 5);
}

TEST_CASE("a slip whose topics are all out counts for nobody any more")
{
    const auto counted = count_ranked(lines_up_to(3), repeated(2, {1}) + repeated(3, {2}) + repeated(1, {3}));

    CHECK(by_round(counted.rounds) ==
          std::vector<std::map<int, int>>{{{1, 2}, {2, 3}, {3, 1}}, {{1, 2}, {2, 3}}, {{2, 3}}});
    CHECK(counted.voters == 6);
}

TEST_CASE("who goes out of those with the fewest is decided by the tie rule")
{
    auto lines = lines_up_to(3);
    const auto slips = repeated(2, {1}) + repeated(1, {2}) + repeated(1, {3});

    SECTION("more distinct voters")
    {
        const auto counted = count_ranked(lines, slips + repeated(1, {1, 3}), 2);
        CHECK(numbers_of(counted.lines) == numbers{1, 3, 2});
        CHECK(rules_of(counted.lines) ==
              std::vector{place_rule::more_votes, place_rule::more_voters, place_rule::more_votes});
    }
    SECTION("has a teacher")
    {
        lines[2].subject.teachers.push_back(user_id("ana"));
        const auto counted = count_ranked(lines, slips, 2);
        CHECK(numbers_of(counted.lines) == numbers{1, 3, 2});
        CHECK(counted.lines[1].decided_by == place_rule::has_teacher);
    }
    SECTION("taught less often")
    {
        lines[1].subject.times_taught = 1;
        const auto counted = count_ranked(lines, slips, 2);
        CHECK(numbers_of(counted.lines) == numbers{1, 3, 2});
        CHECK(counted.lines[1].decided_by == place_rule::taught_less);
    }
    SECTION("proposed earlier")
    {
        const auto counted = count_ranked(lines, slips, 2);
        CHECK(numbers_of(counted.lines) == numbers{1, 2, 3});
        CHECK(counted.lines[1].decided_by == place_rule::proposed_earlier);
    }
    SECTION("by lot")
    {
        for (auto& one : lines)
            one.subject.proposed_at = {};
        const auto counted = count_ranked(lines, slips, 2);
        const bool second_first = lot(ballot_id{7}, topic_id{2}) < lot(ballot_id{7}, topic_id{3});
        CHECK(numbers_of(counted.lines) == (second_first ? numbers{1, 2, 3} : numbers{1, 3, 2}));
        CHECK(counted.lines[1].decided_by == place_rule::by_lot);
    }
}

TEST_CASE("topics that nobody ranked share the last place, and are in no round")
{
    const auto counted = count_ranked(lines_up_to(5), {{4, 2}, {4}});

    CHECK(numbers_of(counted.lines) == numbers{4, 2, 1, 3, 5});
    CHECK(places_of(counted.lines) == numbers{1, 2, 3, 3, 3});
    CHECK(rules_of(counted.lines) == std::vector{place_rule::more_votes, place_rule::more_votes,
                                                 place_rule::shared, place_rule::shared,
                                                 place_rule::more_votes});
    CHECK(counted.rounds.size() == 3);
}
