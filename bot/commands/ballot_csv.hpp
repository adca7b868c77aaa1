// A closed ballot as a table from which anybody can count it again.
#pragma once

#include "core/voting/results.hpp"

#include <string>

namespace peerbot::bot {

// RFC 4180. Four kinds of rows, told apart by the first column: what the ballot was, with the numbers of the
// vote that it is a run-off of and of its own run-off; its topics by place, with all that the tie rule looks
// at; the rounds of a ranked one; and who gave which topic what, of which an anonymous ballot has none. A tie
// decides where it crosses the end of the room, in which only topics that could be planned are counted.
std::string as_csv(const core::ballot_export& all);

} // namespace peerbot::bot
