#include "bot/slack/web_api.hpp"
#include "tests/bot/slack/fake_slack.hpp"
#include "tests/support/fixture_files.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::bot::slack;
using namespace std::chrono_literals;
using namespace std::string_literals;
using kind = call_result::kind;
using tests::ending;

namespace {

class rig
{
  public:
    explicit rig(std::string base_url = "https://slack.com/api/")
    {
        web_api_options options;
        options.base_url = std::move(base_url);
        options.token = "xoxb-test";
        options.now = [this] { return now; };
        options.warned = [this](std::string_view method, std::string_view warning) {
            warnings.push_back(std::string{method}.append(": ").append(warning));
        };
        api.emplace(slack.transport(), std::move(options));
    }

    template <class Value>
    Value run(boost::asio::awaitable<Value> call)
    {
        auto value = boost::asio::co_spawn(io, std::move(call), boost::asio::use_future);
        io.restart();
        io.run();
        return value.get();
    }
    post_result post()
    {
        return run(api->post_message("C1", rendered{.text = "hello"}, post_options("key")));
    }

    // A recorded answer of Slack.
    void answer(const std::string& method, const std::string& fixture)
    {
        bot::client_response response(bot::delivery::answered, {});
        response.status = 200;
        response.body = tests::read_fixture("web_api/" + fixture);
        response.headers.emplace_back("X-OAuth-Scopes", "chat:write, im:write,commands");
        slack.next(method, {.answer = std::move(response)});
    }

    std::chrono::steady_clock::time_point now{1h};
    std::vector<std::string> warnings;
    boost::asio::io_context io;
    tests::fake_slack slack{io.get_executor()};
    std::optional<web_api> api;
};

} // namespace

TEST_CASE("a message carries its key, its blocks and no previews")
{
    rig at;
    const auto posted =
        at.run(at.api->post_message("C1", message("hi \xFF", {divider()}), post_options("pb-1")));

    CHECK(posted.result.how == kind::ok);
    CHECK(posted.channel.value == "C1");
    CHECK(posted.stamp == at.slack.messages().at(0).stamp);
    const auto& call = at.slack.calls().at(0);
    CHECK(call.url == "https://slack.com/api/chat.postMessage");
    CHECK(call.token == "Bearer xoxb-test");
    CHECK(call.content_type == "application/json; charset=utf-8");
    CHECK(call.arguments.at("blocks").at(0).at("type") == "divider");
    CHECK(call.arguments.at("unfurl_links") == false);
    CHECK(call.arguments.at("unfurl_media") == false);
    CHECK(call.arguments.at("metadata").at("event_payload").at("delivery_key") == "pb-1");
    CHECK_FALSE(call.arguments.contains("thread_ts"));
    CHECK_FALSE(call.arguments.contains("token"));
}

