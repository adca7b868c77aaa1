// The settings file, TOML. Only keys that settings.cpp knows, and only text.
#pragma once

#include "config/settings.hpp"

#include <map>
#include <string>

namespace peerbot::config {

// By setting name, each with its line. Throws settings_error with file, line and the nearest key.
std::map<std::string, value> read_settings_file(const std::string& path);

} // namespace peerbot::config
