#include "bot/operations/doctor.hpp"
#include "bot/operations/one_call.hpp"
#include "bot/slack/scopes.hpp"
#include "bot/slack/web_api.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

using std::chrono::seconds;

// Slack's requests are refused when their time is five minutes away from ours.
constexpr seconds hardly_noticed{5};
constexpr seconds too_far{120};
constexpr std::string_view set_the_clock =
    "Turn on time synchronisation: timedatectl set-ntp true (package systemd-timesyncd).";

struct call_seen
{
    slack::auth_result told;
    std::string date; // of the answer
    core::instant begun{};
    core::instant ended{};
};

asio::awaitable<client_response> noting_the_date(http_client& client, call_seen& seen, client_request request,
                                                 std::chrono::milliseconds at_most)
{
    auto response = co_await client.send(std::move(request), at_most);
    seen.date = response.find("Date");
    co_return response;
}

asio::awaitable<void> ask_who_we_are(http_client& client, const slack::web_api_options& options,
                                     const std::function<core::instant()>& clock, call_seen& seen)
{
    slack::transport noting = [&](client_request request, std::chrono::milliseconds at_most) {
        return noting_the_date(client, seen, std::move(request), at_most);
    };
    slack::web_api api(std::move(noting), options);
    seen.begun = clock();
    seen.told = co_await api.auth_test();
    seen.ended = clock();
}

// "Sat, 28 Nov 2026 10:03:44 GMT" (RFC 9110, 5.6.7)
std::optional<core::instant> read_date(const std::string& text)
{
    std::tm parts = {};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return core::instant{seconds{::timegm(&parts)}};
}

finding clock_beside(const call_seen& seen)
{
    const auto theirs = read_date(seen.date);
    if (!theirs)
        return {standing::warning, "clock",
                "could not be compared with Slack's, which did not answer with a date."};
    // The header counts whole seconds; the answer was made somewhere between question and answer.
    const auto ours = seen.begun + (seen.ended - seen.begun) / 2;
    const auto ahead = std::chrono::round<seconds>(ours - (*theirs + core::milliseconds{500}));
    if (std::chrono::abs(ahead) <= hardly_noticed) return {standing::ok, "clock", "agrees with Slack's"};
    auto text = fmt::format("{} seconds {} Slack's. ", std::chrono::abs(ahead).count(),
                            ahead > seconds{0} ? "ahead of" : "behind");
    const bool far = std::chrono::abs(ahead) > too_far;
    if (far) text += "Requests are refused when it is 300 seconds away. ";
    return {far ? standing::failed : standing::warning, "clock", text.append(set_the_clock)};
}

finding about_token(const config::settings& all, const call_seen& seen)
{
    const auto& result = seen.told.result;
    if (result) {
        return {standing::ok, "token",
                "Slack knows it: bot " + seen.told.who.user.value + " of workspace " +
                    seen.told.who.team.value};
    }
    if (result.what == slack::error_class::stop_workspace || result.what == slack::error_class::fix_config) {
        return {standing::failed, "token",
                "Slack does not take it and says " + result.error +
                    ". Copy the Bot User OAuth Token again (OAuth & Permissions), or install the app again."};
    }
    return {standing::failed, "token",
            "Slack does not answer at " + all.text("api_url") + ": " + result.error +
                ". Look at the network, the name service and the firewall of this machine."};
}

std::string listed(const std::vector<std::string_view>& words)
{
    std::string list;
    for (const auto word : words)
        list.append(list.empty() ? "" : ", ").append(word);
    return list;
}

finding about_scopes(const call_seen& seen)
{
    const auto& granted = seen.told.who.scopes;
    if (granted.empty()) return {standing::warning, "scopes", "Slack did not say which are granted."};
    const auto needed = slack::needed_scopes();
    std::vector<std::string_view> missing;
    std::vector<std::string_view> unused;
    for (const auto one : needed)
        if (std::find(granted.begin(), granted.end(), one) == granted.end()) missing.push_back(one);
    for (const auto& one : granted)
        if (std::find(needed.begin(), needed.end(), one) == needed.end()) unused.emplace_back(one);
    if (!missing.empty()) {
        return {standing::failed, "scopes",
                "not granted: " + listed(missing) +
                    ". Paste the manifest into the Slack app again (peerbot manifest --url URL), then "
                    "install the "
                    "app again."};
    }
    auto text = fmt::format("all {} that are needed are granted", needed.size());
    if (!unused.empty()) text += "; not needed: " + listed(unused);
    return {standing::ok, "scopes", std::move(text)};
}

} // namespace

findings check_slack(const config::settings& all, const std::function<core::instant()>& clock)
{
    if (all.text("bot_token").empty())
        return {{standing::failed, "token", "there is none, so Slack was not asked."}};
    call_seen seen;
    slack::web_api_options options;
    options.base_url = all.text("api_url");
    options.token = all.text("bot_token");
    try {
        run_with_client([&](http_client& client) { return ask_who_we_are(client, options, clock, seen); });
    } catch (const std::exception& wrong) {
        return {{standing::failed, "token", std::string("Slack was not asked: ") + wrong.what() + "."}};
    }
    findings found{clock_beside(seen), about_token(all, seen)};
    if (seen.told.result) found.push_back(about_scopes(seen));
    return found;
}

} // namespace peerbot::bot