TEST_CASE("recorded answers of Slack are read")
{
    rig at;
    at.answer("auth.test", "auth.test.json");
    const auto who = at.run(at.api->auth_test()).who;
    CHECK(who.team.value == "T07QK3M9ZPX");
    CHECK(who.user.value == "U07RC6HV3QJ");
    CHECK(who.bot == "B07RD81KLM4");
    CHECK(who.scopes == std::vector<std::string>{"chat:write", "im:write", "commands"});

    at.answer("chat.postMessage", "variants/chat.postMessage.to_user_id.json");
    CHECK(at.run(at.api->post_message("U1", rendered{.text = "x"}, {})).channel.value.starts_with("D"));

    at.answer("conversations.info", "variants/conversations.info.private.json");
    const auto channel = at.run(at.api->conversations_info(core::channel_id{"C1"}));
    CHECK(channel.is_private);
    CHECK(at.slack.calls().back().content_type == "application/x-www-form-urlencoded");

    at.answer("users.info", "users.info.json");
    const auto ada = at.run(at.api->users_info(core::user_id{"U1"}));
    CHECK(ada.who.time_zone == "Europe/Warsaw");
    CHECK(ada.who.name == "ada");
    CHECK_FALSE(ada.who.is_deleted);
    at.answer("users.info", "variants/users.info.deactivated.json");
    CHECK(at.run(at.api->users_info(core::user_id{"U1"})).who.is_deleted);
    at.answer("users.info", "variants/users.info.bot.json");
    CHECK(at.run(at.api->users_info(core::user_id{"U1"})).who.is_bot);

    at.answer("users.list", "users.list.json");
    const auto page = at.run(at.api->users_list("cursor="));
    REQUIRE(page.people.size() > 1);
    CHECK(page.people.front().user.value == "USLACKBOT");
    CHECK(page.people.front().is_bot);
    CHECK(page.people.front().time_zone.empty());
    CHECK(page.next_cursor == "ZmFrZV9jdXJzb3I6dXNlcnMy");
    CHECK(at.slack.calls().back().arguments.at("cursor") == "cursor=");

    at.answer("views.open", "views.open.json");
    CHECK(at.run(at.api->open_view("trigger", "{\"type\":\"modal\"}")));
    CHECK(at.slack.calls().back().arguments.at("view").at("type") == "modal");
    at.answer("conversations.open", "conversations.open.json");
    CHECK(at.run(at.api->conversations_open(core::user_id{"U1"})).channel.value == "D07SM1ADA9K");
    at.answer("chat.postEphemeral", "chat.postEphemeral.json");
    CHECK(at.run(at.api->post_ephemeral(core::channel_id{"C1"}, core::user_id{"U1"}, rendered{.text = "x"})));
    at.answer("chat.update", "chat.update.json");
    CHECK(at.run(at.api->update_message(core::channel_id{"C1"}, "1.2", rendered{.text = "x"})));
    CHECK(at.slack.calls().back().arguments.at("parse") == "none");
}

TEST_CASE("every documented error of the methods we call has its class")
{
    static const char* const used[] = {"auth.test",
                                       "chat.postMessage",
                                       "chat.postEphemeral",
                                       "chat.update",
                                       "conversations.open",
                                       "conversations.info",
                                       "users.info",
                                       "views.open",
                                       "files.getUploadURLExternal",
                                       "files.completeUploadExternal"};
    const auto file = nlohmann::json::parse(tests::read_fixture("web_api/errors.json"));
    for (const auto* method : used) {
        auto expected = file.at("common");
        expected.update(file.at("methods").at(method).at("handling"));
        for (const auto& [error, what] : expected.items()) {
            INFO(method << ' ' << error);
            CHECK(name_of(classify_error(method, error)) == what.get<std::string>());
        }
    }
    for (const auto& [name, meaning] : file.at("classes").items()) {
        bool known = false;
        for (int each = 0; each <= static_cast<int>(error_class::unclassified); ++each) {
            known = known || name_of(static_cast<error_class>(each)) == name;
        }
        INFO(name);
        CHECK(known);
    }
    CHECK(classify_error("chat.postMessage", "never_heard_of") == error_class::unclassified);
}

TEST_CASE("what the network did decides whether a call may be repeated")
{
    rig at;
    const auto outcome = [&](ending how) {
        at.slack.next("chat.postMessage", std::move(how));
        return at.post().result.how;
    };
    CHECK(outcome(ending::not_sent()) == kind::transient);
    CHECK(outcome(ending::timed_out(ending::effect::none)) == kind::unknown);
    CHECK(outcome(ending::status(503)) == kind::unknown);
    CHECK(outcome(ending::status(200)) == kind::unknown); // not JSON
    CHECK(outcome(ending::error("internal_error")) == kind::unknown);
    CHECK(outcome(ending::error("channel_not_found")) == kind::permanent);
    CHECK(outcome(ending::error("team_added_to_org")) == kind::transient);
    CHECK(outcome(ending::status(302)) == kind::permanent);

    const auto update = [&](ending how) {
        at.slack.next("chat.update", std::move(how));
        return at.run(at.api->update_message(core::channel_id{"C1"}, "1", rendered{.text = "x"})).how;
    };
    CHECK(update(ending::timed_out(ending::effect::done)) == kind::transient);
    CHECK(update(ending::status(503)) == kind::transient);
    CHECK(update(ending::error("internal_error")) == kind::transient);
    CHECK(update(ending::error("message_not_found")) == kind::permanent);
}

