// A closed ballot as a table from which anybody can count it again.
#pragma once

#include "core/voting/results.hpp"

#include <string>

namespace peerbot::bot {

// RFC 4180. Three kinds of rows, told apart by the first column: what the ballot was; its topics by place,
// with all that the tie rule looks at; and who gave which topic what, of which an anonymous ballot has none.
std::string as_csv(const core::ballot_export& all);

} // namespace peerbot::bot
