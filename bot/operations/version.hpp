// `peerbot version`: what this program is and what it is made of.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace peerbot::bot {

using library_versions = std::vector<std::pair<std::string, std::string>>;

// The version first, then one line each for the commit, the compiler and the libraries; `more` are those that
// only main sees.
void print_version(std::ostream& out, const library_versions& more);

} // namespace peerbot::bot
