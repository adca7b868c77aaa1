#include "core/voting/count.hpp"

#include "core/voting/instant_runoff.hpp"
#include "core/voting/lot.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace peerbot::core {
namespace {

using lines = std::vector<ballot_line>;

ballot_line& line_of(lines& all, topic_id topic)
{
    return *std::find_if(all.begin(), all.end(),
                         [&](const ballot_line& one) { return one.subject.id == topic; });
}

int count_voters(const std::vector<cast_row>& cast)
{
    std::set<member_id> people;
    for (const auto& one : cast)
        people.insert(one.voter);
    return static_cast<int>(people.size());
}

void add_up(const ballot& counted, lines& all, const std::vector<cast_row>& cast)
{
    const bool ranked = counted.method == ballot_method::ranked;
    for (auto& line : all)
        line.votes = line.voters = 0;
    for (const auto& one : cast) {
        auto& line = line_of(all, one.given.topic);
        ++line.voters;
        line.votes += ranked ? static_cast<int>(one.given.mark == 1) : one.given.mark;
    }
}

std::vector<preference> preferences_in(const std::vector<cast_row>& cast)
{
    std::map<member_id, std::vector<vote>> by_voter;
    for (const auto& one : cast)
        by_voter[one.voter].push_back(one.given);
    std::vector<preference> all;
    for (auto& [voter, given] : by_voter) {
        std::sort(given.begin(), given.end(), [](const vote& a, const vote& b) { return a.mark < b.mark; });
        preference order;
        for (const auto& one : given)
            order.push_back(one.topic);
        all.push_back(std::move(order));
    }
    return all;
}

bool by_number(const ballot_line& a, const ballot_line& b)
{
    return a.subject.number < b.subject.number;
}

// Places of topics from `from` to before `to`, which have equal votes and stand in the order of the tie rule.
void place_equals(const ballot& counted, lines& all, std::size_t from, std::size_t to, int room)
{
    const auto line_below = static_cast<std::size_t>(room);
    // A topic that nobody chose is not scheduled, so its place decides nothing. Those of a run-off were
    // chosen before; when nobody votes on it at all, what was decided then stays.
    const bool scheduled = all[from].votes > 0 || (counted.decides && all.front().votes > 0);
    const bool matters = scheduled && from < line_below && to > line_below;
    if (!matters) {
        const auto begin = all.begin();
        std::sort(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to),
                  by_number);
    }
    for (auto i = from; i < to; ++i) {
        const bool last = i + 1 == to;
        all[i].place = static_cast<int>(matters ? i : from) + 1;
        all[i].decided_by = last      ? place_rule::more_votes
                            : matters ? tie_rule(all[i], all[i + 1])
                                      : place_rule::shared;
    }
}

void place_by_votes(const ballot& counted, lines& all, int room)
{
    std::sort(all.begin(), all.end(), [&](const ballot_line& a, const ballot_line& b) {
        return a.votes != b.votes ? a.votes > b.votes : wins_tie(counted, a, b);
    });
    for (std::size_t from = 0; from < all.size();) {
        auto to = from + 1;
        while (to < all.size() && all[to].votes == all[from].votes)
            ++to;
        place_equals(counted, all, from, to, room);
        from = to;
    }
}

// The votes of a topic in the round in which it went out.
int votes_at_end(const std::vector<round_count>& rounds, topic_id topic)
{
    int votes = 0;
    for (const auto& one : rounds)
        if (one.topic == topic) votes = one.votes;
    return votes;
}

int votes_in_round(const std::vector<round_count>& rounds, int round, topic_id topic)
{
    for (const auto& one : rounds)
        if (one.round == round && one.topic == topic) return one.votes;
    return 0;
}