TEST_CASE("Retry-After closes one method, and no call is made before it has passed")
{
    rig at;
    at.slack.next("chat.postMessage", ending::status(429, {{"Retry-After", "7"}}));
    const auto first = at.post().result;
    CHECK(first.how == kind::retry_after);
    CHECK(first.wait == 7s);

    at.now += 3s;
    const auto early = at.post().result;
    CHECK(early.how == kind::retry_after);
    CHECK(early.wait == 4s);
    CHECK(at.slack.count("chat.postMessage") == 1);
    CHECK(at.run(at.api->users_info(core::user_id{"U1"})).result);

    at.now += 4s;
    CHECK(at.post().result.how == kind::ok);

    at.slack.next("chat.postMessage", ending::status(429, {{"Retry-After", "soon"}}));
    CHECK(at.post().result.wait == 30s);
    at.now += 30s;
    at.slack.next("chat.postMessage", ending::error("rate_limited"));
    CHECK(at.post().result.how == kind::retry_after);
}

TEST_CASE("a method is never called more often than its tier allows")
{
    rig at;
    std::vector<std::chrono::steady_clock::time_point> sent;
    for (int step = 0; step < 1800; ++step) {
        const auto before = at.slack.count("conversations.info");
        const auto result = at.run(at.api->conversations_info(core::channel_id{"C1"})).result;
        if (at.slack.count("conversations.info") > before) {
            sent.push_back(at.now);
        } else {
            CHECK(result.how == kind::retry_after);
            CHECK(result.wait > 0ms);
        }
        at.now += 100ms;
    }
    for (std::size_t first = 0; first + 50 < sent.size(); ++first)
        CHECK(sent[first + 50] - sent[first] >= 60s);
    CHECK(sent.size() > 100);
}

TEST_CASE("a response_url leads to Slack, or to this machine when the API is there")
{
    rig at;
    for (const auto* good :
         {"https://hooks.slack.com/commands/T1/2/x", "https://hooks.slack.com/actions/a"}) {
        CHECK(at.api->may_respond_to(good));
    }
    for (const auto* bad : {"http://hooks.slack.com/commands/x", "https://hooks.slack.com.evil.org/",
                            "https://hooks.slack.com@evil.org/", "https://evil.org/?https://hooks.slack.com/",
                            "http://127.0.0.1:4003/x", "http://localhost/x", ""}) {
        INFO(bad);
        CHECK_FALSE(at.api->may_respond_to(bad));
    }
    rig practice("http://127.0.0.1:4003/api");
    for (const auto* good : {"http://127.0.0.1:4003/commands/x", "http://localhost/x", "http://[::1]:80/x",
                             "https://localhost:1"}) {
        INFO(good);
        CHECK(practice.api->may_respond_to(good));
    }
    for (const auto* bad :
         {"http://127.0.0.1:80@evil.org/", "http://127.0.0.1.evil.org/", "http://localhost:/x",
          "http://10.0.0.1/", "ftp://localhost/", "http://localhost:80x/"}) {
        INFO(bad);
        CHECK_FALSE(practice.api->may_respond_to(bad));
    }

    const auto refused =
        at.run(at.api->respond("https://evil.org/", rendered{.text = "x"}, replace_original::no));
    CHECK(refused.how == kind::permanent);
    CHECK(at.slack.calls().empty());
}

