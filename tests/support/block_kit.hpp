// Slack's limits for messages and views, checked from fixtures/block_kit_limits.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::tests {

// What Slack would refuse in a view, a message ({"text":..., "blocks":[...]}) or a bare array of blocks, in
// words; empty when it is fine. Lengths are in UTF-16 units of the escaped text. What is fine is collected
// for tests/e2e/block_types_test.mjs.
std::vector<std::string> check_limits(std::string_view json);

} // namespace peerbot::tests
