// What a closed ballot came to, as it was frozen at its close.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// The lines of a closed ballot, the first place first; topics that share a place in the order of the tie
// rule.
std::vector<ballot_line> lines_by_place(unit_of_work& work, const ballot& closed);

struct ballot_result
{
    ballot closed;
    std::vector<ballot_line> lines;  // by place
    std::vector<round_count> rounds; // of a ranked ballot
    std::vector<topic_id> tied;      // a run-off could decide between these
    int run_off_of = 0;              // the number of the vote whose tie this run-off was about; else 0
    int run_off = 0;                 // the number of the closed run-off about this one's tie; else 0
};

ballot_result frozen_result(unit_of_work& work, const ballot& closed);

// Of the ballot with that number, or the newest closed one. Rejects: not_a_member, no_closed_ballot,
// no_such_ballot, still_open.
result<ballot_result> results_of(unit_of_work& work, const group& here, const user_id& viewer,
                                 std::optional<int> number);

// Everything from which a result can be counted again; of an anonymous ballot without the votes.
struct ballot_export
{
    ballot_result result;
    struct voted
    {
        user_id voter;
        topic_id topic;
        int mark;
    };
    std::vector<voted> votes;
};
// By a facilitator. Rejects: as results_of, not_a_facilitator.
result<ballot_export> export_ballot(unit_of_work& work, const group& here, const user_id& by,
                                    std::optional<int> number);

} // namespace peerbot::core