// The rule by which `stayed` outlived `went`, which went out in `round`.
place_rule rule_of_round(const std::vector<round_count>& rounds, int round, const ballot_line& stayed,
                         const ballot_line& went)
{
    const bool tie =
        votes_in_round(rounds, round, stayed.subject.id) == votes_at_end(rounds, went.subject.id);
    return tie ? tie_rule(stayed, went) : place_rule::more_votes;
}

std::vector<round_count> place_by_rounds(const ballot& counted, lines& all, const std::vector<cast_row>& cast)
{
    const auto runoff = instant_runoff(preferences_in(cast), [&](topic_id a, topic_id b) {
        return wins_tie(counted, line_of(all, b), line_of(all, a));
    });
    lines placed;
    for (const auto topic : runoff.order)
        placed.push_back(line_of(all, topic));
    const auto ranked = placed.size();
    std::sort(all.begin(), all.end(), by_number);
    for (const auto& line : all)
        if (line.voters == 0) placed.push_back(line);

    for (std::size_t i = 0; i < placed.size(); ++i) {
        placed[i].place = static_cast<int>(std::min(i, ranked)) + 1;
        placed[i].decided_by = place_rule::more_votes;
        if (i + 1 < ranked) {
            const auto round = static_cast<int>(ranked - i - 1);
            placed[i].decided_by = rule_of_round(runoff.rounds, round, placed[i], placed[i + 1]);
        } else if (i >= ranked && i + 1 < placed.size()) {
            placed[i].decided_by = place_rule::shared;
        }
    }
    all = std::move(placed);
    return runoff.rounds;
}

} // namespace

place_rule tie_rule(const ballot_line& first, const ballot_line& second)
{
    const auto& a = first.subject;
    const auto& b = second.subject;
    if (first.voters != second.voters) return place_rule::more_voters;
    if (a.teachers.empty() != b.teachers.empty()) return place_rule::has_teacher;
    if (a.times_taught != b.times_taught) return place_rule::taught_less;
    if (a.proposed_at != b.proposed_at) return place_rule::proposed_earlier;
    return place_rule::by_lot;
}

bool wins_tie(const ballot& counted, const ballot_line& first, const ballot_line& second)
{
    const auto& a = first.subject;
    const auto& b = second.subject;
    switch (tie_rule(first, second)) {
    case place_rule::more_voters:
        return first.voters > second.voters;
    case place_rule::has_teacher:
        return !a.teachers.empty();
    case place_rule::taught_less:
        return a.times_taught < b.times_taught;
    case place_rule::proposed_earlier:
        return a.proposed_at < b.proposed_at;
    default:
        return lot(counted.id, a.id) < lot(counted.id, b.id);
    }
}

result_count count_votes(const ballot& counted, std::vector<ballot_line> all,
                         const std::vector<cast_row>& cast, int room)
{
    add_up(counted, all, cast);
    result_count result{.lines = {}, .rounds = {}, .voters = count_voters(cast)};
    if (counted.method == ballot_method::ranked)
        result.rounds = place_by_rounds(counted, all, cast);
    else
        place_by_votes(counted, all, room);
    result.lines = std::move(all);
    return result;
}

std::vector<topic_id> tied_at(const std::vector<ballot_line>& ordered, int room)
{
    const auto decided_by_tie_rule = [](place_rule rule) {
        return rule != place_rule::more_votes && rule != place_rule::shared && rule != place_rule::run_off;
    };
    const auto line_below = static_cast<std::size_t>(room);
    if (ordered.size() <= line_below || !decided_by_tie_rule(ordered[line_below - 1].decided_by)) return {};
    auto from = line_below - 1;
    while (from > 0 && decided_by_tie_rule(ordered[from - 1].decided_by))
        --from;
    auto to = line_below + 1;
    while (to < ordered.size() && decided_by_tie_rule(ordered[to - 1].decided_by))
        ++to;
    std::vector<topic_id> tied;
    for (auto i = from; i < to; ++i)
        tied.push_back(ordered[i].subject.id);
    return tied;
}

} // namespace peerbot::core
