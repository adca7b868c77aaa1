// Addresses of the web that people give: kept and shown as they are, so nothing else may pass.
#pragma once

#include <cstddef>
#include <string>

namespace peerbot::core {

inline constexpr std::size_t longest_link = 500; // bytes

// An http or https address with a host, no longer than that, without spaces and without what Slack's links or
// code would end at.
bool is_web_link(const std::string& text);

// An address as people copy or remember it, "www.example.org" or "docs.example.org/draft", with the https://
// that it lacks. Anything else as it is.
std::string with_scheme(const std::string& text);

} // namespace peerbot::core
