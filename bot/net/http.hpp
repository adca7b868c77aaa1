// An HTTP message as the rest of bot sees it: plain values, no library. The classes have constructors on
// purpose: g++ 12 miscompiles aggregates that travel through coroutines.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peerbot::bot {

struct header
{
    header() = default;
    header(std::string its_name, std::string its_value)
        : name(std::move(its_name)), value(std::move(its_value))
    {}

    std::string name, value;
};

// The value of the first header of that name, whatever its case (RFC 9110, 5.1); "" when there is none.
std::string_view find_header(const std::vector<header>& headers, std::string_view name);

struct http_request
{
    http_request() = default;
    http_request(std::string its_method, std::string its_path)
        : method(std::move(its_method)), path(std::move(its_path))
    {}

    std::string_view find(std::string_view name) const { return find_header(headers, name); }

    std::string method; // as sent: "POST"
    std::string path;   // as sent, up to the question mark; not percent-decoded
    std::string query;  // what follows the question mark; not percent-decoded
    std::vector<header> headers;
    std::string body; // the raw bytes
};

struct http_response
{
    http_response() = default;
    explicit http_response(unsigned its_status) : status(its_status) {}
    http_response(unsigned its_status, std::string its_content_type, std::string its_body)
        : status(its_status), content_type(std::move(its_content_type)), body(std::move(its_body))
    {}

    std::string_view find(std::string_view name) const { return find_header(headers, name); }

    unsigned status = 200;
    std::string content_type;    // left out when empty
    std::vector<header> headers; // Content-Length and Connection are the server's business
    std::string body;
};

// False when a name or value could break out of its line (RFC 9110, 5.5).
bool is_safe_header(std::string_view name, std::string_view value);

} // namespace peerbot::bot
