// What peerbot asks of a workspace: the events it is told of, and every scope that those, the methods it
// calls and its commands need. The manifest asks for exactly this.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace peerbot::bot::slack {

struct event_row
{
    std::string_view type;
    // All of them: which one is needed depends on the kind of channel. The rest is empty.
    std::array<std::string_view, 2> scopes = {};
};

std::span<const event_row> subscribed_events();

// Sorted, each once.
std::vector<std::string_view> needed_scopes();

} // namespace peerbot::bot::slack
