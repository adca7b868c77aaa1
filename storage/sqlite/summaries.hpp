// What the peer assists of a group left behind for all of it: the summaries that stand in its channel, and
// what people promised in those assists.
#pragma once

#include "core/ids.hpp"
#include "storage/sqlite/connection.hpp"

#include <ostream>

namespace peerbot::storage::sqlite {

// One JSON object a line: a summary as it stands in the channel now, without the words that are left out of
// it, and without what was withdrawn or not approved. Of people, only those who said that they will do
// something. Notes, what is held, and who posted a challenge are in none of it. Throws error.
void write_summaries(connection& base, core::group_id group, std::ostream& out);

} // namespace peerbot::storage::sqlite
