// `peerbot backup FILE` and `peerbot restore FILE`.
#pragma once

#include "core/instant.hpp"
#include "storage/database.hpp"

#include <iosfwd>
#include <string>

namespace peerbot::bot {

// Both say in a line or two what was done, and throw what storage throws. They return the exit status.
int back_up(const storage::database& from, const std::string& file, std::ostream& out);
int restore(storage::database& to, const std::string& file, core::instant now, std::ostream& out);

} // namespace peerbot::bot
