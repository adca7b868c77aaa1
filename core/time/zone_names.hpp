// The names of the tz database that is installed, read once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peerbot::core {

// Whether any name but UTC was found.
bool zone_names_found();

// The database's own spelling of a name typed in any case; an alias stays the alias. Only names the database
// lists: never a path, "localtime" or "posix/...".
std::optional<std::string> listed_zone_name(std::string_view typed);

// The listed name that was most likely meant: a city alone, spaces for underscores, a slip of the finger.
std::optional<std::string> nearest_zone(std::string_view typed);

} // namespace peerbot::core
