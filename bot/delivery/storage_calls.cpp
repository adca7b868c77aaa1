#include "bot/delivery/storage_calls.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

// Plain functions on purpose, and initiations that capture nothing: g++ 12 miscompiles a capturing lambda
// that travels through a coroutine. The handler can only be moved and std::function wants a copy, hence the
// shared pointer.
template <class Handler>
storage::done resume(Handler handler)
{
    auto executor = asio::get_associated_executor(handler);
    auto guard = asio::make_work_guard(executor);
    using guard_type = decltype(guard);
    struct suspended
    {
        Handler handler;
        guard_type guard;
    };
    auto waiting = std::make_shared<suspended>(suspended{std::move(handler), std::move(guard)});
    return [waiting](storage::answer answer) {
        auto where = waiting->guard.get_executor();
        asio::post(where, [waiting, answer = std::move(answer)]() mutable {
            auto continuation = std::move(waiting->handler);
            waiting->guard.reset();
            std::move(continuation)(std::move(answer));
        });
    };
}

using signature = void(storage::answer);
using token = const asio::use_awaitable_t<>;

} // namespace

asio::awaitable<storage::answer> write(storage::engine& engine, std::string key, core::instant now,
                                       storage::work piece)
{
    const auto begin = [](auto handler, storage::engine* where, std::string&& once, core::instant at,
                          storage::work&& what) {
        where->write(std::move(once), at, std::move(what), resume(std::move(handler)));
    };
    return asio::async_initiate<token, signature>(begin, asio::use_awaitable, &engine, std::move(key), now,
                                                  std::move(piece));
}

asio::awaitable<storage::answer> read(storage::engine& engine, storage::look piece)
{
    const auto begin = [](auto handler, storage::engine* where, storage::look&& what) {
        where->read(std::move(what), resume(std::move(handler)));
    };
    return asio::async_initiate<token, signature>(begin, asio::use_awaitable, &engine, std::move(piece));
}

} // namespace peerbot::bot
