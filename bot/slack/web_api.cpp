#include "bot/slack/web_api.hpp"

#include "bot/slack/form.hpp"
#include "bot/slack/json.hpp"
#include "bot/slack/web_api_exchange.hpp"

#include <algorithm>
#include <charconv>

namespace peerbot::bot::slack {

namespace asio = boost::asio;
using nlohmann::json;
using std::chrono::milliseconds;
using kind = call_result::kind;

namespace {

constexpr milliseconds default_retry_after = std::chrono::seconds(30);
constexpr milliseconds longest_retry_after = std::chrono::hours(1);
constexpr milliseconds migration_pause = std::chrono::minutes(2);
constexpr int history_pages = 20;
constexpr std::string_view own_metadata = "peerbot_message";

// These are addresses that Slack gave us: what they answer well is a plain word, such as "ok".
bool answers_in_words(method which)
{
    return which == method::response_url || which == method::upload_url;
}

milliseconds retry_after(const client_response& response)
{
    const auto header = response.find("Retry-After");
    int seconds = 0;
    const auto [end, fault] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (header.empty() || fault != std::errc{} || end != header.data() + header.size() || seconds < 0) {
        return default_retry_after;
    }
    return std::clamp<milliseconds>(std::chrono::seconds(seconds), std::chrono::seconds(1),
                                    longest_retry_after);
}

kind kind_of(error_class what, bool repeatable)
{
    switch (what) {
    case error_class::none:
    case error_class::success_equivalent:
        return kind::ok;
    case error_class::rate_limited:
        return kind::retry_after;
    case error_class::transient:
        return repeatable ? kind::transient : kind::unknown;
    case error_class::migrating:
    case error_class::restart_pagination:
        return kind::transient;
    default:
        return kind::permanent;
    }
}

std::vector<std::string> words(std::string_view list)
{
    std::vector<std::string> found;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        auto word = list.substr(0, end);
        while (word.starts_with(' '))
            word.remove_prefix(1);
        while (word.ends_with(' '))
            word.remove_suffix(1);
        if (!word.empty()) found.emplace_back(word);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return found;
}

void add_content(std::string& body, const rendered& what)
{
    add(body, "text", json_string(what.text));
    if (!what.blocks_json.empty()) add(body, "blocks", what.blocks_json);
}

std::string metadata_with(const std::string& delivery_key)
{
    std::string payload;
    add(payload, "delivery_key", json_string(delivery_key));
    std::string metadata;
    add(metadata, "event_type", json_string(own_metadata));
    add(metadata, "event_payload", payload + '}');
    return metadata + '}';
}

channel_result channel_in(const json& answer)
{
    const auto& channel = member(answer, "channel");
    channel_result found;
    found.channel = core::channel_id{text_at(channel, "id")};
    found.name = text_at(channel, "name");
    found.is_private = flag_at(channel, "is_private");
    found.is_archived = flag_at(channel, "is_archived");
    found.is_member = flag_at(channel, "is_member");
    found.is_direct = flag_at(channel, "is_im") || flag_at(channel, "is_mpim");
    found.is_ext_shared = flag_at(channel, "is_ext_shared");
    return found;
}

void add_messages(const json& answer, std::vector<history_message>& messages)
{
    const auto& list = member(answer, "messages");
    if (!list.is_array()) return;
    for (const auto& each : list) {
        const auto& payload = member(member(each, "metadata"), "event_payload");
        messages.push_back({.stamp = text_at(each, "ts"), .delivery_key = text_at(payload, "delivery_key")});
    }
}

std::string_view after_prefix(std::string_view text, std::string_view prefix)
{
    return text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view{};
}

bool is_this_machine(std::string_view url)
{
    auto rest = after_prefix(url, "http://");
    if (rest.empty()) rest = after_prefix(url, "https://");
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
        if (authority == host) return true;
        const auto port = after_prefix(authority, host);
        if (port.size() < 2 || port.front() != ':') continue;
        if (std::all_of(port.begin() + 1, port.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return true;
    }
    return false;
}

bool is_slack(std::string_view url)
{
    const auto rest = after_prefix(url, "https://");
    const auto host = rest.substr(0, rest.find_first_of("/:?#"));
    return host == "slack.com" || host.ends_with(".slack.com");
}

} // namespace

web_api::web_api(transport send, web_api_options options)
    : send_(std::move(send)), options_(std::move(options))
{
    if (!options_.base_url.ends_with('/')) options_.base_url += '/';
}

pacer& web_api::pacer_of(method which)
{
    const auto found = pacers_.find(which);
    if (found != pacers_.end()) return found->second;
    return pacers_.emplace(which, pacer{row_of(which).per_minute, options_.now()}).first->second;
}

asio::awaitable<web_api::exchange> web_api::call(method which, client_request request)
{
    exchange made;
    const auto early = pacer_of(which).take(options_.now());
    if (early > milliseconds{0}) {
        made.result = call_result(kind::retry_after, error_class::rate_limited, "own_pace");
        made.result.wait = early;
    } else {
        const auto at_most = which == method::views_open ? options_.view_time : options_.call_time;
        const auto response = co_await send_(std::move(request), at_most);
        judge(which, response, made);
    }
    if (options_.called) options_.called(which, made.result);
    co_return made;
}

client_request web_api::request_for(method which) const
{
    client_request request("POST", options_.base_url + std::string(name_of(which)));
    request.headers.emplace_back("Authorization", "Bearer " + options_.token);
    return request;
}

asio::awaitable<web_api::exchange> web_api::write(method which, std::string json_body)
{
    auto request = request_for(which);
    request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    request.body = std::move(json_body);
    return call(which, std::move(request));
}

asio::awaitable<web_api::exchange>
web_api::read(method which, const std::vector<std::pair<std::string, std::string>>& fields)
{
    auto request = request_for(which);
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = encode_form(fields);
    return call(which, std::move(request));
}

void web_api::judge(method which, const client_response& response, exchange& made)
{
    const auto ambiguous = row_of(which).once ? kind::unknown : kind::transient;
    if (response.outcome == delivery::not_sent) {
        made.result = call_result(kind::transient, error_class::transient, response.error);
    } else if (response.outcome == delivery::unknown) {
        made.result = call_result(ambiguous, error_class::transient, response.error);
    } else if (response.status == 429) {
        made.result = call_result(kind::retry_after, error_class::rate_limited, "ratelimited");
        made.result.wait = retry_after(response);
        pacer_of(which).hold_until(options_.now() + made.result.wait);
    } else if (response.status >= 500) {
        made.result =
            call_result(ambiguous, error_class::transient, "http_" + std::to_string(response.status));
    } else {
        judge_answer(which, response, made);
    }
}

void web_api::judge_answer(method which, const client_response& response, exchange& made)
{
    const bool repeatable = !row_of(which).once;
    const auto status = "http_" + std::to_string(response.status);
    made.answer = parse_json(response.body);
    made.scopes = std::string{response.find("x-oauth-scopes")};
    if (!member(made.answer, "ok").is_boolean()) {
        // A redirect is never followed: the token is for one host only.
        if (response.status == 200 && answers_in_words(which) && !made.answer.is_object()) {
            made.result = call_result(kind::ok, error_class::none, {});
        } else if (response.status == 200) {
            const auto ambiguous = repeatable ? kind::transient : kind::unknown;
            made.result = call_result(ambiguous, error_class::transient, "not_json");
        } else {
            made.result = call_result(kind::permanent, error_class::unclassified, status);
        }
        return;
    }
    if (flag_at(made.answer, "ok")) {
        made.result = call_result(kind::ok, error_class::none, {});
        const auto warning = text_at(made.answer, "warning");
        if (!warning.empty() && options_.warned) options_.warned(name_of(which), warning);
        return;
    }
    auto error = text_at(made.answer, "error");
    if (error.empty()) error = status;
    const auto what = classify_error(name_of(which), error);
    made.result = call_result(kind_of(what, repeatable), what, std::move(error));
    if (what == error_class::migrating) made.result.wait = migration_pause;
    if (what == error_class::rate_limited) {
        made.result.wait = retry_after(response);
        pacer_of(which).hold_until(options_.now() + made.result.wait);
    }
}

asio::awaitable<auth_result> web_api::auth_test()
{
    std::string body = "{}";
    const auto made = co_await write(method::auth_test, std::move(body));
    auth_result found;
    found.result = made.result;
    found.who.team = core::workspace_id{text_at(made.answer, "team_id")};
    found.who.user = core::user_id{text_at(made.answer, "user_id")};
    found.who.bot = text_at(made.answer, "bot_id");
    found.who.app = text_at(made.answer, "app_id");
    found.who.scopes = words(made.scopes);
    co_return found;
}

asio::awaitable<post_result> web_api::post_message(std::string to, rendered what, post_options options)
{
    std::string body;
    add(body, "channel", json_string(to));
    add_content(body, what);
    if (!options.delivery_key.empty()) add(body, "metadata", metadata_with(options.delivery_key));
    if (!options.thread_ts.empty()) add(body, "thread_ts", json_string(options.thread_ts));
    add(body, "unfurl_links", "false");
    add(body, "unfurl_media", "false");
    body += '}';

    const auto made = co_await write(method::chat_post_message, std::move(body));
    post_result posted;
    posted.result = made.result;
    posted.channel = core::channel_id{text_at(made.answer, "channel")};
    posted.stamp = text_at(made.answer, "ts");
    co_return posted;
}

asio::awaitable<call_result> web_api::update_message(core::channel_id channel, std::string stamp,
                                                     rendered what)
{
    std::string body;
    add(body, "channel", json_string(channel.value));
    add(body, "ts", json_string(stamp));
    add_content(body, what);
    // Updating has another default than posting, and would link words that only look like names.
    add(body, "parse", "\"none\"");
    body += '}';
    const auto made = co_await write(method::chat_update, std::move(body));
    co_return made.result;
}

asio::awaitable<call_result> web_api::post_ephemeral(core::channel_id channel, core::user_id user,
                                                     rendered what)
{
    std::string body;
    add(body, "channel", json_string(channel.value));
    add(body, "user", json_string(user.value));
    if (!what.thread.empty()) add(body, "thread_ts", json_string(what.thread));
    add_content(body, what);
    body += '}';
    const auto made = co_await write(method::chat_post_ephemeral, std::move(body));
    co_return made.result;
}

asio::awaitable<call_result> web_api::open_view(std::string trigger_id, std::string view_json)
{
    std::string body;
    add(body, "trigger_id", json_string(trigger_id));
    add(body, "view", view_json);
    body += '}';
    const auto made = co_await write(method::views_open, std::move(body));
    co_return made.result;
}

asio::awaitable<channel_result> web_api::conversations_open(core::user_id user)
{
    std::string body;
    add(body, "users", json_string(user.value));
    body += '}';
    const auto made = co_await write(method::conversations_open, std::move(body));
    auto found = channel_in(made.answer);
    found.result = made.result;
    co_return found;
}

asio::awaitable<channel_result> web_api::conversations_info(core::channel_id channel)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("channel", channel.value);
    const auto made = co_await read(method::conversations_info, fields);
    auto found = channel_in(made.answer);
    found.result = made.result;
    co_return found;
}

asio::awaitable<history_result> web_api::conversations_history(core::channel_id channel,
                                                               std::chrono::sys_seconds oldest)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("channel", channel.value);
    auto found = co_await messages_since(method::conversations_history, std::move(fields), oldest);
    co_return found;
}

