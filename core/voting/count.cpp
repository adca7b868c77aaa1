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

// Places of topics from `from` to before `to`, which have equal votes.
void place_equals(const ballot& counted, lines& all, std::size_t from, std::size_t to, int room)
{
    const auto line_below = static_cast<std::size_t>(room);
    // A topic that nobody chose is not scheduled, so its place decides nothing. Those of a run-off were
    // chosen before.
    const bool scheduled = all[from].votes > 0 || counted.decides;
    const bool matters = scheduled && from < line_below && to > line_below;
    for (auto i = from; i < to; ++i) {
        const bool last = i + 1 == to;
        all[i].place = static_cast<int>(matters ? i : from) + 1;
        all[i].tied = matters;
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

int votes_in_round(const std::vector<round_count>& rounds, int round, topic_id topic)
{
    for (const auto& one : rounds)
        if (one.round == round && one.topic == topic) return one.votes;
    return 0;
}

int place_of(const lines& placed, topic_id topic)
{
    for (const auto& line : placed)
        if (line.subject.id == topic) return line.place;
    return 0;
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
    std::set<topic_id> tied;
    for (auto i = ranked; i-- > 0;) {
        if (placed[i].place <= room) break;
        const auto round = static_cast<int>(ranked - i);
        const auto equals = tied_in_round(rounds, round, placed[i].subject.id);
        const bool matters = std::any_of(equals.begin(), equals.end(),
                                         [&](topic_id one) { return place_of(placed, one) <= room; });
        if (matters) tied = equals;
    }
    for (std::size_t i = 0; i < ranked; ++i) {
        placed[i].tied = tied.contains(placed[i].subject.id);
        if (placed[i].place == room && placed[i].tied && i + 1 < ranked &&
            tied.contains(placed[i + 1].subject.id))
            placed[i].decided_by = tie_rule(placed[i], placed[i + 1]);
    }
}

std::vector<round_count> place_by_rounds(const ballot& counted, lines& all, const std::vector<cast_row>& cast,
                                         int room)
{
    const auto runoff = instant_runoff(preferences_in(cast), [&](topic_id a, topic_id b) {
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
