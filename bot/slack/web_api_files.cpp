#include "bot/slack/json.hpp"
#include "bot/slack/web_api_exchange.hpp"

#include <utility>
#include <vector>

// A file goes to Slack in three steps: it gives an address, takes the bytes there, and is told where the file
// belongs. (docs.slack.dev, "Working with files")
namespace peerbot::bot::slack {

namespace asio = boost::asio;
using kind = call_result::kind;

namespace {

call_result cannot(std::string why)
{
    return {kind::permanent, error_class::bad_request, std::move(why)};
}

} // namespace

asio::awaitable<web_api::exchange> web_api::reserve_upload(const std::string& name, std::size_t bytes)
{
    std::vector<std::pair<std::string, std::string>> fields;
    fields.emplace_back("filename", name);
    fields.emplace_back("length", std::to_string(bytes));
    return read(method::files_get_upload_url, fields);
}

asio::awaitable<web_api::exchange> web_api::upload(std::string url, std::string content)
{
    client_request request("POST", std::move(url)); // no token: the address is the permission
    request.headers.emplace_back("Content-Type", "application/octet-stream");
    request.body = std::move(content);
    return call(method::upload_url, std::move(request));
}

asio::awaitable<web_api::exchange> web_api::complete_upload(const std::string& file, const std::string& name,
                                                            const core::channel_id& channel,
                                                            const std::string& comment)
{
    std::string one;
    add(one, "id", json_string(file));
    add(one, "title", json_string(name));
    std::string body;
    add(body, "files", "[" + one + "}]");
    add(body, "channel_id", json_string(channel.value));
    if (!comment.empty()) add(body, "initial_comment", json_string(comment));
    return write(method::files_complete_upload, body + '}');
}

asio::awaitable<call_result> web_api::send_file(core::user_id person, std::string name, std::string content,
                                                std::string comment)
{
    if (content.empty()) co_return cannot("empty_file");
    const auto direct = co_await conversations_open(std::move(person));
    if (!direct.result) co_return direct.result;
    // Without a channel the file would stay where nobody finds it.
    if (direct.channel.empty()) co_return cannot("no_direct_message");

    const auto place = co_await reserve_upload(name, content.size());
    if (!place.result) co_return place.result;
    auto url = text_at(place.answer, "upload_url");
    if (!may_upload_to(url)) co_return cannot("foreign_upload_url");
    const auto kept = co_await upload(std::move(url), std::move(content));
    if (!kept.result) co_return kept.result;

    const auto file = text_at(place.answer, "file_id");
    const auto shared = co_await complete_upload(file, name, direct.channel, comment);
    co_return shared.result;
}

} // namespace peerbot::bot::slack
