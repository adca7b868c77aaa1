// Reads one HTTP request straight into the value that the rest of bot sees. Beast does the parsing and keeps
// its limits; its own message, a list with an allocation for each header, would only be copied from.
#pragma once

#include "bot/net/http.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <utility>

namespace peerbot::bot {

class request_parser final : public boost::beast::http::basic_parser<true>
{
  public:
    // Complete as soon as is_done().
    const http_request& request() const { return request_; }
    http_request take() { return std::move(request_); }

    // 11 for HTTP/1.1, also as long as nothing was read.
    int version() const { return version_; }

  private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb method, string_view method_text, string_view target,
                         int version, error_code& wrong) override;
    void on_response_impl(int code, string_view reason, int version, error_code& wrong) override;
    void on_field_impl(boost::beast::http::field known, string_view name, string_view value,
                       error_code& wrong) override;
    void on_header_impl(error_code& wrong) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& wrong) override;
    std::size_t on_body_impl(string_view piece, error_code& wrong) override;
    void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& wrong) override;
    std::size_t on_chunk_body_impl(std::uint64_t remaining, string_view piece, error_code& wrong) override;
    void on_finish_impl(error_code& wrong) override;

    http_request request_;
    int version_ = 11;
};

} // namespace peerbot::bot
