#include "bot/operations/one_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace peerbot::bot {

void run_with_client(const std::function<boost::asio::awaitable<void>(http_client&)>& work)
{
    boost::asio::io_context io(1);
    http_client client(io);
    std::exception_ptr failure;
    boost::asio::co_spawn(io, work(client), [&](const std::exception_ptr& how) {
        failure = how;
        client.close();
    });
    io.run();
    if (failure) std::rethrow_exception(failure);
}

} // namespace peerbot::bot
