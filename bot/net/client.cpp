#include "bot/net/client.hpp"

#include "bot/net/address.hpp"
#include "bot/net/client_connection.hpp"
#include "bot/net/name_lookup.hpp"
#include "bot/net/tls.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <list>
#include <map>
#include <optional>
#include <set>

namespace peerbot::bot {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;
using time_point = steady_clock::time_point;

namespace {

constexpr auto longest_wait = std::chrono::milliseconds(std::chrono::hours(24));

// A call that waits for a place.
struct turn
{
    explicit turn(asio::io_context& io) : bell(io) {}

    asio::steady_timer bell;
    bool granted = false;
};

struct origin
{
    std::size_t taken = 0;                                // places held by calls under way
    std::list<std::shared_ptr<turn>> waiting;             // first come, first served
    std::vector<std::unique_ptr<client_connection>> idle; // the last one was used last
};

client_response not_sent(std::string why)
{
    return {delivery::not_sent, std::move(why)};
}

} // namespace

class http_client::pool
{
  public:
    pool(asio::io_context& its_io, client_options its_options) : io(its_io), options(std::move(its_options))
    {}

    origin& at(const url& where) { return origins_[where.scheme + "://" + where.authority()]; }

    // The connection used last that is still good; those found too old or closed are dropped.
    std::unique_ptr<client_connection> take_idle(origin& from)
    {
        const auto oldest = steady_clock::now() - options.idle_time;
        std::erase_if(from.idle, [oldest](const auto& each) { return each->idle_since < oldest; });
        while (!from.idle.empty()) {
            auto last = std::move(from.idle.back());
            from.idle.pop_back();
            if (last->is_quiet()) return last;
        }
        return nullptr;
    }

    void keep(origin& in, std::unique_ptr<client_connection> connection)
    {
        if (closed || !connection->reusable()) return;
        connection->idle_since = steady_clock::now();
        in.idle.push_back(std::move(connection));
    }

    // Throws when no CA certificates can be read.
    std::unique_ptr<client_connection> make_connection(const url& where)
    {
        const auto executor = io.get_executor();
        if (!where.secure()) return make_plain_connection(executor);
        if (!tls_) tls_.emplace(make_client_tls(options.ca_file));
        return make_tls_connection(executor, *tls_, where.host);
    }

    void close()
    {
        closed = true;
        for (auto& [name, each] : origins_) {
            each.idle.clear();
            for (const auto& waiter : each.waiting)
                waiter->bell.cancel();
        }
        for (auto* each : busy)
            each->close();
    }

    asio::io_context& io;
    const client_options options;
    std::set<client_connection*> busy;
    bool closed = false;

  private:
    std::map<std::string, origin> origins_;
    std::optional<asio::ssl::context> tls_;
};

namespace {

using shared_pool = std::shared_ptr<http_client::pool>;

// One of the connections an origin may have at a time, from take() to the end of its scope.
class place
{
  public:
    place(shared_pool pool, origin& where) : pool_(std::move(pool)), where_(where) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;

    ~place()
    {
        if (turn_) where_.waiting.remove(turn_);
        if (held_ || (turn_ && turn_->granted)) give_back();
    }

    asio::awaitable<bool> take(time_point until)
    {
        if (where_.waiting.empty() && where_.taken < pool_->options.connections_per_origin) {
            ++where_.taken;
            held_ = true;
            co_return true;
        }
        turn_ = std::make_shared<turn>(pool_->io);
        where_.waiting.push_back(turn_);
        turn_->bell.expires_at(until);
        error_code ignored;
        auto token = asio::redirect_error(asio::use_awaitable, ignored);
        co_await turn_->bell.async_wait(token);
        co_return turn_->granted;
    }

  private:
    void give_back()
    {
        if (where_.waiting.empty() || pool_->closed) {
            --where_.taken;
            return;
        }
        const auto next = where_.waiting.front();
        where_.waiting.pop_front();
        next->granted = true;
        next->bell.cancel();
    }

    shared_pool pool_;
    origin& where_;
    std::shared_ptr<turn> turn_;
    bool held_ = false;
};

// While it lives, closing the client closes this connection too.
class in_use
{
  public:
    in_use(shared_pool pool, client_connection* connection) : pool_(std::move(pool)), connection_(connection)
    {
        pool_->busy.insert(connection_);
    }
    in_use(const in_use&) = delete;
    in_use& operator=(const in_use&) = delete;
    ~in_use() { pool_->busy.erase(connection_); }

