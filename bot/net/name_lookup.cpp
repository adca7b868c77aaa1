#include "bot/net/name_lookup.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>

namespace peerbot::bot {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct pending_lookup
{
    explicit pending_lookup(const asio::any_io_executor& executor) : resolver(executor), bell(executor) {}

    tcp::resolver resolver;
    asio::steady_timer bell;
    std::vector<tcp::endpoint> found;
    bool done = false;
};

void begin(const std::shared_ptr<pending_lookup>& lookup, const std::string& host, unsigned short port)
{
    const auto flags = tcp::resolver::address_configured | tcp::resolver::numeric_service;
    lookup->resolver.async_resolve(
        host, std::to_string(port), flags,
        [lookup](const error_code& wrong, const tcp::resolver::results_type& results) {
            lookup->done = true;
            lookup->bell.cancel();
            if (wrong) return;
            for (const auto& each : results)
                lookup->found.push_back(each.endpoint());
        });
}

} // namespace

asio::awaitable<std::vector<tcp::endpoint>> look_up(std::string host, unsigned short port,
                                                    std::chrono::steady_clock::time_point until)
{
    std::vector<tcp::endpoint> addresses;
    error_code not_numeric;
    const auto number = asio::ip::make_address(host, not_numeric);
    if (!not_numeric) {
        addresses.emplace_back(number, port);
        co_return addresses;
    }

    const auto executor = co_await asio::this_coro::executor;
    const auto lookup = std::make_shared<pending_lookup>(executor);
    begin(lookup, host, port);
    lookup->bell.expires_at(until);
    error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    if (!lookup->done) co_await lookup->bell.async_wait(token);
    if (!lookup->done) lookup->resolver.cancel();
    addresses = std::move(lookup->found);
    co_return addresses;
}

} // namespace peerbot::bot