TEST_CASE("an answer through a response_url is private, and without the token")
{
    rig at;
    at.slack.next("x", ending::status(200)); // a body that is not JSON is the rule here
    CHECK(
        at.run(at.api->respond("https://hooks.slack.com/a/x", rendered{.text = "hi"}, replace_original::no)));
    CHECK(at.slack.calls().at(0).token.empty());
    CHECK(at.slack.calls().at(0).arguments.at("response_type") == "ephemeral");
    CHECK(at.slack.calls().at(0).arguments.at("replace_original") == false);

    CHECK(at.run(
        at.api->respond("https://hooks.slack.com/a/x", rendered{.text = "hi"}, replace_original::yes)));
    CHECK(at.slack.calls().at(1).arguments.at("replace_original") == true);

    at.slack.next("x", ending::status(404));
    CHECK(at.run(at.api->respond("https://hooks.slack.com/a/x", rendered{.text = "hi"}, replace_original::no))
              .how == kind::permanent);
    at.slack.next("x", ending::timed_out(ending::effect::none));
    CHECK(at.run(at.api->respond("https://hooks.slack.com/a/x", rendered{.text = "hi"}, replace_original::no))
              .how == kind::unknown);
}

TEST_CASE("history is read to its end, with the keys of messages")
{
    rig at;
    for (int number = 1; number <= 5; ++number) {
        const auto text = std::to_string(number);
        at.slack.keep(
            {.channel = "C1", .stamp = text + ".0", .text = text, .delivery_key = number == 1 ? "pb-1" : ""});
    }
    const auto history =
        at.run(at.api->conversations_history(core::channel_id{"C1"}, std::chrono::sys_seconds{90s}));
    REQUIRE(history.result);
    REQUIRE(history.messages.size() == 5);
    CHECK(history.messages.back().stamp == "1.0");
    CHECK(history.messages.back().delivery_key == "pb-1");
    CHECK(history.messages.front().delivery_key.empty());
    CHECK(at.slack.calls().front().arguments.at("oldest") == "90.000000");
    CHECK(at.slack.count("conversations.history") == 3);
}

TEST_CASE("warnings are passed on")
{
    rig at;
    bot::client_response response(bot::delivery::answered, {});
    response.status = 200;
    response.body = R"({"ok":true,"ts":"1.2","channel":"C1","warning":"missing_charset"})";
    at.slack.next("chat.postMessage", {.answer = std::move(response)});
    CHECK(at.post().result);
    CHECK(at.warnings == std::vector<std::string>{"chat.postMessage: missing_charset"});
}

TEST_CASE("a file goes to the direct message of one person, and its bytes without the token")
{
    rig at;
    const auto send = [&](const std::string& comment) {
        return at.run(at.api->send_file(core::user_id{"U1"}, "votes & more.csv", "a,b\n\0é"s, comment));
    };
    REQUIRE(send("Here it is."));
    REQUIRE(at.slack.files().size() == 1);
    const auto& file = at.slack.files().at(0);
    CHECK(file.channel == "DU1");
    CHECK(file.name == "votes & more.csv");
    CHECK(file.content == "a,b\n\0é"s);
    CHECK(file.comment == "Here it is.");

    const auto& calls = at.slack.calls();
    REQUIRE(calls.size() == 4);
    CHECK(calls[0].method == "conversations.open");
    CHECK(calls[1].method == "files.getUploadURLExternal");
    CHECK(calls[1].content_type == "application/x-www-form-urlencoded");
    CHECK(calls[1].arguments.at("length") == "7");
    CHECK(calls[2].url == "https://files.slack.com/upload/v1/F1");
    CHECK(calls[2].token.empty());
    CHECK(calls[2].content_type == "application/octet-stream");
    CHECK(calls[3].method == "files.completeUploadExternal");
    CHECK(calls[3].token == "Bearer xoxb-test");
    CHECK(calls[3].arguments.at("files").at(0).at("title") == "votes & more.csv");

    REQUIRE(send(""));
    CHECK_FALSE(at.slack.calls().back().arguments.contains("initial_comment"));
}

