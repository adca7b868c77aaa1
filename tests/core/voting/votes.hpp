// Ballots, lines and votes as plain values, for tests of counting, and random ones from a seed.
#pragma once

#include "core/voting/ballot.hpp"
#include "core/voting/lot.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace peerbot::test {

// The line of topic #number: later proposed than those with smaller numbers, taught by nobody.
inline core::ballot_line line(int number)
{
    core::ballot_line made;
    made.subject.id = core::topic_id{number};
    made.subject.number = number;
    made.subject.proposed_at = core::instant{core::minutes{number}};
    return made;
}

inline std::vector<core::ballot_line> lines_up_to(int number)
{
    std::vector<core::ballot_line> made;
    for (int i = 1; i <= number; ++i)
        made.push_back(line(i));
    return made;
}

inline core::ballot ballot_by(core::ballot_method method, std::int64_t id = 7)
{
    core::ballot made;
    made.id = core::ballot_id{id};
    made.method = method;
    return made;
}

inline core::cast_row cast(int voter, int number, int mark = 1)
{
    return {.voter = core::member_id{voter}, .given = {.topic = core::topic_id{number}, .mark = mark}};
}

// So many people give each topic one vote: the first number is for topic #1, and so on. Nobody votes twice.
inline std::vector<core::cast_row> votes_of(const std::vector<int>& counts)
{
    std::vector<core::cast_row> all;
    int voter = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        for (int n = 0; n < counts[i]; ++n)
            all.push_back(cast(++voter, static_cast<int>(i) + 1));
    return all;
}

// The orders of so many voters, best first.
inline std::vector<core::cast_row> ranked_by(const std::vector<std::vector<int>>& orders)
{
    std::vector<core::cast_row> all;
    int voter = 0;
    for (const auto& order : orders) {
        ++voter;
        for (std::size_t i = 0; i < order.size(); ++i)
            all.push_back(cast(voter, order[i], static_cast<int>(i) + 1));
    }
    return all;
}

inline std::vector<int> numbers_of(const std::vector<core::ballot_line>& lines)
{
    std::vector<int> numbers;
    for (const auto& one : lines)
        numbers.push_back(one.subject.number);
    return numbers;
}

inline std::vector<int> places_of(const std::vector<core::ballot_line>& lines)
{
    std::vector<int> places;
    for (const auto& one : lines)
        places.push_back(one.place);
    return places;
}

inline std::vector<core::place_rule> rules_of(const std::vector<core::ballot_line>& lines)
{
    std::vector<core::place_rule> rules;
    for (const auto& one : lines)
        rules.push_back(one.decided_by);
    return rules;
}

// What the tie rule asks of a topic, as one would write it down: the smaller one goes first.
using tie_key = std::tuple<int, bool, int, core::instant, std::string>;

inline tie_key tie_key_of(const core::ballot& on, const core::topic& subject, int voters)
{
    return {-voters, subject.teachers.empty(), subject.times_taught, subject.proposed_at,
            core::lot(on.id, subject.id)};
}

inline core::place_rule rule_between(const tie_key& a, const tie_key& b)
{
    if (std::get<0>(a) != std::get<0>(b)) return core::place_rule::more_voters;
    if (std::get<1>(a) != std::get<1>(b)) return core::place_rule::has_teacher;
    if (std::get<2>(a) != std::get<2>(b)) return core::place_rule::taught_less;
    if (std::get<3>(a) != std::get<3>(b)) return core::place_rule::proposed_earlier;
    return core::place_rule::by_lot;
}

// The same numbers for the same seed, on every machine.
class dice
{
  public:
    explicit dice(std::uint64_t seed) : numbers_(seed) {}

    // From 0 to `sides` - 1.
    int roll(int sides) { return static_cast<int>(numbers_() % static_cast<std::uint64_t>(sides)); }
    bool one_in(int sides) { return roll(sides) == 0; }
    template <class Value>
    void shuffle(std::vector<Value>& values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(roll(static_cast<int>(i)))]);
    }

  private:
    std::mt19937_64 numbers_;
};

// Up to ten topics, rarely twenty, that are alike in most of what the tie rule looks at.
inline std::vector<core::ballot_line> any_lines(dice& random)
{
    const int count = random.one_in(10) ? 20 : 1 + random.roll(10);
    std::vector<core::ballot_line> made;
    for (int number = 1; number <= count; ++number) {
        auto one = line(number);
        one.subject.proposed_at = core::instant{core::minutes{random.roll(3)}};
        one.subject.times_taught = random.one_in(3) ? 1 : 0;
        if (random.one_in(3)) one.subject.teachers.push_back(core::user_id("ana"));
        made.push_back(one);
    }
    random.shuffle(made);
    return made;
}

} // namespace peerbot::test
