#include "bot/net/deadline.hpp"

#include <utility>

namespace peerbot::bot {

deadline::deadline(const boost::asio::any_io_executor& executor, std::function<void()> passed)
    : timer_(executor), passed_(std::move(passed)), alive_(std::make_shared<deadline*>(this))
{}

deadline::~deadline()
{
    *alive_ = nullptr;
}

void deadline::set(time_point until)
{
    until_ = until;
    if (until_ < wakes_) wait();
}

void deadline::wait()
{
    wakes_ = until_;
    timer_.expires_at(wakes_);
    timer_.async_wait([alive = alive_](const boost::system::error_code& cancelled) {
        if (!cancelled && *alive != nullptr) (*alive)->look();
    });
}

void deadline::look()
{
    wakes_ = time_point::max();
    if (until_ == time_point::max()) return;
    if (std::chrono::steady_clock::now() < until_) return wait();
    clear();
    passed_();
}

} // namespace peerbot::bot
