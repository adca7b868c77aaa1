#include "bot/delivery/timer_service.hpp"

#include "bot/delivery/storage_calls.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds pause_when_busy = std::chrono::seconds(1);

} // namespace

struct timer_service::batch_result
{
    int fired = 0;
    core::timer_id last = {}; // the one that was firing when it failed
    storage::verdict how = storage::verdict::failed;
    std::string error = {};
};

timer_service::timer_service(asio::any_io_executor executor, storage::engine& engine,
                             timer_service_ports ports, timer_service_pace pace)
    : engine_(engine),
      ports_(std::move(ports)),
      pace_(pace),
      loop_(std::move(executor), "timers", [this] { return round(); }),
      batch_(pace.batch)
{}

asio::awaitable<milliseconds> timer_service::round()
{
    const auto steady_now = std::chrono::steady_clock::now();
    std::erase_if(aside_, [steady_now](const auto& each) { return each.second <= steady_now; });

    const auto pause = co_await until_next();
    if (pause > milliseconds{0}) co_return pause;
    const auto now = ports_.clock();
    const auto batch = co_await fire_batch(now);
    if (batch.how == storage::verdict::busy) co_return pause_when_busy;
    if (batch.how != storage::verdict::kept) {
        spdlog::error("event=timers_failed batch={} timer={} error=\"{}\"", batch_, batch.last.value,
                      batch.error);
        // One by one, so that a timer that throws does not keep the others from firing.
        if (batch_ == 1 && batch.last) put_aside(batch.last);
        const bool looking = batch_ > 1 || batch.last;
        batch_ = 1;
        co_return looking ? milliseconds{0} : pause_when_busy;
    }
    if (batch.fired == 0) {
        batch_ = pace_.batch;
        co_return aside_.empty() ? milliseconds{0} : pace_.look_again;
    }
    spdlog::info("event=timers_fired timers={}", batch.fired);
    co_return milliseconds{0};
}

// One at a time from the top: firing one may cancel the next.
asio::awaitable<timer_service::batch_result> timer_service::fire_batch(core::instant now)
{
    batch_result result;
    storage::work piece = [this, &result, now](core::unit_of_work& work) {
        result = batch_result{};
        while (result.fired < batch_) {
            const auto due = work.timers().due(now, static_cast<int>(aside_.size()) + 1);
            const auto next = std::find_if(due.begin(), due.end(), [this](const core::timer& each) {
                return !aside_.contains(each.id);
            });
            if (next == due.end()) break;
            result.last = next->id;
            work.timers().mark_fired(next->id, now);
            ports_.fire(work, *next, now);
            ++result.fired;
        }
        return storage::keep::yes;
    };
    std::string key;
    const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
    result.how = answer.how;
    result.error = answer.error;
    co_return result;
}

asio::awaitable<milliseconds> timer_service::until_next()
{
    std::optional<core::instant> next;
    storage::look piece = [&next](core::unit_of_work& work) { next = work.timers().next_due(); };
    const auto answer = co_await read(engine_, std::move(piece));
    if (answer.how != storage::verdict::kept || !next) co_return pace_.look_again;
    const auto left = *next - ports_.clock();
    co_return std::clamp(left, milliseconds{0}, pace_.look_again);
}

void timer_service::put_aside(core::timer_id id)
{
    spdlog::error("event=timer_put_aside timer={}", id.value);
    aside_[id] = std::chrono::steady_clock::now() + pace_.after_failure;
}

} // namespace peerbot::bot
