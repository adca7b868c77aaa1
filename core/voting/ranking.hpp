// The order of a ballot's topics, and which rule decided each place.
#pragma once

#include "core/voting/ballot.hpp"

#include <vector>

namespace peerbot::core {

// The rules in their order; each breaks the ties that those before it left.
enum class place_rule
{
    more_votes,
    has_teacher,
    taught_less,
    proposed_earlier, // the lower number, which no two topics share
};

struct ranked_line
{
    ballot_line line;
    int place = 0;                                  // from 1
    place_rule decided_by = place_rule::more_votes; // what set it before the next one
};

std::vector<ranked_line> rank(std::vector<ballot_line> lines);

} // namespace peerbot::core