asio::awaitable<history_result> web_api::conversations_replies(core::channel_id channel, std::string parent,
                                                               std::chrono::sys_seconds oldest)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("channel", channel.value);
    fields.emplace_back("ts", std::move(parent));
    auto found = co_await messages_since(method::conversations_replies, std::move(fields), oldest);
    co_return found;
}

asio::awaitable<history_result>
web_api::messages_since(method which, std::vector<std::pair<std::string, std::string>> where,
                        std::chrono::sys_seconds oldest)
{
    where.emplace_back("oldest", std::to_string(oldest.time_since_epoch().count()) + ".000000");
    where.emplace_back("inclusive", "true");
    where.emplace_back("include_all_metadata", "true");
    where.emplace_back("limit", "200");
    history_result found;
    std::string cursor;
    for (int page = 0; page < history_pages; ++page) {
        auto fields = where;
        if (!cursor.empty()) fields.emplace_back("cursor", cursor);
        const auto made = co_await read(which, fields);
        found.result = made.result;
        if (!made.result) co_return found;
        add_messages(made.answer, found.messages);
        cursor = text_at(member(made.answer, "response_metadata"), "next_cursor");
        if (cursor.empty()) co_return found;
    }
    found.result = call_result(kind::permanent, error_class::unclassified, "too_much_history");
    co_return found;
}

