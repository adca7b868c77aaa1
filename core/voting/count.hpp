// What the votes on a ballot come to: places, the rule that decided each, and for a ranked ballot every
// round. The same votes always give the same result, in whatever order they are read.
#pragma once

#include "core/voting/ballot.hpp"

#include <vector>

namespace peerbot::core {

struct result_count
{
    std::vector<ballot_line> lines;  // by place; of topics that share one, in the order of the tie rule
    std::vector<round_count> rounds; // of a ranked ballot
    int voters = 0;
};

// `lines` are the ballot's topics, `cast` the votes that count. A tie is decided only where it crosses the
// line below which there is no room, of so many places for topics that can be planned: elsewhere topics
// share their place. In a ranked ballot every topic has a place of
// its own, but for those that nobody ranked, which share the last. Topics without votes share theirs, too,
// except in a run-off, where all were voted for before.
result_count count_votes(const ballot& counted, std::vector<ballot_line> lines,
                         const std::vector<cast_row>& cast, int room = sessions_from_ballot);

// Whether, at equal votes, the first goes before the second, and by which rule: more distinct voters; has a
// teacher; taught less often; proposed earlier; the lot. This order is printed on every ballot.
place_rule tie_rule(const ballot_line& first, const ballot_line& second);
bool wins_tie(const ballot& counted, const ballot_line& first, const ballot_line& second);

// Topics whose tie the tie rule decided across the line below which there is no room; empty when there is
// none. These are what a run-off is about.
std::vector<topic_id> tied_at(const std::vector<ballot_line>& counted);

} // namespace peerbot::core
