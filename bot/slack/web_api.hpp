// Slack's Web API for one workspace: the calls peerbot makes, as values in and values out. Keeps to Slack's
// pace by itself: a call that would come too early is not sent and answers retry_after.
#pragma once

#include "bot/net/client.hpp"
#include "bot/slack/account.hpp"
#include "bot/slack/blocks.hpp"
#include "bot/slack/call_result.hpp"
#include "bot/slack/identity.hpp"
#include "bot/slack/methods.hpp"
#include "bot/slack/pacing.hpp"
#include "core/ids.hpp"

#include <boost/asio/awaitable.hpp>

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot::slack {

// http_client::send, or a stand-in.
using transport =
    std::function<boost::asio::awaitable<client_response>(client_request, std::chrono::milliseconds)>;

struct auth_result
{
    call_result result;
    identity who;
};

struct post_result
{
    call_result result;
    core::channel_id channel; // of a direct message: the D... id behind the person
    std::string stamp;        // the message's ts
};

struct channel_result
{
    call_result result;
    core::channel_id channel;
    std::string name;
    bool is_private = false;
    bool is_archived = false;
    bool is_member = false; // the bot is in it
    bool is_direct = false; // a direct message, or one with several people
    bool is_ext_shared = false;
};

struct person_result
{
    call_result result;
    account who;
};

struct people_page
{
    call_result result;
    std::vector<account> people;
    std::string next_cursor; // empty after the last page
};

struct history_message
{
    std::string stamp;
    std::string delivery_key; // empty when it carries none
};

struct history_result
{
    call_result result;
    std::vector<history_message> messages;
};

struct post_options
{
    post_options() = default;
    explicit post_options(std::string key) : delivery_key(std::move(key)) {}

    std::string delivery_key = {}; // travels in the metadata; every member can read it
    std::string thread_ts = {};    // of the parent
};

enum class replace_original
{
    no,
    yes,
};

struct web_api_options
{
    std::string base_url = "https://slack.com/api/";
    std::string token;
    std::chrono::milliseconds call_time = std::chrono::seconds(10);
    std::chrono::milliseconds view_time = std::chrono::milliseconds(2500); // a trigger lives 3 seconds
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    // Told of every warning that comes with an answer.
    std::function<void(std::string_view method, std::string_view warning)> warned = {};
    // Told how every call ended, those that were not sent to keep to the pace included.
    std::function<void(method, const call_result&)> called = {};
};

// Belongs to the thread of its io_context; must outlive the calls under way.
class web_api
{
  public:
    web_api(transport send, web_api_options options);

    boost::asio::awaitable<auth_result> auth_test();
    // `to` is a channel or, for a direct message, a person.
    boost::asio::awaitable<post_result> post_message(std::string to, rendered what, post_options options);
    boost::asio::awaitable<call_result> update_message(core::channel_id channel, std::string stamp,
                                                       rendered what);
    boost::asio::awaitable<call_result> post_ephemeral(core::channel_id channel, core::user_id user,
                                                       rendered what);
    boost::asio::awaitable<call_result> open_view(std::string trigger_id, std::string view_json);
    boost::asio::awaitable<channel_result> conversations_open(core::user_id user);
    boost::asio::awaitable<channel_result> conversations_info(core::channel_id channel);
    // All messages since `oldest`, with their delivery keys; permanent "too_much_history" past 4000 of them.
    boost::asio::awaitable<history_result> conversations_history(core::channel_id channel,
                                                                 std::chrono::sys_seconds oldest);
    // The same of the thread below `parent`, a stamp; answers are not in the history of their channel.
    boost::asio::awaitable<history_result> conversations_replies(core::channel_id channel, std::string parent,
                                                                 std::chrono::sys_seconds oldest);
    boost::asio::awaitable<person_result> users_info(core::user_id user);
    // Everybody whose account is in the workspace, those that are switched off and bots included, a page at a
    // time; the first one for an empty cursor.
    boost::asio::awaitable<people_page> users_list(std::string cursor);
    // Answers through a response_url, privately unless it replaces a message. Goes only where Slack's
    // response_urls point, or to this machine when the API does too: the address came from outside.
    boost::asio::awaitable<call_result> respond(std::string response_url, rendered what,
                                                replace_original replace);

    bool may_respond_to(std::string_view response_url) const;

    // A direct message with a file in it. `content` is not empty; `comment` is mrkdwn and may be. Needs the
    // scope files:write. A call that failed may be made again; only when it is `unknown` the file may be
    // there already.
    boost::asio::awaitable<call_result> send_file(core::user_id person, std::string name, std::string content,
                                                  std::string comment);

  private:
    struct exchange; // one call: what came of it and what came back

    boost::asio::awaitable<history_result>
    messages_since(method which, std::vector<std::pair<std::string, std::string>> where,
                   std::chrono::sys_seconds oldest);
    boost::asio::awaitable<exchange> call(method which, client_request request);
    boost::asio::awaitable<exchange> write(method which, std::string json_body);
    // Not a coroutine: `fields` are needed only until it returns.
    boost::asio::awaitable<exchange> read(method which,
                                          const std::vector<std::pair<std::string, std::string>>& fields);
    // Not coroutines either.
    boost::asio::awaitable<exchange> reserve_upload(const std::string& name, std::size_t bytes);
    boost::asio::awaitable<exchange> upload(std::string url, std::string content);
    boost::asio::awaitable<exchange> complete_upload(const std::string& file, const std::string& name,
                                                     const core::channel_id& channel,
                                                     const std::string& comment);
    // The address came with an answer of Slack; still, what people wrote goes nowhere else.
    bool may_upload_to(std::string_view upload_url) const;
    // On this machine, when the API is there too.
    bool is_practice(std::string_view url) const;
    client_request request_for(method which) const;
    pacer& pacer_of(method which);
    void judge(method which, const client_response& response, exchange& made);
    void judge_answer(method which, const client_response& response, exchange& made);

    transport send_;
    web_api_options options_;
    std::map<method, pacer> pacers_;
};

} // namespace peerbot::bot::slack
