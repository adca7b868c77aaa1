#include "bot/net/request_parser.hpp"

#include <string>

namespace peerbot::bot {
namespace {

// What Slack and a proxy send; more only means another allocation.
constexpr std::size_t usual_headers = 16;

std::string copy(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

void request_parser::on_request_impl(boost::beast::http::verb, string_view method_text, string_view target,
                                     int version, error_code&)
{
    version_ = version;
    const auto mark = target.find('?');
    request_.method = copy(method_text);
    request_.path = copy(target.substr(0, mark));
    if (mark != string_view::npos) request_.query = copy(target.substr(mark + 1));
    request_.headers.reserve(usual_headers);
}

void request_parser::on_response_impl(int, string_view, int, error_code&) {}

void request_parser::on_field_impl(boost::beast::http::field, string_view name, string_view value,
                                   error_code&)
{
    request_.headers.emplace_back(copy(name), copy(value));
}

void request_parser::on_header_impl(error_code&) {}

// Beast has held the length against the limit of the body already.
void request_parser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&)
{
    if (length) request_.body.reserve(static_cast<std::size_t>(*length));
}

std::size_t request_parser::on_body_impl(string_view piece, error_code&)
{
    request_.body.append(piece.data(), piece.size());
    return piece.size();
}

void request_parser::on_chunk_header_impl(std::uint64_t, string_view, error_code&) {}

std::size_t request_parser::on_chunk_body_impl(std::uint64_t, string_view piece, error_code& wrong)
{
    return on_body_impl(piece, wrong);
}

void request_parser::on_finish_impl(error_code&) {}

} // namespace peerbot::bot
