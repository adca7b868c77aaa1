#include "bot/pulse.hpp"

#include "bot/delivery/storage_calls.hpp"

#include <algorithm>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

pulse::pulse(asio::any_io_executor executor, storage::engine& engine, const service_manager& manager,
             std::function<core::instant()> clock)
    : engine_(engine),
      manager_(manager),
      clock_(std::move(clock)),
      loop_(std::move(executor), "pulse", [this] { return round(); })
{}

void pulse::start()
{
    if (manager_.watchdog()) loop_.start();
}

asio::awaitable<milliseconds> pulse::round()
{
    storage::work nothing = [](core::unit_of_work&) { return storage::keep::no; };
    std::string no_key;
    const auto now = clock_();
    const auto answer = co_await write(engine_, std::move(no_key), now, std::move(nothing));
    // An error is an answer; what is refused at the door tells nothing of the thread behind it.
    if (answer.how != storage::verdict::busy) manager_.tell("WATCHDOG=1");
    co_return std::max(milliseconds{1}, *manager_.watchdog() / 4);
}

} // namespace peerbot::bot
