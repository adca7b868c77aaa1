// The secret addresses of calendar feeds. A secret is 32 random bytes; storage knows only its fingerprint.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peerbot::bot {

// 43 characters of base64url. Throws std::runtime_error when the system has no randomness to give.
std::string new_calendar_secret();

// SHA-256 in hex.
std::string fingerprint_of(std::string_view secret);

// `public_url` as set by the operator, with or without a slash at its end.
std::string calendar_address(std::string_view public_url, std::string_view secret);

// What stands for the secret in "/calendar/SECRET.ics"; nothing for any other path.
std::optional<std::string> secret_in(std::string_view path);

} // namespace peerbot::bot