TEST_CASE("what Slack recorded of files is understood")
{
    rig at;
    at.answer("conversations.open", "conversations.open.json");
    at.answer("files.getUploadURLExternal", "files.getUploadURLExternal.json");
    at.answer("files.completeUploadExternal", "files.completeUploadExternal.json");
    at.slack.next("fakeUploadPath", ending::status(200)); // words that are no JSON
    CHECK(at.run(at.api->send_file(core::user_id{"U1"}, "minutes.txt", "Minutes", "")));
    CHECK(at.slack.calls().back().arguments.at("channel_id") == "D07SM1ADA9K");
    CHECK(at.slack.calls().back().arguments.at("files").at(0).at("id") == "F07SGNOTES1");
}

TEST_CASE("a file that stops on its way is not sent, and nothing goes on after that")
{
    const std::vector<std::pair<std::string, std::size_t>> steps{{"conversations.open", 1},
                                                                 {"files.getUploadURLExternal", 2},
                                                                 {"F1", 3},
                                                                 {"files.completeUploadExternal", 4}};
    for (const auto& [step, calls] : steps) {
        INFO(step);
        rig at;
        const auto outcome = [&](ending how) {
            at.slack.next(step, std::move(how));
            return at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "a", ""));
        };
        const auto refused = outcome(ending::status(step == "F1" ? 404 : 302));
        CHECK(refused.how == kind::permanent);
        CHECK(at.slack.calls().size() == calls);
        CHECK(at.slack.files().empty());
    }
    rig at;
    at.slack.next("files.completeUploadExternal", ending::timed_out(ending::effect::done));
    CHECK(at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "a", "")).how == kind::unknown);
    at.slack.next("files.getUploadURLExternal", ending::error("missing_scope"));
    CHECK(at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "a", "")).error == "missing_scope");
    const auto before = at.slack.calls().size();
    CHECK(at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "", "")).error == "empty_file");
    CHECK(at.slack.calls().size() == before);
}

TEST_CASE("the bytes of a file go to Slack, or to this machine when the API is there, and nowhere else")
{
    const auto outcome = [](rig& at, const std::string& url) {
        bot::client_response response(bot::delivery::answered, {});
        response.status = 200;
        response.body = R"({"ok":true,"file_id":"F1","upload_url":")" + url + "\"}";
        at.slack.next("files.getUploadURLExternal", {.answer = std::move(response)});
        return at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "a", "")).error;
    };
    for (const auto* url :
         {"https://evil.org/upload", "http://files.slack.com/upload", "http://127.0.0.1:1/x",
          "https://files.slack.com.evil.org/x", "https://files.slack.com@evil.org/x", ""}) {
        INFO(url);
        rig at;
        CHECK(outcome(at, url) == "foreign_upload_url");
        CHECK(at.slack.calls().size() == 2);
    }
    rig practice("http://127.0.0.1:4003/api");
    practice.slack.next("F9", ending::status(200));
    practice.answer("files.completeUploadExternal", "files.completeUploadExternal.json");
    CHECK(outcome(practice, "http://127.0.0.1:4003/upload/v1/F9").empty());
    CHECK(outcome(practice, "http://10.0.0.1/upload/v1/F9") == "foreign_upload_url");
}

TEST_CASE("a message without a direct channel to put it in takes no file")
{
    rig at;
    bot::client_response response(bot::delivery::answered, {});
    response.status = 200;
    response.body = R"({"ok":true,"channel":{}})";
    at.slack.next("conversations.open", {.answer = std::move(response)});
    CHECK(at.run(at.api->send_file(core::user_id{"U1"}, "a.csv", "a", "")).error == "no_direct_message");
    CHECK(at.slack.calls().size() == 1);
}
