// The settings file, TOML. Only keys that settings.cpp knows, and only text.
#pragma once

#include <map>
#include <string>

namespace peerbot::config {

// By setting name. Throws settings_error with file, line and the nearest key.
std::map<std::string, std::string> read_settings_file(const std::string& path);

} // namespace peerbot::config
