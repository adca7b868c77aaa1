#include "bot/net/server_connection.hpp"

#include "bot/net/address.hpp"
#include "bot/net/deadline.hpp"
#include "bot/net/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
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

// A command and most presses fit into the first read; what is longer is read in bigger pieces. Each open
// connection keeps the room it once needed.
constexpr std::size_t first_read = 4 * 1024;
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

std::ptrdiff_t count_headers(const http_request& request, std::string_view name)
{
    return std::count_if(request.headers.begin(), request.headers.end(), [&](const header& each) {
        return beast::iequals({each.name.data(), each.name.size()}, {name.data(), name.size()});
    });
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
    connection(tcp::socket socket, const tcp::endpoint& other_end, std::shared_ptr<const server_rules> rules)
        : rules_(std::move(rules)),
          socket_(std::move(socket)),
          other_end_(other_end),
          patience_(socket_.get_executor(), [this] { give_up(); }),
          buffer_(rules_->limits.header_bytes + 4 * read_size)
    {
        error_code ignored; // the first read finds out
        socket_.non_blocking(true, ignored);
    }

    asio::awaitable<void> run() override;

    void close_if_idle() override
    {
        // Cancelled rather than closed: a read that is done but not yet reported keeps its bytes.
        error_code ignored;
        if (idle_ && socket_.available(ignored) == 0) socket_.cancel(ignored);
    }

    bool is_new() const override { return !served_; }

    void close() override
    {
        closed_ = true;
        error_code ignored;
        socket_.close(ignored);
    }

  private:
    // The other side takes too long.
    void give_up()
    {
        too_slow_ = true;
        error_code ignored;
        socket_.close(ignored);
    }

    asio::awaitable<arrival> receive();
    asio::awaitable<error_code> read_until(steady_clock::time_point until);
    asio::awaitable<void> invite_body();
    asio::awaitable<bool> answer();
    bool send_at_once(const http_response& response);
    asio::awaitable<bool> send_rest();
    asio::awaitable<void> refuse(unsigned status);
    asio::awaitable<void> linger();

    void compose_head(const http_response& response, bool keep);
    void tell(unsigned status, std::exception_ptr failure = {}) const;

    std::shared_ptr<const server_rules> rules_;
    tcp::socket socket_;
    tcp::endpoint other_end_;
    deadline patience_;
    beast::flat_buffer buffer_;
    std::optional<request_parser> parser_;
    std::string method_; // of the request that is being answered, as its path is
    std::string path_;
    std::string sending_;  // the answer, head and body
    std::size_t gone_ = 0; // bytes of it that the system has taken
    bool too_slow_ = false;
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
    // Who asked to close sends nothing more (RFC 9112, 9.6).
    const bool done = buffer_.size() == 0 && !parser_->keep_alive();
    if (!done && (buffer_.size() > 0 || socket_.available(ignored) > 0)) co_await linger();
    socket_.close(ignored);
}

// One read into the buffer. The socket is closed when the time is over (asio::error::timed_out).
asio::awaitable<error_code> connection::read_until(steady_clock::time_point until)
{
    error_code wrong;
    const auto wanted = idle_ ? first_read : read_size;
    const auto room = std::min(wanted, buffer_.max_size() - buffer_.size());
    if (room == 0) {
        wrong = http::error::buffer_overflow;
        co_return wrong;
    }
    const auto space = buffer_.prepare(room);
    auto token = asio::redirect_error(asio::use_awaitable, wrong);
    patience_.set(until);
    const auto count = co_await socket_.async_read_some(space, token);
    patience_.clear();
    buffer_.commit(count);
    if (too_slow_) wrong = asio::error::timed_out;
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
        if (served_ && rules_->stopping && socket_.available(ignored) == 0)
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
            if (parser_->version() >= 11 && count_headers(parser_->request(), "Host") != 1) {
                co_return arrival{arrival::refused, 400};
            }
            if (!parser_->is_done() && buffer_.size() == 0) co_await invite_body();
        }
        if (parser_->is_done()) co_return arrival{arrival::complete, 0};

        wrong = co_await read_until(until);
        if (closed_) co_return arrival{arrival::closed, 0};
        if (too_slow_) co_return arrival{arrival::too_slow, 408};
        if (wrong == http::error::buffer_overflow) co_return arrival{arrival::refused, 431};
        if (wrong) co_return arrival{arrival::closed, 0};
    }
}

