// What a database holds of people: written out for a group, taken out for a person.
#pragma once

#include "storage/database.hpp"
#include "storage/sqlite/connection.hpp"

#include <optional>
#include <ostream>
#include <string>

namespace peerbot::storage::sqlite {

// One JSON object a line. False when no group is in the channel.
bool write_out(connection& base, const std::optional<std::string>& channel, std::ostream& out);

// In one transaction. Throws error.
forgotten take_out(connection& base, const std::string& user);

} // namespace peerbot::storage::sqlite
