// How fast the machine is at this moment, at the three things that a vote is made of.
#pragma once

#include "options.hpp"

#include <string>

namespace peerbot::bench {

// Hashing (processor), waking a thread and being woken (scheduler), flushing a page to the disk. JSON.
std::string calibrate(const options& given);

} // namespace peerbot::bench
