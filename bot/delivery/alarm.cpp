#include "bot/delivery/alarm.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace peerbot::bot {

boost::asio::awaitable<void> alarm::wait(std::chrono::milliseconds at_most)
{
    if (!rung_) {
        boost::system::error_code ended;
        timer_.expires_after(at_most);
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
    }
    rung_ = false;
}

void alarm::ring()
{
    rung_ = true;
    timer_.cancel();
}

} // namespace peerbot::bot
