// One accepted connection of a server, without its HTTP library: only server_connection.cpp pays for that.
#pragma once

#include "bot/net/server.hpp"

#include <memory>

namespace peerbot::bot {

// What all connections of a server share.
struct server_rules
{
    server_limits limits;
    http_handler handler;
    server_observer observer;
    bool stopping = false;
};

class server_connection
{
  public:
    server_connection() = default;
    server_connection(const server_connection&) = delete;
    server_connection& operator=(const server_connection&) = delete;
    virtual ~server_connection() = default;

    // Serves requests until one side is done. The connection must outlive it.
    virtual boost::asio::awaitable<void> run() = 0;

    // Ends when no byte of a request has arrived; one that has begun is served.
    virtual void close_if_idle() = 0;
    // No request has been served yet.
    virtual bool is_new() const = 0;

    // Closes at once; nothing more is handed to the handler.
    virtual void close() = 0;
};

std::unique_ptr<server_connection> make_server_connection(boost::asio::ip::tcp::socket socket,
                                                          const boost::asio::ip::tcp::endpoint& other_end,
                                                          std::shared_ptr<const server_rules> rules);

} // namespace peerbot::bot
