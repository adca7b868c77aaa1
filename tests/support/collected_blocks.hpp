// What the tests saw peerbot render, for tests/e2e/block_types_test.mjs.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace peerbot::tests {

// Adds the blocks of a message, or a whole view, as a line to the file that PEERBOT_BLOCKS_FILE names: once
// in a process; other processes may write to it at the same time. Does nothing when the variable is not set.
void collect_blocks(const nlohmann::json& what);

} // namespace peerbot::tests
