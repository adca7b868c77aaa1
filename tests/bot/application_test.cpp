#include "tests/bot/net/loop.hpp"
#include "tests/bot/net/talker.hpp"
#include "tests/bot/running_peerbot.hpp"
#include "tests/bot/signing.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

const std::string secret = "the-signing-secret-of-this-test";

// As long as an operator's service manager is told to wait at least.
constexpr auto time_to_stop = 10s;

running_peerbot::variables settings(const scratch_folder& folder)
{
    // Port 1 of this machine: nobody answers there, and peerbot works without Slack.
    return {{"SLACK_SIGNING_SECRET", secret},         {"SLACK_BOT_TOKEN", "xoxb-token-of-this-test"},
            {"SLACK_API_URL", "http://127.0.0.1:1/"}, {"PEERBOT_LISTEN", "127.0.0.1:0"},
            {"PEERBOT_ADMIN_LISTEN", "127.0.0.1:0"},  {"PEERBOT_DATABASE", (folder / "peerbot.db").string()}};
}

running_peerbot::variables with(running_peerbot::variables all, const std::string& name,
                                const std::string& value)
{
    for (auto& one : all) {
        if (one.first == name) one.second = value;
    }
    if (all.end() == std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; }))
        all.emplace_back(name, value);
    return all;
}

exit_of run(const std::vector<std::string>& words, const running_peerbot::variables& environment)
{
    return running_peerbot(words, environment).wait(patience);
}

std::string get(const boost::asio::ip::tcp::endpoint& address, const std::string& path,
                const std::string& method = "GET")
{
    talker client(address);
    client.send(method + " " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
    return client.read_message();
}

std::string signed_command(const std::string& text)
{
    static int deliveries = 0;
    return peerbot::tests::signed_command(secret,
                                          "team_id=T1&channel_id=C1&user_id=U1&command=/peer&trigger_id=" +
                                              std::to_string(++deliveries) + "&text=" + text);
}

std::string command(const boost::asio::ip::tcp::endpoint& address, const std::string& text)
{
    talker client(address);
    client.send(signed_command(text));
    return client.read_message();
}

const std::string setup_text = "setup+second+Tuesday+15:00+Europe/London";

void check_stops(running_peerbot& peerbot, int number = SIGTERM)
{
    peerbot.signal(number);
    const auto how = peerbot.wait(time_to_stop);
    INFO(how.said);
    CHECK(how.status == 0);
    CHECK_THAT(how.said, Contains("event=stopping") && Contains("event=stopped"));
    CHECK_THAT(how.said, !Contains("runtime error") && !Contains("Sanitizer"));
    CHECK_THAT(how.said, !Contains(secret) && !Contains("xoxb-token"));
}

} // namespace

TEST_CASE("a running peerbot tells operators how it is")
{
    const scratch_folder folder;
    running_peerbot peerbot({"serve"}, settings(folder));
    const auto admin = peerbot.admin_address();
    CHECK_THAT(get(admin, "/healthz"), StartsWith("HTTP/1.1 200 ") && EndsWith("ok\n"));
    CHECK_THAT(get(admin, "/readyz"), StartsWith("HTTP/1.1 200 ") && EndsWith("ready\n"));
    CHECK_THAT(get(peerbot.address(), "/healthz"), StartsWith("HTTP/1.1 404 "));
    CHECK_THAT(get(peerbot.address(), "/metrics"), StartsWith("HTTP/1.1 404 "));
    CHECK_THAT(get(admin, "/metrics"),
               StartsWith("HTTP/1.1 200 ") && Contains("text/plain; version=0.0.4") &&
                   Contains("peerbot_requests_total{route=\"refused\",outcome=\"unknown_path\"} 2\n"));
    CHECK_THAT(get(admin, "/slack/commands"), StartsWith("HTTP/1.1 404 "));
    CHECK_THAT(get(admin, "/healthz", "POST"), StartsWith("HTTP/1.1 405 "));
    check_stops(peerbot);
}

TEST_CASE("peerbot works and stops while Slack cannot be reached")
{
    const scratch_folder folder;
    running_peerbot peerbot({"serve"}, settings(folder));
    CHECK_THAT(command(peerbot.address(), setup_text), Contains("The group is set up"));
    peerbot.wait_for("event=slack_does_not_know_us");
    check_stops(peerbot, SIGINT);
}

TEST_CASE("what is in flight when peerbot is told to stop is finished and kept")
{
    const scratch_folder folder;
    {
        running_peerbot peerbot({"serve"}, settings(folder));
        talker client(peerbot.address());
        REQUIRE(client.send(signed_command("help")));
        client.read_message();
        const auto request = signed_command(setup_text);
        REQUIRE(client.send(request.substr(0, request.size() - 20)));
        get(peerbot.admin_address(), "/healthz"); // what was sent before has been read by then
        peerbot.signal(SIGTERM);
        peerbot.wait_for("event=stopping");
        REQUIRE(client.send(request.substr(request.size() - 20)));
        CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 200 ") && Contains("Connection: close") &&
                                             Contains("The group is set up"));
        const auto how = peerbot.wait(time_to_stop);
        INFO(how.said);
        CHECK(how.status == 0);
        CHECK_FALSE(std::filesystem::exists(folder / "peerbot.db-wal"));
    }
    running_peerbot again({"serve"}, settings(folder));
    CHECK_THAT(command(again.address(), "members"), Contains("1 member:"));
    check_stops(again);
}

