#include "bot/net/client_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <type_traits>

namespace peerbot::bot {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

using plain_stream = beast::tcp_stream;
using tls_stream = ssl::stream<beast::tcp_stream>;
using answer_parser = http::response_parser<http::string_body>;

constexpr std::uint32_t header_bytes = 64 * 1024;

beast::tcp_stream& transport(plain_stream& stream)
{
    return stream;
}
beast::tcp_stream& transport(tls_stream& stream)
{
    return stream.next_layer();
}

std::string describe(const error_code& wrong)
{
    return wrong == beast::error::timeout ? std::string("not in time") : wrong.message();
}

client_response take_answer(answer_parser& parser)
{
    auto& message = parser.get();
    client_response answer(delivery::answered, "");
    answer.status = message.result_int();
    for (const auto& field : message) {
        const auto name = field.name_string();
        const auto value = field.value();
        answer.headers.emplace_back(std::string(name.data(), name.size()),
                                    std::string(value.data(), value.size()));
    }
    answer.body = std::move(message.body());
    return answer;
}

template <class Stream>
class connection final : public client_connection
{
    static constexpr bool is_tls = std::is_same_v<Stream, tls_stream>;

  public:
    template <class... Arguments>
    explicit connection(std::string host, Arguments&&... arguments)
        : host_(std::move(host)), stream_(std::forward<Arguments>(arguments)...)
    {}

    asio::awaitable<std::string> connect(const std::vector<tcp::endpoint>& addresses,
                                         time_point until) override
    {
        error_code wrong = asio::error::host_not_found;
        auto token = asio::redirect_error(asio::use_awaitable, wrong);
        auto left = static_cast<int>(addresses.size());
        for (const auto& address : addresses) {
            if (closed_) break;
            // Each address gets its share, so that one that swallows packets does not cost the others their
            // turn.
            const auto now = steady_clock::now();
            transport(stream_).expires_at(now + (until - now) / left--);
            co_await transport(stream_).async_connect(address, token);
            if (!wrong) break;
            transport(stream_).close();
        }
        if (closed_) wrong = asio::error::operation_aborted;
        if (wrong) co_return "could not connect: " + describe(wrong);

        error_code ignored;
        transport(stream_).socket().set_option(tcp::no_delay(true), ignored);
        if constexpr (is_tls) {
            prepare_handshake(wrong);
            transport(stream_).expires_at(until);
            if (!wrong) co_await stream_.async_handshake(ssl::stream_base::client, token);
            if (wrong) co_return "no trusted TLS connection: " + describe(wrong);
        }
        co_return std::string();
    }

    asio::awaitable<client_response> exchange(const std::string& message, bool head_only,
                                              std::size_t response_bytes, time_point until) override
    {
        error_code wrong;
        auto token = asio::redirect_error(asio::use_awaitable, wrong);
        const auto bytes = asio::buffer(message);
        reusable_ = false;
        transport(stream_).expires_at(until);
        const auto written = co_await asio::async_write(stream_, bytes, token);
        if (wrong) {
            // Of a TLS record that was cut short the other side can read nothing; one cut by the clock may be
            // whole.
            const bool by_clock = wrong == beast::error::timeout || wrong == asio::error::operation_aborted;
            const auto outcome = written == 0 && !by_clock ? delivery::not_sent : delivery::unknown;
            co_return client_response(outcome, "the request was not taken: " + describe(wrong));
        }

        std::optional<answer_parser> parser;
        do {
            // Interim answers (1xx) come before the real one (RFC 9110, 15.2).
            parser.emplace();
            parser->header_limit(header_bytes);
            parser->body_limit(response_bytes);
            parser->skip(head_only);
            co_await http::async_read(stream_, buffer_, *parser, token);
        } while (!wrong && parser->get().result_int() / 100 == 1);
        if (wrong) co_return client_response(delivery::unknown, "no complete answer: " + describe(wrong));

        reusable_ = !closed_ && parser->get().keep_alive() && buffer_.size() == 0;
        auto answer = take_answer(*parser);
        co_return answer;
    }

    bool reusable() const override { return reusable_; }

    bool is_quiet() override
    {
        if constexpr (is_tls) {
            if (::SSL_has_pending(stream_.native_handle()) == 1) return false;
        }
        char byte = 0;
        auto& socket = transport(stream_).socket();
        if (!socket.is_open()) return false;
        const auto count = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    void close() override
    {
        closed_ = true;
        transport(stream_).close();
    }

  private:
    void prepare_handshake(error_code& wrong)
    {
        stream_.set_verify_callback(ssl::host_name_verification(host_), wrong);
        error_code not_numeric;
        asio::ip::make_address(host_, not_numeric);
        // RFC 6066, 3: the name in the handshake is never an address.
        if (wrong || !not_numeric) return;
        const auto set = ::SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                    TLSEXT_NAMETYPE_host_name, host_.data());
        if (set != 1) wrong = asio::error::invalid_argument;
    }

    std::string host_;
    Stream stream_;
    beast::flat_buffer buffer_;
    bool reusable_ = false;
    bool closed_ = false;
};

} // namespace

std::unique_ptr<client_connection> make_plain_connection(const asio::any_io_executor& executor)
{
    return std::make_unique<connection<plain_stream>>("", executor);
}

std::unique_ptr<client_connection> make_tls_connection(const asio::any_io_executor& executor,
                                                       ssl::context& context, const std::string& host)
{
    return std::make_unique<connection<tls_stream>>(host, executor, context);
}

} // namespace peerbot::bot
