#include "core/voting/results.hpp"

#include "core/groups/roles.hpp"
#include "core/voting/count.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// Rejects: no_closed_ballot, no_such_ballot, still_open.
result<ballot> closed_ballot(unit_of_work& work, const group& here, std::optional<int> number)
{
    auto found =
        number ? work.ballots().find_number(here.id, *number) : work.ballots().newest_closed(here.id);
    if (!found && number) return rejection{.why = reason::no_such_ballot, .number = number};
    if (!found) return reason::no_closed_ballot;
    if (found->open())
        return rejection{.why = reason::still_open, .when = found->closes_at, .number = found->number};
    return std::move(*found);
}

} // namespace

std::vector<ballot_line> lines_by_place(unit_of_work& work, const ballot& closed)
{
    auto lines = work.ballots().lines(closed.id);
    std::sort(lines.begin(), lines.end(), [&](const ballot_line& a, const ballot_line& b) {
        return a.place != b.place ? a.place < b.place : wins_tie(closed, a, b);
    });
    return lines;
}

ballot_result frozen_result(unit_of_work& work, const ballot& closed)
{
    ballot_result found{.closed = closed,
                        .lines = lines_by_place(work, closed),
                        .rounds = work.ballots().rounds(closed.id),
                        .tied = {}};
    const auto run_off = work.ballots().run_off_of(closed.id);
    if (closed.decides) found.run_off_of = work.ballots().find(closed.decides)->number;
    if (run_off && !run_off->open()) found.run_off = run_off->number;
    if (!closed.decides && !run_off) found.tied = tied_at(found.lines);
    return found;
}

result<ballot_result> results_of(unit_of_work& work, const group& here, const user_id& viewer,
                                 std::optional<int> number)
{
    if (const auto who = present_member(work, here.id, viewer); !who) return who.why();
    const auto closed = closed_ballot(work, here, number);
    if (!closed) return closed.why();
    return frozen_result(work, *closed);
}

result<ballot_export> export_ballot(unit_of_work& work, const group& here, const user_id& by,
                                    std::optional<int> number)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto found = results_of(work, here, by, number);
    if (!found) return found.why();
    ballot_export all{.result = *found, .votes = {}};
    for (const auto& one : work.votes().all(found->closed)) {
        const auto voter = work.members().find(one.voter);
        all.votes.push_back({.voter = voter->user, .topic = one.given.topic, .mark = one.given.mark});
    }
    return all;
}

} // namespace peerbot::core
