// Files below tests/fixtures.
#pragma once

#include <string>
#include <vector>

namespace peerbot::tests {

// Throws std::runtime_error when there is no such file.
std::string read_fixture(const std::string& path);
// Names of the files in a folder, sorted.
std::vector<std::string> fixtures_in(const std::string& folder);

} // namespace peerbot::tests