asio::awaitable<person_result> web_api::users_info(core::user_id user)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("user", user.value);
    const auto made = co_await read(method::users_info, fields);
    person_result found;
    found.result = made.result;
    found.who = account_in(member(made.answer, "user"));
    co_return found;
}

asio::awaitable<people_page> web_api::users_list(std::string cursor)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("limit", "200");
    if (!cursor.empty()) fields.emplace_back("cursor", std::move(cursor));
    const auto made = co_await read(method::users_list, fields);
    people_page page;
    page.result = made.result;
    const auto& list = member(made.answer, "members");
    if (list.is_array()) {
        for (const auto& each : list)
            page.people.push_back(account_in(each));
    }
    page.next_cursor = text_at(member(made.answer, "response_metadata"), "next_cursor");
    co_return page;
}

asio::awaitable<call_result> web_api::respond(std::string response_url, rendered what,
                                              replace_original replace)
{
    if (!may_respond_to(response_url)) {
        co_return call_result(kind::permanent, error_class::bad_request, "foreign_response_url");
    }
    std::string body;
    add_content(body, what);
    add(body, "replace_original", replace == replace_original::yes ? "true" : "false");
    if (replace == replace_original::no) add(body, "response_type", "\"ephemeral\"");
    body += '}';
    client_request request("POST", std::move(response_url)); // no token: the address is the permission
    request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    request.body = std::move(body);

    const auto made = co_await call(method::response_url, std::move(request));
    co_return made.result;
}

bool web_api::may_respond_to(std::string_view response_url) const
{
    return response_url.starts_with("https://hooks.slack.com/") || is_practice(response_url);
}

bool web_api::is_practice(std::string_view url) const
{
    return !is_slack(options_.base_url) && is_this_machine(url);
}

bool web_api::may_upload_to(std::string_view upload_url) const
{
    return is_slack(upload_url) || is_practice(upload_url);
}

} // namespace peerbot::bot::slack
