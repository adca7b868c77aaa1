#include "bot/net/server_connection.hpp"

#include "bot/net/address.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace peerbot::bot {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t read_size = 16 * 1024;

// After a refusal the rest of what is being sent is read and dropped for a while: closing a socket with
// unread bytes resets it, and the other side would lose the answer (RFC 9112, 9.6).
constexpr auto linger_time = std::chrono::seconds(2);

// How the wait for a request ended; a refusal carries the status to answer with.
struct arrival
{
    enum kind
    {
        complete,
        closed,
        too_slow,
        refused
    } how;
    unsigned status;
};

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

unsigned status_for(const error_code& wrong)
{
    if (wrong == http::error::body_limit) return 413;
    if (wrong == http::error::header_limit || wrong == http::error::buffer_overflow) return 431;
    return 400;
}

// RFC 9110, 8.6: these have no content and no Content-Length.
bool has_no_body(unsigned status)
{
    return status / 100 == 1 || status == 204 || status == 304;
}

void add_line(std::string& text, std::string_view name, std::string_view value)
{
    if (!is_safe_header(name, value))
        throw std::invalid_argument("a header of the answer has a line break in it");
    text.append(name).append(": ").append(value).append("\r\n");
}

class connection final : public server_connection
{
  public:
    connection(tcp::socket socket, std::shared_ptr<const server_rules> rules)
        : rules_(std::move(rules)),
          stream_(std::move(socket)),
          buffer_(rules_->limits.header_bytes + 4 * read_size)
    {
        error_code gone;
        const auto other_end = stream_.socket().remote_endpoint(gone);
        if (!gone) remote_ = to_text(other_end);
    }

    asio::awaitable<void> run() override;

    void close_if_idle() override
    {
        // Cancelled rather than closed: a read that is done but not yet reported keeps its bytes.
        error_code ignored;
        if (idle_ && stream_.socket().available(ignored) == 0) stream_.socket().cancel(ignored);
    }

    bool is_new() const override { return !served_; }

    void close() override
    {
        closed_ = true;
        stream_.close();
    }

  private:
    asio::awaitable<arrival> receive();
    asio::awaitable<error_code> read_until(steady_clock::time_point until);
    asio::awaitable<void> invite_body();
    asio::awaitable<bool> answer();
    asio::awaitable<bool> send(const http_response& response);
    asio::awaitable<void> refuse(unsigned status);
    asio::awaitable<void> linger();

    http_request take_request();
    void compose_head(const http_response& response, bool keep);
    void tell(unsigned status, std::exception_ptr failure = {}) const;

    std::shared_ptr<const server_rules> rules_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::string head_;
    std::string remote_;
    bool idle_ = false;
    bool closed_ = false;
    bool served_ = false;
};

