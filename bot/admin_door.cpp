#include "bot/admin_door.hpp"

#include "bot/delivery/storage_calls.hpp"

#include <algorithm>
#include <optional>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

constexpr const char* plain_text = "text/plain; charset=utf-8";

// A time that lies ahead, by a clock that was put back, is no waiting.
core::milliseconds passed_since(const std::optional<core::instant>& begin, core::instant now)
{
    return begin ? std::max(now - *begin, core::milliseconds{0}) : core::milliseconds{0};
}

} // namespace

asio::awaitable<http_response> admin_door::answer(http_request request)
{
    if (request.method != "GET") co_return http_response(405);
    if (request.path == "/healthz") co_return http_response(200, plain_text, "ok\n");
    if (request.path == "/readyz") {
        if (ports_.ready()) co_return http_response(200, plain_text, "ready\n");
        co_return http_response(503, plain_text, "stopping\n");
    }
    if (request.path == "/metrics") {
        auto counts = co_await all_counts();
        co_return std::move(counts);
    }
    co_return http_response(404);
}

asio::awaitable<http_response> admin_door::all_counts()
{
    gauges found;
    const auto now = ports_.clock();
    storage::look piece = [&found, now](core::unit_of_work& work) {
        found.outbox = work.outbox().waiting(now);
        found.outbox_oldest = passed_since(found.outbox.oldest, now);
        found.timer_lag = passed_since(work.timers().next_due(), now);
        found.cards_dirty = work.cards().count_dirty();
    };
    const auto answer = co_await read(*ports_.engine, std::move(piece));
    found.storage_answered = answer.how == storage::verdict::kept;
    found.connections = ports_.connections();
    found.engine = ports_.engine->figures();
    co_return http_response(200, "text/plain; version=0.0.4", ports_.counts->text(found));
}

} // namespace peerbot::bot