TEST_CASE("what was answered survives the end of the process at any moment")
{
    const scratch_folder folder;
    {
        running_peerbot peerbot({"serve"}, settings(folder));
        CHECK_THAT(command(peerbot.address(), setup_text), Contains("The group is set up"));
        peerbot.signal(SIGKILL);
        CHECK(peerbot.wait(patience).status == -1);
    }
    running_peerbot again({"serve"}, settings(folder));
    CHECK_THAT(command(again.address(), "members"), Contains("1 member:"));
    check_stops(again);
}

TEST_CASE("a second process on the same file is refused with a clear sentence")
{
    const scratch_folder folder;
    running_peerbot first({"serve"}, settings(folder));
    first.address();
    const auto second = run({"serve"}, settings(folder));
    CHECK(second.status == 1);
    INFO(second.said);
    CHECK_THAT(second.said, StartsWith("peerbot cannot go on: ") &&
                                Contains("Another peerbot already uses " + (folder / "peerbot.db").string()));
    CHECK(std::count(second.said.begin(), second.said.end(), '\n') == 1);
    check_stops(first);
}

TEST_CASE("an address that is taken is named")
{
    const scratch_folder folder;
    const scratch_folder other;
    running_peerbot first({"serve"}, settings(folder));
    const auto taken = "127.0.0.1:" + std::to_string(first.address().port());
    for (const auto* name : {"PEERBOT_LISTEN", "PEERBOT_ADMIN_LISTEN"}) {
        const auto second = run({"serve"}, with(settings(other), name, taken));
        INFO(second.said);
        CHECK(second.status == 1);
        CHECK_THAT(second.said,
                   StartsWith("peerbot cannot go on: cannot listen on " + taken) && Contains("in use"));
        CHECK(std::count(second.said.begin(), second.said.end(), '\n') == 1);
    }
    check_stops(first);
}

TEST_CASE("wrong settings are named, all at once, and nothing is begun")
{
    const scratch_folder folder;
    const auto good = settings(folder);
    const auto check = [&](const std::vector<std::string>& words,
                           const running_peerbot::variables& environment,
                           const std::vector<std::string>& fragments) {
        const auto how = run(words, environment);
        INFO(how.said);
        CHECK(how.status == 2);
        for (const auto& one : fragments)
            CHECK_THAT(how.said, Contains(one));
        CHECK_THAT(how.said, !Contains(secret) && !Contains("xoxb-token"));
        CHECK_FALSE(std::filesystem::exists(folder / "peerbot.db"));
    };
    check({"serve"}, {}, {"SLACK_SIGNING_SECRET is not set.", "SLACK_BOT_TOKEN is not set."});
    check({"serve"}, with(with(good, "PEERBOT_LOG_LEVEL", "loud"), "PEERBOT_LOG_FORMAT", "xml"),
          {"log_level is \"loud\"", "log_format is \"xml\""});
    check({"serve"}, with(good, "SLACK_API_URL", "slack.com"),
          {"SLACK_API_URL: the setting api_url is \"slack.com\", but must begin with"});
    check({"serve"}, with(good, "PEERBOT_CONFIG", (folder / "none.toml").string()), {"none.toml"});
    check({"serve"},
          with(with(good, "SLACK_BOT_TOKEN", ""), "SLACK_BOT_TOKEN_FILE", (folder / "none").string()),
          {"SLACK_BOT_TOKEN_FILE names"});
    check({"serve", "--listen", "here:there"}, good, {"listen", "\"here:there\"", "127.0.0.1:8080"});
    check({"serve", "--admin-listen", "127.0.0.1"}, good, {"admin_listen", "\"127.0.0.1\""});
}

TEST_CASE("a database that cannot be used is named")
{
    const scratch_folder folder;
    std::ofstream(folder / "text.db") << std::string(5000, 'x');
    for (const auto& file : {folder / "no folder" / "peerbot.db", folder / "text.db"}) {
        const auto how = run({"serve"}, with(settings(folder), "PEERBOT_DATABASE", file.string()));
        INFO(how.said);
        CHECK(how.status == 1);
        CHECK_THAT(how.said, StartsWith("peerbot cannot go on: ") && Contains(file.parent_path().string()));
        CHECK(std::count(how.said.begin(), how.said.end(), '\n') == 1);
    }
}

TEST_CASE("the other words of the command line do what they say")
{
    const auto told = run({"version"}, {}).said;
    CHECK_THAT(told, StartsWith("peerbot 0.") && Contains("\ncommit     ") && Contains("\ncompiler   ") &&
                         Contains("\nSQLite     3.") && Contains("\nOpenSSL    3."));
    const auto printed = run({"manifest", "--url", "https://peers.example.org"}, {});
    CHECK(printed.status == 0);
    CHECK_THAT(printed.said, StartsWith("{") && Contains("https://peers.example.org/slack/events"));
    const auto refused = run({"manifest", "--url", "http://peers.example.org"}, {});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.said, Contains("is not an https address"));
    CHECK(run({}, {}).status != 0);
    CHECK(run({"sreve"}, {}).status != 0);
}

TEST_CASE("every command explains itself")
{
    const auto all = run({"--help"}, {});
    CHECK(all.status == 0);
    for (const auto* word :
         {"serve", "doctor", "backup", "restore", "export", "forget", "manifest", "version"}) {
        CHECK_THAT(all.said, Contains(std::string("\n  ") + word + " "));
        const auto how = run({word, "--help"}, {});
        CHECK(how.status == 0);
        CHECK_THAT(how.said, Contains("Usage: peerbot " + std::string(word)) || Contains(word));
    }
}