// RFC 9110, 10.1.1: a sender that asks first waits for this line before it sends the body.
asio::awaitable<void> connection::invite_body()
{
    const auto expected = parser_->request().find("Expect");
    if (parser_->version() < 11 || !beast::iequals({expected.data(), expected.size()}, "100-continue"))
        co_return;
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto line = asio::buffer(go_on.data(), go_on.size());
    error_code ignored; // the next read finds out
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    patience_.set(steady_clock::now() + rules_->limits.write_time);
    co_await asio::async_write(socket_, line, token);
    patience_.clear();
}

// Says whether the connection can serve another request.
asio::awaitable<bool> connection::answer()
{
    http_response response;
    std::exception_ptr failure;
    auto request = parser_->take();
    method_ = request.method;
    path_ = request.path;
    try {
        auto pending = rules_->handler(std::move(request));
        response = co_await std::move(pending);
    } catch (...) {
        failure = std::current_exception();
    }
    if (closed_) co_return false;

    bool keep = parser_->keep_alive() && !rules_->stopping;
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
    if (send_at_once(response)) co_return keep;
    const bool sent = co_await send_rest();
    co_return sent&& keep;
}

void connection::compose_head(const http_response& response, bool keep)
{
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    sending_.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    sending_.append(view(reason)).append("\r\n");
    if (!response.content_type.empty()) add_line(sending_, "Content-Type", response.content_type);
    for (const auto& each : response.headers)
        add_line(sending_, each.name, each.value);
    if (!has_no_body(response.status))
        add_line(sending_, "Content-Length", std::to_string(response.body.size()));
    if (!keep) {
        sending_.append("Connection: close\r\n");
    } else if (parser_->version() < 11) {
        sending_.append("Connection: keep-alive\r\n");
    }
    sending_.append("\r\n");
}

// Writes the composed head and the body; says whether all of it went out. Nearly always the system takes it
// at once, and nothing has to be waited for.
bool connection::send_at_once(const http_response& response)
{
    if (method_ != "HEAD" && !has_no_body(response.status)) sending_ += response.body;
    error_code blocked; // or broken, which the next write finds out
    gone_ = socket_.write_some(asio::buffer(sending_), blocked);
    return !blocked && gone_ == sending_.size();
}

asio::awaitable<bool> connection::send_rest()
{
    error_code wrong;
    const auto rest = asio::buffer(sending_) + gone_;
    auto token = asio::redirect_error(asio::use_awaitable, wrong);
    patience_.set(steady_clock::now() + rules_->limits.write_time);
    co_await asio::async_write(socket_, rest, token);
    patience_.clear();
    co_return !wrong;
}

asio::awaitable<void> connection::refuse(unsigned status)
{
    tell(status);
    const http_response response(status);
    compose_head(response, false);
    bool sent = send_at_once(response);
    if (!sent) sent = co_await send_rest();
    if (sent) co_await linger();
}

asio::awaitable<void> connection::linger()
{
    error_code wrong;
    socket_.shutdown(tcp::socket::shutdown_send, wrong);
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
    refused.remote = to_text(other_end_);
    if (failure) {
        refused.method = method_;
        refused.path = path_;
        refused.failure = std::move(failure);
    }
    rules_->observer.refused(refused);
}

} // namespace

std::unique_ptr<server_connection> make_server_connection(tcp::socket socket, const tcp::endpoint& other_end,
                                                          std::shared_ptr<const server_rules> rules)
{
    return std::make_unique<connection>(std::move(socket), other_end, std::move(rules));
}

} // namespace peerbot::bot
