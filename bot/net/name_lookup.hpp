// Turns a host into addresses within a deadline. The system's own look-up cannot be interrupted, so a late
// one is left to finish by itself.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace peerbot::bot {

// Empty when the name is not known, or not in time. Addresses written as numbers are never looked up.
boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>>
look_up(std::string host, unsigned short port, std::chrono::steady_clock::time_point until);

} // namespace peerbot::bot
