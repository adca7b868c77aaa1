// An HTTP/1.1 client for calling a web API: pooled connections, TLS with every check on, one deadline for a
// whole call, and an exact word on whether a failed call may have arrived. It belongs to the thread that runs
// the io_context.
#pragma once

#include "bot/net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

enum class delivery
{
    answered, // a complete answer came, whatever its status
    not_sent, // nothing of the request can have reached the other side: safe to repeat
    unknown,  // written, at least in part, and no complete answer
};

struct client_request
{
    client_request() = default;
    client_request(std::string its_method, std::string its_url)
        : method(std::move(its_method)), url(std::move(its_url))
    {}

    std::string method, url;
    std::vector<header> headers; // Host and Content-Length are the client's business
    std::string body;
};

struct client_response
{
    client_response() = default;
    client_response(delivery its_outcome, std::string its_error)
        : outcome(its_outcome), error(std::move(its_error))
    {}

    std::string_view find(std::string_view name) const { return find_header(headers, name); }

    delivery outcome = delivery::not_sent;
    unsigned status = 0; // 0 unless answered
    std::vector<header> headers;
    std::string body;
    std::string error; // why there is no answer; names a host at most, never a path, a header or a body
};

struct client_options
{
    std::size_t connections_per_origin = 8;                           // more calls wait for their turn
    std::chrono::milliseconds connect_time = std::chrono::seconds(5); // name look-up, TCP and TLS together
    std::chrono::milliseconds answer_time =
        std::chrono::seconds(10); // from the first byte out to the last byte in
    std::chrono::milliseconds idle_time =
        std::chrono::seconds(60); // a kept connection older than this is not used
    std::size_t response_bytes = std::size_t{4} * 1024 * 1024;
    std::string ca_file = {}; // trust these certificates instead of the system's
};

class http_client
{
  public:
    explicit http_client(boost::asio::io_context& io, client_options options = {});
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;
    ~http_client(); // as close()

    // Sends once and never throws for what the network does; redirects are answers like any other. Repeats by
    // itself only when a kept connection turns out to be dead before anything was written.
    boost::asio::awaitable<client_response> send(client_request request, std::chrono::milliseconds at_most);

    // Ends every connection: calls under way finish at once as not_sent or unknown (one that still looks up a
    // name, within connect_time), later ones as not_sent.
    void close();

    class pool;

  private:
    std::shared_ptr<pool> pool_;
};

// What keeps certificates from being checked on this machine, as a sentence; "" when nothing does.
std::string ca_problem();

} // namespace peerbot::bot
