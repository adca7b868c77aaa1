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
    for (auto& line : all) {
        line.votes = line.voters = 0;
        line.teachers = static_cast<int>(line.subject.teachers.size());
        line.times_taught = line.subject.times_taught;
    }
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

// How many of the lines, in this order, it takes until there is no room left. Topics that cannot be planned
// take none.
std::size_t lines_with_room(const lines& ordered, int room)
{
    std::size_t count = 0;
    for (; count < ordered.size() && room > 0; ++count)
        if (ordered[count].plannable) --room;
    return count;
}

bool any_plannable(const lines& all, std::size_t from, std::size_t to)
{
    for (auto i = from; i < to; ++i)
        if (all[i].plannable) return true;
    return false;
}

// Places of topics from `from` to before `to`, which have equal votes; `cut` is where the room ends.
void place_equals(const ballot& counted, lines& all, std::size_t from, std::size_t to, std::size_t cut)
{
    // A topic that nobody chose is not scheduled, so its place decides nothing. Those of a run-off were
    // chosen before.
    const bool scheduled = all[from].votes > 0 || counted.decides;
    const bool matters = scheduled && from < cut && to > cut && any_plannable(all, cut, to);
    for (auto i = from; i < to; ++i) {
        const bool last = i + 1 == to;
        all[i].place = static_cast<int>(matters ? i : from) + 1;
        all[i].tied = matters && all[i].plannable;
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
    const auto cut = lines_with_room(all, room);
    for (std::size_t from = 0; from < all.size();) {
        auto to = from + 1;
        while (to < all.size() && all[to].votes == all[from].votes)
            ++to;
        place_equals(counted, all, from, to, cut);
        from = to;
    }
}

int votes_in_round(const std::vector<round_count>& rounds, int round, topic_id topic)
{
    for (const auto& one : rounds)
        if (one.round == round && one.topic == topic) return one.votes;
    return 0;
}

// Whether there is room for the topic, which is on the list, among the first lines.
bool has_room(const lines& placed, topic_id topic, std::size_t cut)
{
    for (std::size_t i = 0; i < cut; ++i)
        if (placed[i].subject.id == topic) return placed[i].plannable;
    return false;
}

// Who had as few votes in that round as the topic that went out, that one included.
std::set<topic_id> tied_in_round(const std::vector<round_count>& rounds, int round, topic_id out)
{
    const int fewest = votes_in_round(rounds, round, out);
    std::set<topic_id> tied;
    for (const auto& one : rounds)
        if (one.round == round && one.votes == fewest) tied.insert(one.topic);
    return tied;
}

// The newest round in which the tie rule sent a topic out of what is scheduled and kept one in it.
void mark_tie(lines& placed, std::size_t ranked, const std::vector<round_count>& rounds, int room)
{
    const auto cut = lines_with_room(placed, room);
    std::set<topic_id> tied;
    for (auto i = ranked; i-- > cut;) {
        if (!placed[i].plannable) continue;
        const auto equals = tied_in_round(rounds, static_cast<int>(ranked - i), placed[i].subject.id);
        const bool matters = std::any_of(equals.begin(), equals.end(),
                                         [&](topic_id one) { return has_room(placed, one, cut); });
        if (matters) tied = equals;
    }
    for (auto& line : placed)
        line.tied = line.plannable && tied.contains(line.subject.id);
}

// Which rule set each topic that was ranked apart from the next one: in the round in which that one went out,
// the first had more votes, or as many and won the tie.
void name_rules(lines& placed, std::size_t ranked, const std::vector<round_count>& rounds)
{
    for (std::size_t i = 0; i + 1 < ranked; ++i) {
        const auto round = static_cast<int>(ranked - i) - 1;
        const bool tie = votes_in_round(rounds, round, placed[i].subject.id) ==
                         votes_in_round(rounds, round, placed[i + 1].subject.id);
        placed[i].decided_by = tie ? tie_rule(placed[i], placed[i + 1]) : place_rule::more_votes;
    }
}

// Notes with each round, but the last, by which rule a topic went out.
void name_who_goes_out(const ballot& counted, const lines& placed, std::size_t ranked,
                       std::vector<round_count>& rounds)
{
    for (auto i = ranked; i-- > 1;) {
        const auto round = static_cast<int>(ranked - i);
        const auto equals = tied_in_round(rounds, round, placed[i].subject.id);
        const ballot_line* next = nullptr; // who would have gone out instead
        for (std::size_t other = 0; other < i; ++other) {
            if (!equals.contains(placed[other].subject.id)) continue;
            if (next == nullptr || wins_tie(counted, *next, placed[other])) next = &placed[other];
        }
        for (auto& one : rounds)
            if (one.round == round && one.topic == placed[i].subject.id)
                one.out_by = next == nullptr ? place_rule::more_votes : tie_rule(*next, placed[i]);
    }
}

std::vector<round_count> place_by_rounds(const ballot& counted, lines& all, const std::vector<cast_row>& cast,
                                         int room)
{
    auto runoff = instant_runoff(preferences_in(cast), [&](topic_id a, topic_id b) {
        return wins_tie(counted, line_of(all, b), line_of(all, a));
    });
    lines placed;
    for (const auto topic : runoff.order)
        placed.push_back(line_of(all, topic));
    const auto ranked = placed.size();
    std::sort(all.begin(), all.end(),
              [&](const ballot_line& a, const ballot_line& b) { return wins_tie(counted, a, b); });
    for (const auto& line : all)
        if (line.voters == 0) placed.push_back(line);

    for (std::size_t i = 0; i < placed.size(); ++i) {
        placed[i].place = static_cast<int>(std::min(i, ranked)) + 1;
        placed[i].decided_by = place_rule::more_votes;
        if (i >= ranked && i + 1 < placed.size()) placed[i].decided_by = place_rule::shared;
    }
    mark_tie(placed, ranked, runoff.rounds, room);
    name_rules(placed, ranked, runoff.rounds);
    name_who_goes_out(counted, placed, ranked, runoff.rounds);
    all = std::move(placed);
    return runoff.rounds;
}

} // namespace

place_rule tie_rule(const ballot_line& first, const ballot_line& second)
{
    const auto& a = first.subject;
    const auto& b = second.subject;
    if (first.voters != second.voters) return place_rule::more_voters;
    if ((first.teachers > 0) != (second.teachers > 0)) return place_rule::has_teacher;
    if (first.times_taught != second.times_taught) return place_rule::taught_less;
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
        return first.teachers > 0;
    case place_rule::taught_less:
        return first.times_taught < second.times_taught;
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
        result.rounds = place_by_rounds(counted, all, cast, room);
    else
        place_by_votes(counted, all, room);
    result.lines = std::move(all);
    return result;
}

std::vector<topic_id> tied_at(const std::vector<ballot_line>& counted)
{
    std::vector<topic_id> tied;
    for (const auto& line : counted)
        if (line.tied) tied.push_back(line.subject.id);
    return tied;
}

} // namespace peerbot::core
