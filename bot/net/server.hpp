// An HTTP/1.1 server for one listening address: limits, deadlines and an orderly end. It knows nothing of
// what is asked or answered. Everything here belongs to the thread that runs the io_context.
#pragma once

#include "bot/net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace peerbot::bot {

// Times are totals, however the bytes drip in.
struct server_limits
{
    std::size_t body_bytes = std::size_t{1024} * 1024;
    std::size_t header_bytes = std::size_t{16} * 1024;
    std::chrono::milliseconds header_time =
        std::chrono::seconds(10); // from accept or first byte to the empty line
    std::chrono::milliseconds body_time = std::chrono::seconds(10);  // from there to the last byte
    std::chrono::milliseconds write_time = std::chrono::seconds(10); // for the other side to take an answer
    std::chrono::milliseconds idle_time = std::chrono::seconds(75);  // between two requests
    std::size_t connections = 4096; // more wait in the system's queue until one ends
    // For the first request of a connection that is new when accepting stops. Zero closes it at once.
    std::chrono::milliseconds last_call{0};
};

// What the handler never saw, or threw at.
struct refused_request
{
    unsigned status = 0;      // 400, 413, 431; 408 for one that came too slowly (closed without a word); 500
    std::string remote;       // "192.0.2.1:54321", the other end of the socket (a proxy, if there is one)
    std::string method, path; // only for 500
    std::exception_ptr failure; // what the handler threw, only for 500
};

struct server_observer
{
    std::function<void(const refused_request&)> refused;
};

// Called for every complete request, any method, one at a time for each connection. What it throws becomes an
// empty 500.
using http_handler = std::function<boost::asio::awaitable<http_response>(http_request)>;

class server
{
  public:
    // Binds and listens; connections wait until start(). Throws std::system_error ("cannot listen on ...:
    // reason").
    server(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& address, server_limits limits,
           http_handler handler, server_observer observer = {});
    // Takes over a socket that listens already; it is closed at the end, which leaves other holders of it
    // alone. Throws std::system_error when it is no such socket.
    server(boost::asio::io_context& io, int descriptor, server_limits limits, http_handler handler,
           server_observer observer = {});
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    // Aborts what is still open. Let drained() or the io_context finish first when the handler refers to
    // things that die next.
    ~server();

    void start();

    // The address really bound: asks the system for the port when 0 was given.
    boost::asio::ip::tcp::endpoint local_endpoint() const;
    std::size_t open_connections() const;

    // Idle connections close at once, but for new ones, see server_limits::last_call; a request under way is
    // answered with "Connection: close".
    void stop_accepting();

    // True as soon as every connection has ended, false when that takes longer. Call after stop_accepting().
    boost::asio::awaitable<bool> drained(std::chrono::milliseconds at_most);

    // Closes every connection now and cancels (terminally) handlers that are waiting.
    void abort();

  private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace peerbot::bot
