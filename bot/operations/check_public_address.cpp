#include "bot/operations/doctor.hpp"
#include "bot/operations/one_call.hpp"
#include "bot/slack/json.hpp"
#include "bot/slack/signature.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <fmt/format.h>
#include <random>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

// Slack waits as long.
constexpr auto patience = 3s;

std::string random_word()
{
    std::random_device dice;
    return fmt::format("doctor-{:08x}{:08x}", dice(), dice());
}

std::string below(std::string base, std::string_view path)
{
    while (base.ends_with('/'))
        base.pop_back();
    return base.append(path);
}

client_request signed_request(const std::string& url, const std::string& secret, const std::string& challenge,
                              core::instant now)
{
    client_request request("POST", url);
    request.body = R"({"type":"url_verification","challenge":)" + slack::json_string(challenge) + "}";
    const auto stamp =
        std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("X-Slack-Request-Timestamp", stamp);
    request.headers.emplace_back("X-Slack-Signature", slack::sign(secret, stamp, request.body));
    return request;
}

asio::awaitable<void> send(http_client& client, client_request request, client_response& response)
{
    response = co_await client.send(std::move(request), patience);
}

std::string what_to_do(unsigned status)
{
    if (status == 401)
        return "A peerbot answers there, but with another signing secret, or the proxy changes the body or "
               "leaves "
               "out headers that begin with X-Slack.";
    if (status == 404) return "Let the proxy hand on all paths that begin with /slack/ as they are.";
    if (status == 413) return "Let the proxy take bodies of 1 MB.";
    if (status == 502 || status == 503 || status == 504)
        return "The proxy is there, but does not reach peerbot: is it running, and does the proxy send to "
               "the "
               "address of the setting listen?";
    if (status / 100 == 3) return "Slack does not follow that. Use the address that it leads to.";
    return "Something else answers there. Look at the name, the port and the proxy.";
}

finding judge(const std::string& url, const client_response& response, const std::string& challenge)
{
    const auto* const about = "public address";
    if (response.outcome != delivery::answered) {
        return {
            standing::failed, about,
            url + " does not answer: " + response.error +
                ". Slack needs to reach it: look at the name, the proxy, its certificate and the firewall."};
    }
    if (response.status == 200 && response.body == challenge)
        return {standing::ok, about, url + " answers as Slack expects"};
    if (response.status == 200)
        return {standing::failed, about,
                url + " answers, but is no peerbot. Look at the name, the port and the proxy."};
    return {standing::failed, about,
            fmt::format("{} answers {}. {}", url, response.status, what_to_do(response.status))};
}

} // namespace

findings check_public_address(const config::settings& all, const std::function<core::instant()>& clock)
{
    const auto& base = all.text("public_url");
    if (base.empty()) {
        return {{standing::warning, "public address",
                 "the setting public_url is not set, so nobody can try whether Slack reaches peerbot, and "
                 "there are "
                 "no calendar feeds. Set it to the address that the Slack app has."}};
    }
    const auto secrets = all.signing_secrets();
    if (secrets.empty())
        return {{standing::failed, "public address", "without a signing secret it cannot be tried."}};
    const auto url = below(base, "/slack/events");
    const auto challenge = random_word();
    client_response response;
    try {
        auto request = signed_request(url, secrets.front(), challenge, clock());
        run_with_client([&](http_client& client) { return send(client, std::move(request), response); });
    } catch (const std::exception& wrong) {
        return {{standing::failed, "public address", std::string(wrong.what()) + "."}};
    }
    findings found{judge(url, response, challenge)};
    if (!base.starts_with("https://") && found.front().how == standing::ok) {
        found.front().how = standing::warning;
        found.front().text += ", but Slack calls only https addresses.";
    }
    return found;
}

} // namespace peerbot::bot
