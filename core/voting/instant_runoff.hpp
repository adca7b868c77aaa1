// Instant run-off: in each round every voter counts for the topic they like best of those still in; the one
// with the fewest goes out, until one is left. (Robert's Rules of Order, "preferential voting".)
#pragma once

#include "core/voting/ballot.hpp"

#include <functional>
#include <map>
#include <vector>

namespace peerbot::core {

// One voter's order, best first.
using preference = std::vector<topic_id>;

struct runoff_count
{
    std::vector<topic_id> order;     // the winner, then backwards in the order of going out
    std::vector<round_count> rounds; // by round, then by topic
};

// Topics that nobody ranked are in no round and not in the order. `goes_out_first` says of two topics with
// the same votes which one goes out: a strict order.
runoff_count instant_runoff(const std::vector<preference>& preferences,
                            const std::function<bool(topic_id, topic_id)>& goes_out_first);

} // namespace peerbot::core
