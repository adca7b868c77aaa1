// How long a program takes from being started to its first good answer to a vote.
#pragma once

#include "options.hpp"

#include <string>

namespace peerbot::bench {

// Starts given.program, asks it until it answers, and ends it. JSON.
std::string time_start(const options& given);

} // namespace peerbot::bench
