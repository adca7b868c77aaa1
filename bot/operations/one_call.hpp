// Runs one piece of network work to its end, for commands that serve nobody.
#pragma once

#include "bot/net/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace peerbot::bot {

// Throws what the work throws.
void run_with_client(const std::function<boost::asio::awaitable<void>(http_client&)>& work);

} // namespace peerbot::bot