  private:
    shared_pool pool_;
    client_connection* connection_;
};

bool is_well_formed(const client_request& request)
{
    const auto is_upper = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    return !request.method.empty() && std::all_of(request.method.begin(), request.method.end(), is_upper) &&
           std::all_of(request.headers.begin(), request.headers.end(),
                       [](const header& each) { return is_safe_header(each.name, each.value); });
}

std::string compose(const client_request& request, const url& where)
{
    std::string text;
    text.reserve(512 + request.body.size());
    text.append(request.method).append(" ").append(where.path).append(" HTTP/1.1\r\nHost: ");
    text.append(where.authority()).append("\r\n");
    for (const auto& each : request.headers)
        text.append(each.name).append(": ").append(each.value).append("\r\n");
    // RFC 9110, 8.6: a POST says its length even when it is nought.
    if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
        text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    }
    text.append("\r\n").append(request.body);
    return text;
}

// One call under way: what every step needs to know.
struct call
{
    call(shared_pool its_pool, const client_request& request, url its_where, time_point its_until)
        : pool(std::move(its_pool)),
          where(std::move(its_where)),
          message(compose(request, where)),
          head_only(request.method == "HEAD"),
          until(its_until)
    {}

    shared_pool pool;
    url where;
    std::string message;
    bool head_only;
    time_point until;
};

asio::awaitable<client_response> exchange_on(const call& call, std::unique_ptr<client_connection> connection)
{
    if (steady_clock::now() >= call.until) co_return not_sent(call.where.host + ": no time left");
    const in_use guard(call.pool, connection.get());
    const auto until = std::min(call.until, steady_clock::now() + call.pool->options.answer_time);
    const auto most = call.pool->options.response_bytes;
    auto answer = co_await connection->exchange(call.message, call.head_only, most, until);
    call.pool->keep(call.pool->at(call.where), std::move(connection));
    co_return answer;
}

// "" or what went wrong.
asio::awaitable<std::string> open(const call& call, client_connection& connection)
{
    const in_use guard(call.pool, &connection);
    const auto until = std::min(call.until, steady_clock::now() + call.pool->options.connect_time);
    auto host = call.where.host;
    const auto port = call.where.port;
    const auto addresses = co_await look_up(std::move(host), port, until);
    if (addresses.empty()) co_return "its address could not be found";
    auto problem = co_await connection.connect(addresses, until);
    co_return problem;
}

asio::awaitable<client_response> exchange_on_new(const call& call)
{
    std::unique_ptr<client_connection> fresh;
    std::string problem;
    try {
        fresh = call.pool->make_connection(call.where);
    } catch (const std::exception& failure) {
        problem = failure.what();
    }
    if (fresh) problem = co_await open(call, *fresh);
    if (!problem.empty()) co_return not_sent(call.where.host + ": " + problem);
    auto answer = co_await exchange_on(call, std::move(fresh));
    co_return answer;
}

asio::awaitable<client_response> send_over(shared_pool pool, client_request request, time_point until)
{
    auto where = parse_url(request.url);
    if (!where) co_return not_sent("the URL cannot be used");
    if (!is_well_formed(request)) co_return not_sent("the method or a header has a forbidden character");
    if (pool->closed) co_return not_sent("the client is closed");

    auto& from = pool->at(*where);
    place here(pool, from);
    const bool in_time = co_await here.take(until);
    if (pool->closed) co_return not_sent("the client is closed");
    if (!in_time) co_return not_sent(where->host + ": no connection became free in time");

    const call now(pool, request, std::move(*where), until);
    auto kept = pool->take_idle(from);
    if (kept) {
        auto answer = co_await exchange_on(now, std::move(kept));
        if (answer.outcome != delivery::not_sent || pool->closed) co_return answer;
    }
    auto answer = co_await exchange_on_new(now);
    co_return answer;
}

} // namespace

http_client::http_client(asio::io_context& io, client_options options)
    : pool_(std::make_shared<pool>(io, std::move(options)))
{}

http_client::~http_client()
{
    close();
}

asio::awaitable<client_response> http_client::send(client_request request, std::chrono::milliseconds at_most)
{
    return send_over(pool_, std::move(request), steady_clock::now() + std::min(at_most, longest_wait));
}

void http_client::close()
{
    pool_->close();
}

} // namespace peerbot::bot
