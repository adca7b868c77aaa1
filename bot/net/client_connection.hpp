// One outgoing connection, plain or TLS, without its HTTP library: only client_connection.cpp pays for that.
#pragma once

#include "bot/net/client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace peerbot::bot {

class client_connection
{
  public:
    using time_point = std::chrono::steady_clock::time_point;

    client_connection() = default;
    client_connection(const client_connection&) = delete;
    client_connection& operator=(const client_connection&) = delete;
    virtual ~client_connection() = default;

    // Tries each address in turn, then shakes hands. "" or what went wrong.
    virtual boost::asio::awaitable<std::string>
    connect(const std::vector<boost::asio::ip::tcp::endpoint>& addresses, time_point until) = 0;

    // Writes one request and reads its answer; head_only when the answer to it has no body (HEAD).
    virtual boost::asio::awaitable<client_response>
    exchange(const std::string& message, bool head_only, std::size_t response_bytes, time_point until) = 0;

    // Whether another exchange can follow the last one.
    virtual bool reusable() const = 0;

    // Asks the socket: neither closed by the other side nor anything unread.
    virtual bool is_quiet() = 0;

    // What is under way ends with an error.
    virtual void close() = 0;

    time_point idle_since;
};

std::unique_ptr<client_connection> make_plain_connection(const boost::asio::any_io_executor& executor);

// Checks the certificate against host, and names host in the handshake (SNI).
std::unique_ptr<client_connection> make_tls_connection(const boost::asio::any_io_executor& executor,
                                                       boost::asio::ssl::context& context,
                                                       const std::string& host);

} // namespace peerbot::bot
