#include "tests/bot/slack/fake_slack.hpp"

#include "bot/slack/form.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>

namespace peerbot::tests {

namespace asio = boost::asio;
using bot::client_request;
using bot::client_response;
using bot::delivery;
using nlohmann::json;

namespace {

client_response answered(unsigned status, std::string body)
{
    client_response response(delivery::answered, {});
    response.status = status;
    response.body = std::move(body);
    return response;
}

json arguments_of(const client_request& request)
{
    const auto type = bot::find_header(request.headers, "Content-Type");
    if (type.starts_with("application/json")) return json::parse(request.body);
    auto fields = json::object();
    if (type != "application/x-www-form-urlencoded") return fields;
    const auto decoded = bot::slack::decode_form(request.body);
    for (const auto& [name, value] : std::get<bot::slack::form>(decoded).fields())
        fields[name] = value;
    return fields;
}

} // namespace

ending ending::status(unsigned code, std::vector<bot::header> headers)
{
    auto response = answered(code, "<html>");
    response.headers = std::move(headers);
    return {.what = effect::none, .answer = std::move(response)};
}

ending ending::error(const std::string& word)
{
    const json body = {{"ok", false}, {"error", word}};
    return {.what = effect::none, .answer = answered(200, body.dump())};
}

ending ending::not_sent()
{
    return {.what = effect::none, .answer = client_response(delivery::not_sent, "connection refused")};
}

ending ending::timed_out(effect what)
{
    return {.what = what, .answer = client_response(delivery::unknown, "timed out")};
}

bot::slack::transport fake_slack::transport()
{
    return [this](client_request request, std::chrono::milliseconds) { return serve(std::move(request)); };
}

ending fake_slack::ending_for(const std::string& method)
{
    auto& queue = endings_[method];
    if (!queue.empty()) {
        auto how = std::move(queue.front());
        queue.pop_front();
        return how;
    }
    const auto standing = standing_.find(method);
    return standing == standing_.end() ? ending{} : standing->second;
}

asio::awaitable<client_response> fake_slack::serve(client_request request)
{
    seen_call call;
    call.method = request.url.substr(request.url.rfind('/') + 1);
    call.url = request.url;
    call.token = std::string{bot::find_header(request.headers, "Authorization")};
    call.content_type = std::string{bot::find_header(request.headers, "Content-Type")};
    call.arguments = arguments_of(request);
    calls_.push_back(call);
    auto how = ending_for(call.method);

    const auto channel = call.arguments.value("channel", "");
    asio::steady_timer sleeper(executor_);
    sleepers_.push_back(&sleeper);
    ++waiting_;
    while (gates_[channel]) {
        boost::system::error_code ended;
        sleeper.expires_after(std::chrono::seconds(30));
        co_await sleeper.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    --waiting_;
    std::erase(sleepers_, &sleeper);

    json body = {{"ok", true}};
    if (how.what == ending::effect::done) body = effect_of(call, request.body);
    if (how.answer) co_return *how.answer;
    co_return answered(200, body.dump());
}

void fake_slack::open_gate(const std::string& channel)
{
    gates_[channel] = false;
    for (auto* sleeper : sleepers_)
        sleeper->cancel();
}

// As Slack does: an address, the bytes that go there, and where it all belongs.
json fake_slack::file_effect_of(const seen_call& call, const std::string& body)
{
    const auto& arguments = call.arguments;
    if (call.method == "files.getUploadURLExternal") {
        const auto id = "F" + std::to_string(uploads_.size() + 1);
        uploads_[id].name = arguments.at("filename").get<std::string>();
        return {{"ok", true}, {"upload_url", "https://files.slack.com/upload/v1/" + id}, {"file_id", id}};
    }
    if (call.method == "files.completeUploadExternal") {
        for (const auto& each : arguments.at("files")) {
            auto file = uploads_[each.at("id").get<std::string>()];
            file.channel = arguments.at("channel_id").get<std::string>();
            file.comment = arguments.value("initial_comment", "");
            files_.push_back(std::move(file));
        }
        return {{"ok", true}};
    }
    uploads_.at(call.method).content = body;
    return "OK - " + std::to_string(body.size());
}

json fake_slack::effect_of(const seen_call& call, const std::string& body)
{
    if (call.method.starts_with("files.") || uploads_.count(call.method) == 1)
        return file_effect_of(call, body);

    const auto& arguments = call.arguments;
    json answer = {{"ok", true}};
    if (call.method == "chat.postMessage") {
        kept_message message;
        message.channel = arguments.at("channel").get<std::string>();
        if (message.channel.starts_with('U')) message.channel = "D" + message.channel;
        message.stamp = std::to_string(1'800'000'000 + stamps_++) + ".000100";
        message.text = arguments.at("text").get<std::string>();
        const json::json_pointer key("/metadata/event_payload/delivery_key");
        if (arguments.contains(key)) message.delivery_key = arguments.at(key).get<std::string>();
        messages_.push_back(message);
        answer["channel"] = message.channel;
        answer["ts"] = message.stamp;
    } else if (call.method == "chat.update") {
        for (auto& message : messages_) {
            if (message.stamp == arguments.at("ts") && message.channel == arguments.at("channel")) {
                message.text = arguments.at("text").get<std::string>();
            }
        }
    } else if (call.method == "conversations.open") {
        answer["channel"] = {{"id", "D" + arguments.at("users").get<std::string>()}};
    } else if (call.method == "conversations.history") {
        answer = history(arguments);
    }
    return answer;
}

// Two messages a page, newest first, as Slack does but for the size.
json fake_slack::history(const json& arguments) const
{
    constexpr std::size_t page = 2;
    std::vector<json> found;
    for (const auto& message : messages_) {
        if (message.channel != arguments.at("channel")) continue;
        json each = {{"type", "message"}, {"ts", message.stamp}, {"text", message.text}};
        if (!message.delivery_key.empty() && arguments.value("include_all_metadata", "") == "true") {
            each["metadata"] = {{"event_type", "peerbot_message"},
                                {"event_payload", {{"delivery_key", message.delivery_key}}}};
        }
        found.insert(found.begin(), std::move(each));
    }
    const auto from = std::min<std::size_t>(std::stoul("0" + arguments.value("cursor", "")), found.size());
    const auto to = std::min(from + page, found.size());
    json answer = {{"ok", true}, {"messages", json::array()}, {"has_more", to < found.size()}};
    for (auto at = from; at < to; ++at)
        answer["messages"].push_back(found[at]);
    answer["response_metadata"] = {{"next_cursor", to < found.size() ? std::to_string(to) : ""}};
    return answer;
}

std::vector<std::string> fake_slack::texts_in(const std::string& channel) const
{
    std::vector<std::string> texts;
    for (const auto& message : messages_) {
        if (message.channel == channel) texts.push_back(message.text);
    }
    return texts;
}

std::size_t fake_slack::count(const std::string& method) const
{
    return static_cast<std::size_t>(std::count_if(
        calls_.begin(), calls_.end(), [&](const seen_call& call) { return call.method == method; }));
}

} // namespace peerbot::tests