asio::awaitable<void> connection::run()
{
    bool keep = true;
    while (keep) {
        const auto next = co_await receive();
        if (next.how == arrival::closed) co_return;
        if (next.how == arrival::too_slow) {
            tell(next.status);
            co_return;
        }
        if (next.how == arrival::refused) {
            co_await refuse(next.status);
            co_return;
        }
        keep = co_await answer();
        served_ = true;
    }
    if (closed_) co_return;
    error_code ignored;
    if (buffer_.size() > 0 || stream_.socket().available(ignored) > 0) co_await linger();
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

// One read into the buffer. Beast closes the socket when the time is over (beast::error::timeout).
asio::awaitable<error_code> connection::read_until(steady_clock::time_point until)
{
    error_code wrong;
    const auto room = std::min(read_size, buffer_.max_size() - buffer_.size());
    if (room == 0) {
        wrong = http::error::buffer_overflow;
        co_return wrong;
    }
    const auto space = buffer_.prepare(room);
    auto token = asio::redirect_error(asio::use_awaitable, wrong);
    stream_.expires_at(until);
    const auto count = co_await stream_.async_read_some(space, token);
    buffer_.commit(count);
    co_return wrong;
}

// Feeds the parser by hand, so that each phase has its own deadline and nothing is rescheduled when a request
// arrives in one piece. Being fed directly, the parser enforces its limits itself.
asio::awaitable<arrival> connection::receive()
{
    const auto& limits = rules_->limits;
    auto until = steady_clock::now() + limits.header_time;
    if (buffer_.size() == 0) {
        // Accepting stopped while the last answer was written.
        error_code ignored;
        if (served_ && rules_->stopping && stream_.socket().available(ignored) == 0)
            co_return arrival{arrival::closed, 0};
        const auto patience = served_ ? steady_clock::now() + limits.idle_time : until;
        idle_ = true;
        const auto wrong = co_await read_until(patience);
        idle_ = false;
        if (wrong || closed_) co_return arrival{arrival::closed, 0};
        if (served_) until = steady_clock::now() + limits.header_time;
    }

    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser_->body_limit(limits.body_bytes);
    bool header_seen = false;
    for (;;) {
        error_code wrong;
        const auto used = parser_->put(buffer_.data(), wrong);
        buffer_.consume(used);
        if (wrong && wrong != http::error::need_more) co_return arrival{arrival::refused, status_for(wrong)};
        if (parser_->is_header_done() && !header_seen) {
            header_seen = true;
            until = steady_clock::now() + limits.body_time;
            // RFC 9112, 3.2: without Host a request for HTTP/1.1 is not one.
            const auto& message = parser_->get();
            if (message.version() >= 11 && message.count(http::field::host) != 1) {
                co_return arrival{arrival::refused, 400};
            }
            if (!parser_->is_done() && buffer_.size() == 0) co_await invite_body();
        }
        if (parser_->is_done()) co_return arrival{arrival::complete, 0};

        wrong = co_await read_until(until);
        if (closed_) co_return arrival{arrival::closed, 0};
        if (wrong == beast::error::timeout) co_return arrival{arrival::too_slow, 408};
        if (wrong == http::error::buffer_overflow) co_return arrival{arrival::refused, 431};
        if (wrong) co_return arrival{arrival::closed, 0};
    }
}

// RFC 9110, 10.1.1: a sender that asks first waits for this line before it sends the body.
asio::awaitable<void> connection::invite_body()
{
    const auto& message = parser_->get();
    if (message.version() < 11 || !beast::iequals(message[http::field::expect], "100-continue")) co_return;
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto line = asio::buffer(go_on.data(), go_on.size());
    error_code ignored; // the next read finds out
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    stream_.expires_after(rules_->limits.write_time);
    co_await asio::async_write(stream_, line, token);
}

http_request connection::take_request()
{
    auto& message = parser_->get();
    const auto target = view(message.target());
    const auto mark = target.find('?');
    http_request request(std::string(view(message.method_string())), std::string(target.substr(0, mark)));
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
    request.headers.reserve(static_cast<std::size_t>(std::distance(message.begin(), message.end())));
    for (const auto& field : message) {
        request.headers.emplace_back(std::string(view(field.name_string())),
                                     std::string(view(field.value())));
    }
    request.body = std::move(message.body());
    request.remote = remote_;
    return request;
}

// Says whether the connection can serve another request.
asio::awaitable<bool> connection::answer()
{
    http_response response;
    std::exception_ptr failure;
    auto request = take_request();
    try {
        auto pending = rules_->handler(std::move(request));
        response = co_await std::move(pending);
    } catch (...) {
        failure = std::current_exception();
    }
    if (closed_) co_return false;

    bool keep = parser_->get().keep_alive() && !rules_->stopping;
    if (!failure) {
        try {
            compose_head(response, keep);
        } catch (const std::invalid_argument&) {
            failure = std::current_exception();
        }
    }
    if (failure) {
        tell(500, failure);
        keep = false;
        response = http_response(500);
        compose_head(response, keep);
    }
    const bool sent = co_await send(response);
    co_return sent&& keep;
}

void connection::compose_head(const http_response& response, bool keep)
{
    const auto& request = parser_->get();
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    head_.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head_.append(view(reason)).append("\r\n");
    if (!response.content_type.empty()) add_line(head_, "Content-Type", response.content_type);
    for (const auto& each : response.headers)
        add_line(head_, each.name, each.value);
    if (!has_no_body(response.status))
        add_line(head_, "Content-Length", std::to_string(response.body.size()));
    if (!keep) {
        head_.append("Connection: close\r\n");
    } else if (request.version() < 11) {
        head_.append("Connection: keep-alive\r\n");
    }
    head_.append("\r\n");
}

// Writes the composed head and the body; says whether all of it went out.
asio::awaitable<bool> connection::send(const http_response& response)
{
    const bool with_body = parser_->get().method() != http::verb::head && !has_no_body(response.status);
    const std::array<asio::const_buffer, 2> parts = {
        asio::buffer(head_), with_body ? asio::buffer(response.body) : asio::const_buffer()};
    error_code wrong;
    auto token = asio::redirect_error(asio::use_awaitable, wrong);
    stream_.expires_after(rules_->limits.write_time);
    co_await asio::async_write(stream_, parts, token);
    co_return !wrong;
}

asio::awaitable<void> connection::refuse(unsigned status)
{
    tell(status);
    const http_response response(status);
    compose_head(response, false);
    const bool sent = co_await send(response);
    if (sent) co_await linger();
}

asio::awaitable<void> connection::linger()
{
    error_code wrong;
    stream_.socket().shutdown(tcp::socket::shutdown_send, wrong);
    const auto until = steady_clock::now() + linger_time;
    wrong = {};
    while (!wrong && !closed_) {
        buffer_.clear();
        wrong = co_await read_until(until);
    }
}

void connection::tell(unsigned status, std::exception_ptr failure) const
{
    if (!rules_->observer.refused) return;
    refused_request refused;
    refused.status = status;
    refused.remote = remote_;
    if (failure) {
        const auto& message = parser_->get();
        const auto target = view(message.target());
        refused.method = view(message.method_string());
        refused.path = target.substr(0, target.find('?'));
        refused.failure = std::move(failure);
    }
    rules_->observer.refused(refused);
}

} // namespace

std::unique_ptr<server_connection> make_server_connection(tcp::socket socket,
                                                          std::shared_ptr<const server_rules> rules)
{
    return std::make_unique<connection>(std::move(socket), std::move(rules));
}

} // namespace peerbot::bot
