// Addresses as an operator writes them: where to listen, and the URLs to call. Small and strict.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace peerbot::bot {

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" (127.0.0.1) or ":8080" (every IPv4 address). Port 0 lets
// the system choose. Other names are not looked up. Nothing when it is none of these.
std::optional<boost::asio::ip::tcp::endpoint> parse_listen_address(std::string_view text);

// "127.0.0.1:8080" or "[::1]:8080".
std::string to_text(const boost::asio::ip::tcp::endpoint& address);

struct url
{
    bool secure() const { return scheme == "https"; }
    // What goes into the Host header: the port only when it is not the scheme's own.
    std::string authority() const;

    std::string scheme; // "http" or "https"
    std::string host;   // lower case; an IPv6 address without its brackets
    unsigned short port = 0;
    std::string path; // from the first slash on, with the query; never empty
};

// Only http and https, no user names, no fragments, no spaces or control characters. Nothing otherwise.
std::optional<url> parse_url(std::string_view text);

} // namespace peerbot::bot
