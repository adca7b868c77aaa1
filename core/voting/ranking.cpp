#include "core/voting/ranking.hpp"

#include <algorithm>
#include <tuple>

namespace peerbot::core {
namespace {

auto order_of(const ballot_line& line)
{
    return std::tuple(-line.votes, line.subject.teachers.empty(), line.subject.times_taught,
                      line.subject.number);
}

place_rule rule_between(const ballot_line& first, const ballot_line& second)
{
    if (first.votes != second.votes) return place_rule::more_votes;
    if (first.subject.teachers.empty() != second.subject.teachers.empty()) return place_rule::has_teacher;
    if (first.subject.times_taught != second.subject.times_taught) return place_rule::taught_less;
    return place_rule::proposed_earlier;
}

} // namespace

std::vector<ranked_line> rank(std::vector<ballot_line> lines)
{
    std::sort(lines.begin(), lines.end(),
              [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
    std::vector<ranked_line> ranked;
    ranked.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto decided_by =
            i + 1 < lines.size() ? rule_between(lines[i], lines[i + 1]) : place_rule::more_votes;
        ranked.push_back({.line = lines[i], .place = static_cast<int>(i) + 1, .decided_by = decided_by});
    }
    return ranked;
}

} // namespace peerbot::core
