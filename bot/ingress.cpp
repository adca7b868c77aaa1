#include "bot/ingress.hpp"

#include "bot/log.hpp"
#include "bot/slack/inbound.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <optional>
#include <spdlog/spdlog.h>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

std::optional<slack::inbound_path> path_of(std::string_view path)
{
    if (path == "/slack/commands") return slack::inbound_path::commands;
    if (path == "/slack/interactions") return slack::inbound_path::interactions;
    if (path == "/slack/events") return slack::inbound_path::events;
    return std::nullopt;
}

handled turned_away(unsigned status, std::string why)
{
    return handled(http_response(status), "refused", std::move(why));
}

std::string_view outcome_of(slack::signature_verdict verdict)
{
    switch (verdict) {
    case slack::signature_verdict::good:
        return "good";
    case slack::signature_verdict::missing:
        return "unsigned";
    case slack::signature_verdict::malformed:
        return "signature_malformed";
    case slack::signature_verdict::stale:
        return "signature_stale";
    case slack::signature_verdict::wrong:
        return "signature_wrong";
    }
    return "signature_wrong";
}

core::workspace_id team_of(const slack::inbound& payload)
{
    return std::visit(
        [](const auto& kind) -> core::workspace_id {
            if constexpr (requires { kind.team; }) return kind.team;
            return {};
        },
        payload);
}

http_response challenge_answer(const slack::url_verification& asked)
{
    return http_response(200, "text/plain; charset=utf-8", asked.challenge);
}

} // namespace

ingress::ingress(dispatch& commands, slack::signature_check check, std::function<core::instant()> clock,
                 std::function<const slack::identity&()> bot, metrics& counts, calendar_door& calendars)
    : commands_(commands),
      check_(std::move(check)),
      clock_(std::move(clock)),
      bot_(std::move(bot)),
      counts_(counts),
      calendars_(calendars)
{}

asio::awaitable<http_response> ingress::handle(http_request request)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto id = ++requests_;
    auto done = co_await route(std::move(request));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    counts_.count_request(done.route, done.outcome, took);
    spdlog::info("event=request id={} route={} outcome={} status={} ms={:.1f}", id, done.route, done.outcome,
                 done.response.status, took.count());
    if (!log_waits_) {
        log_waits_ = true;
        const auto executor = co_await asio::this_coro::executor;
        // After all that are answered in this turn of the loop.
        asio::post(executor, [this] {
            log_waits_ = false;
            write_out_log();
        });
    }
    co_return std::move(done.response);
}

void ingress::refused(const refused_request& request)
{
    counts_.count_request("refused", std::to_string(request.status), {});
    if (request.failure) {
        try {
            std::rethrow_exception(request.failure);
        } catch (const std::exception& error) {
            const bool secret = calendar_door::is_for(request.path);
            spdlog::error("event=request_failed path={} error=\"{}\"", secret ? "/calendar/" : request.path,
                          error.what());
        }
    }
    spdlog::warn("event=request id={} route=refused outcome=incomplete status={} remote={}", ++requests_,
                 request.status, request.remote);
    write_out_log();
}

asio::awaitable<handled> ingress::route(http_request request)
{
    if (calendar_door::is_for(request.path)) {
        auto done = co_await calendars_.answer(std::move(request));
        co_return done;
    }
    const auto path = path_of(request.path);
    if (!path) co_return turned_away(404, "unknown_path");
    if (request.method != "POST") {
        auto refused = turned_away(405, "wrong_method");
        refused.response.headers.emplace_back("Allow", "POST");
        co_return refused;
    }
    const auto type = request.find("Content-Type");
    if (slack::is_ssl_check(type, request.body)) co_return handled(http_response(200), "ssl_check", "shown");

    const auto verdict =
        check_.check(request.find("X-Slack-Request-Timestamp"), request.find("X-Slack-Signature"),
                     request.body, std::chrono::floor<std::chrono::seconds>(clock_()));
    if (verdict != slack::signature_verdict::good)
        co_return turned_away(401, std::string(outcome_of(verdict)));

    auto payload = slack::parse_inbound(*path, type, request.body);
    if (const auto* refused = std::get_if<slack::refused>(&payload))
        co_return turned_away(refused->status, "unreadable");
    if (!ours(team_of(payload))) co_return handled(http_response(200), "other_workspace", "ignored");
    auto done = co_await route_payload(std::move(payload));
    co_return done;
}

// One token belongs to one workspace; before Slack has told which, nobody is turned away.
bool ingress::ours(const core::workspace_id& team) const
{
    const auto& known = bot_().team;
    return known.empty() || team.empty() || team == known;
}

asio::awaitable<handled> ingress::route_payload(slack::inbound payload)
{
    if (auto* told = std::get_if<slack::slash_command>(&payload)) {
        auto done = co_await commands_.handle(std::move(*told));
        co_return done;
    }
    if (auto* pressed = std::get_if<slack::block_action>(&payload)) {
        auto done = co_await commands_.handle(std::move(*pressed));
        co_return done;
    }
    if (auto* sent = std::get_if<slack::view_submission>(&payload)) {
        auto done = co_await commands_.handle(std::move(*sent));
        co_return done;
    }
    if (auto* closed = std::get_if<slack::view_closed>(&payload)) {
        auto done = co_await commands_.handle(std::move(*closed));
        co_return done;
    }
    if (auto* chosen = std::get_if<slack::shortcut>(&payload)) {
        auto done = co_await commands_.handle(std::move(*chosen));
        co_return done;
    }
    if (auto* happened = std::get_if<slack::event>(&payload)) {
        auto done = co_await commands_.handle(std::move(*happened));
        co_return done;
    }
    if (const auto* asked = std::get_if<slack::url_verification>(&payload)) {
        co_return handled(challenge_answer(*asked), "url_verification", "shown");
    }
    if (std::holds_alternative<slack::block_suggestion>(payload)) {
        http_response none(200, "application/json; charset=utf-8", "{\"options\":[]}");
        co_return handled(std::move(none), "block_suggestion", "ignored");
    }
    if (std::holds_alternative<slack::rate_limited>(payload)) spdlog::warn("event=slack_limits_events");
    co_return handled(http_response(200), "other", "ignored");
}

} // namespace peerbot::bot
