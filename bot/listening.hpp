// Where peerbot listens: at addresses of the settings, or on sockets that the service manager hands over.
#pragma once

#include "bot/application.hpp"
#include "bot/net/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <optional>

namespace peerbot::bot {

struct place
{
    std::optional<int> socket; // or else
    boost::asio::ip::tcp::endpoint address;
};

struct places
{
    place public_one;
    place admin;
};

// To be called once. Throws cannot_start.
places places_of(const application_settings& settings);

// Throws std::system_error.
server listen_at(boost::asio::io_context& io, const place& where, http_handler handler,
                 server_observer observer = {});

} // namespace peerbot::bot
