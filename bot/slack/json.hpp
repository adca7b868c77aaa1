// JSON from outside: nothing in it is trusted to be there, to be of the right type, or to be shallow.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace peerbot::bot::slack {

// A discarded value when it is not JSON, not UTF-8 or nested deeper than 32. Never throws.
nlohmann::json parse_json(std::string_view text);

// A null when `holder` is no object or has no such key.
const nlohmann::json& member(const nlohmann::json& holder, const char* key);
// Empty when it is absent, null or not text.
std::string text_at(const nlohmann::json& holder, const char* key);
bool flag_at(const nlohmann::json& holder, const char* key);
std::int64_t number_at(const nlohmann::json& holder, const char* key);

// Bytes that are not UTF-8 become U+FFFD.
std::string to_text(const nlohmann::json& value);
// `text` as a JSON string, with its quotes.
std::string json_string(std::string_view text);
void add_json_string(std::string& json, std::string_view text);

} // namespace peerbot::bot::slack
