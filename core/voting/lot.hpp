// The last rule for a tie: a lot that nobody can choose and that everybody can check.
#pragma once

#include "core/voting/ballot.hpp"

#include <string>

namespace peerbot::core {

// SHA-256 (FIPS 180-4) of "BALLOT:TOPIC", both ids in decimal, as 64 small hexadecimal digits. The smaller
// one goes first.
std::string lot(ballot_id ballot, topic_id topic);

} // namespace peerbot::core
