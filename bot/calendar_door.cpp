#include "bot/calendar_door.hpp"

#include "bot/calendar_address.hpp"
#include "bot/delivery/storage_calls.hpp"
#include "core/sessions/feed_contents.hpp"

#include <optional>
#include <spdlog/spdlog.h>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

constexpr std::string_view route = "calendar";
constexpr std::string_view calendar_type = "text/calendar; charset=utf-8";

// Whether an If-None-Match names the tag; a weak match will do (RFC 9110, 13.1.2).
bool names(std::string_view header, std::string_view tag)
{
    return header == "*" || header.find(tag) != std::string_view::npos;
}

std::string tag_of(const std::string& text)
{
    return "\"" + fingerprint_of(text).substr(0, 32) + "\"";
}

handled refused(unsigned status, std::string outcome)
{
    return handled(http_response(status), std::string(route), std::move(outcome));
}

handled shown(const http_request& request, std::string text)
{
    const auto tag = tag_of(text);
    const bool known = names(request.find("If-None-Match"), tag);
    http_response response(304);
    if (!known) response = http_response(200, std::string(calendar_type), std::move(text));
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, max-age=300");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return handled(std::move(response), std::string(route), known ? "unchanged" : "shown");
}

} // namespace

bool calendar_door::is_for(std::string_view path)
{
    return path.starts_with("/calendar/");
}

asio::awaitable<handled> calendar_door::answer(http_request request)
{
    if (request.method != "GET" && request.method != "HEAD") {
        auto wrong = refused(405, "wrong_method");
        wrong.response.headers.emplace_back("Allow", "GET, HEAD");
        co_return wrong;
    }
    const auto fingerprint = fingerprint_of(secret_in(request.path).value_or(""));
    const auto now = clock_();
    std::optional<std::string> text;
    storage::look piece = [&text, &fingerprint, now](core::unit_of_work& work) {
        const auto feed = work.feeds().with_secret(fingerprint);
        if (feed) text = core::calendar_text(core::feed_contents(work, *feed, now));
    };
    const auto told = co_await read(engine_, std::move(piece));
    if (told.how != storage::verdict::kept) {
        if (!told.error.empty()) spdlog::error("event=calendar_failed error=\"{}\"", told.error);
        auto later = refused(503, told.how == storage::verdict::busy ? "busy" : "failed");
        later.response.headers.emplace_back("Retry-After", "60");
        co_return later;
    }
    if (!text) co_return refused(404, "unknown");
    co_return shown(request, std::move(*text));
}

} // namespace peerbot::bot
