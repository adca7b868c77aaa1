#include "bot/net/server.hpp"

#include "bot/net/address.hpp"
#include "bot/net/server_connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <list>
#include <sys/socket.h>
#include <system_error>
#include <vector>

namespace peerbot::bot {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// How long to leave a full table of file descriptors alone before trying again.
constexpr auto after_failed_accept = std::chrono::milliseconds(100);
constexpr auto longest_wait = std::chrono::hours(24);

struct open_connection
{
    std::unique_ptr<server_connection> connection;
    asio::cancellation_signal cancel;
};

tcp::acceptor listen_on(asio::io_context& io, const tcp::endpoint& address)
{
    tcp::acceptor acceptor(io);
    error_code wrong;
    acceptor.open(address.protocol(), wrong);
    if (!wrong) acceptor.set_option(tcp::acceptor::reuse_address(true), wrong);
    if (!wrong) acceptor.bind(address, wrong);
    if (!wrong) acceptor.listen(asio::socket_base::max_listen_connections, wrong);
    if (wrong) {
        throw std::system_error(static_cast<std::error_code>(wrong), "cannot listen on " + to_text(address));
    }
    return acceptor;
}

// Linux hands this option on to every connection that is accepted.
tcp::acceptor without_delay(tcp::acceptor acceptor)
{
    error_code ignored;
    acceptor.set_option(tcp::no_delay(true), ignored);
    return acceptor;
}

[[noreturn]] void no_listener(int why)
{
    throw std::system_error(why, std::generic_category(), "the socket that was handed over does not listen");
}

tcp::acceptor listen_on(asio::io_context& io, int descriptor)
{
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0) no_listener(errno);
    if (listens == 0) no_listener(EINVAL);
    sockaddr_storage address = {};
    size = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) no_listener(errno);
    if (address.ss_family != AF_INET && address.ss_family != AF_INET6) no_listener(EAFNOSUPPORT);
    return {io, address.ss_family == AF_INET ? tcp::v4() : tcp::v6(), descriptor};
}

} // namespace

struct server::state
{
    state(asio::io_context& io, tcp::acceptor listening, server_rules its_rules)
        : acceptor(without_delay(std::move(listening))),
          bound(acceptor.local_endpoint()),
          room(io),
          last_call(io),
          rules(std::make_shared<server_rules>(std::move(its_rules)))
    {}

    void close_idle(bool new_ones)
    {
        for (const auto& each : open)
            if (new_ones || !each->connection->is_new()) each->connection->close_if_idle();
    }

    void abort()
    {
        aborted = true;
        const auto now_open = open;
        for (const auto& each : now_open) {
            each->connection->close();
            each->cancel.emit(asio::cancellation_type::terminal);
        }
    }

    void ended(std::list<std::shared_ptr<open_connection>>::iterator place)
    {
        open.erase(place);
        room.cancel();
        if (!open.empty()) return;
        for (const auto& each : waiting_for_end) {
            if (const auto bell = each.lock()) bell->cancel();
        }
        waiting_for_end.clear();
    }

    tcp::acceptor acceptor;
    tcp::endpoint bound;
    asio::steady_timer room; // cancelled when a connection ends or accepting stops
    asio::steady_timer last_call;
    bool aborted = false;
    std::shared_ptr<server_rules> rules;
    std::list<std::shared_ptr<open_connection>> open;
    std::vector<std::weak_ptr<asio::steady_timer>> waiting_for_end;
};

namespace {

template <class State>
void serve(const std::shared_ptr<State>& state, tcp::socket socket, const tcp::endpoint& other_end)
{
    const auto executor = socket.get_executor();
    auto entry = std::make_shared<open_connection>();
    entry->connection = make_server_connection(std::move(socket), other_end, state->rules);
    const auto place = state->open.insert(state->open.end(), entry);
    const auto slot = entry->cancel.slot();
    // The failure is dropped: a connection throws only when it was cancelled.
    auto finished = [state, entry, place](const std::exception_ptr&) { state->ended(place); };
    asio::co_spawn(executor, entry->connection->run(),
                   asio::bind_cancellation_slot(slot, std::move(finished)));
}

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> state)
{
    error_code wrong;
    tcp::endpoint other_end;
    auto token = asio::redirect_error(asio::use_awaitable, wrong);
    while (state->acceptor.is_open()) {
        if (state->open.size() >= state->rules->limits.connections) {
            state->room.expires_after(longest_wait);
            co_await state->room.async_wait(token);
            continue;
        }
        auto socket = co_await state->acceptor.async_accept(other_end, token);
        // A connection that came in the moment in which accepting stopped is served like the others.
        if (!wrong && !state->aborted) serve(state, std::move(socket), other_end);
        if (!state->acceptor.is_open()) co_return;
        if (wrong == asio::error::connection_aborted) continue;
        if (wrong) {
            state->room.expires_after(after_failed_accept);
            co_await state->room.async_wait(token);
        }
    }
}

template <class State>
asio::awaitable<bool> wait_for_end(std::shared_ptr<State> state, std::chrono::steady_clock::time_point until)
{
    const auto executor = co_await asio::this_coro::executor;
    const auto bell = std::make_shared<asio::steady_timer>(executor);
    error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    while (!state->open.empty() && std::chrono::steady_clock::now() < until) {
        state->waiting_for_end.push_back(bell);
        bell->expires_at(until);
        co_await bell->async_wait(token);
    }
    co_return state->open.empty();
}

} // namespace

server::server(asio::io_context& io, const tcp::endpoint& address, server_limits limits, http_handler handler,
               server_observer observer)
{
    server_rules rules{limits, std::move(handler), std::move(observer)};
    state_ = std::make_shared<state>(io, listen_on(io, address), std::move(rules));
}

server::server(asio::io_context& io, int descriptor, server_limits limits, http_handler handler,
               server_observer observer)
{
    server_rules rules{limits, std::move(handler), std::move(observer)};
    state_ = std::make_shared<state>(io, listen_on(io, descriptor), std::move(rules));
}

server::~server()
{
    stop_accepting();
    abort();
}

void server::start()
{
    auto finished = [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    };
    asio::co_spawn(state_->acceptor.get_executor(), accept_all(state_), finished);
}

tcp::endpoint server::local_endpoint() const
{
    return state_->bound;
}

std::size_t server::open_connections() const
{
    return state_->open.size();
}

void server::stop_accepting()
{
    error_code ignored;
    state_->rules->stopping = true;
    state_->acceptor.close(ignored);
    state_->room.cancel();
    const auto patience = state_->rules->limits.last_call;
    state_->close_idle(patience == patience.zero());
    if (patience == patience.zero()) return;
    state_->last_call.expires_after(patience);
    state_->last_call.async_wait([state = state_](const error_code&) { state->close_idle(true); });
}

asio::awaitable<bool> server::drained(std::chrono::milliseconds at_most)
{
    const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(longest_wait);
    return wait_for_end(state_, std::chrono::steady_clock::now() + std::min(at_most, longest));
}

void server::abort()
{
    state_->abort();
}

} // namespace peerbot::bot
