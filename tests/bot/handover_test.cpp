// Listening sockets that the service manager holds: peerbot is restarted behind them and nobody notices.
#include "tests/bot/net/loop.hpp"
#include "tests/bot/net/server_rig.hpp"
#include "tests/bot/notified.hpp"
#include "tests/bot/running_peerbot.hpp"
#include "tests/bot/signing.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string secret = "the-signing-secret-of-this-test";

class held_socket
{
  public:
    held_socket() : acceptor_(io_, any_port()) { acceptor_.listen(4096); }
    tcp::endpoint address() const { return acceptor_.local_endpoint(); }
    int descriptor() { return acceptor_.native_handle(); }

  private:
    boost::asio::io_context io_;
    tcp::acceptor acceptor_;
};

struct served
{
    scratch_folder folder;
    held_socket public_one;
    held_socket admin;
    running_peerbot::variables settings{{"SLACK_SIGNING_SECRET", secret},
                                        {"SLACK_BOT_TOKEN", "xoxb-token-of-this-test"},
                                        {"SLACK_API_URL", "http://127.0.0.1:1/"},
                                        {"PEERBOT_LISTEN", "127.0.0.1:1"}, // taken by nobody: it is not used
                                        {"PEERBOT_ADMIN_LISTEN", "127.0.0.1:1"},
                                        {"PEERBOT_DATABASE", (folder / "peerbot.db").string()}};

    std::unique_ptr<running_peerbot> start()
    {
        const std::vector<std::pair<std::string, int>> sockets{{"public", public_one.descriptor()},
                                                               {"admin", admin.descriptor()}};
        return std::make_unique<running_peerbot>(std::vector<std::string>{"serve"}, settings, sockets);
    }
};

std::string signed_help(int number)
{
    return peerbot::tests::signed_command(
        secret,
        "team_id=T1&channel_id=C1&user_id=U1&command=/peer&text=help&trigger_id=" + std::to_string(number));
}

std::string get(const tcp::endpoint& address, const std::string& path)
{
    talker client(address);
    client.send("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
    return client.read_message();
}

} // namespace

TEST_CASE_METHOD(served, "peerbot serves on the sockets that it is handed")
{
    const auto peerbot = start();
    CHECK(peerbot->address() == public_one.address());
    CHECK_THAT(get(admin.address(), "/readyz"), StartsWith("HTTP/1.1 200 "));
    CHECK_THAT(get(public_one.address(), "/readyz"), StartsWith("HTTP/1.1 404 "));
    peerbot->signal(SIGTERM);
    CHECK(peerbot->wait(patience).status == 0);
}

TEST_CASE_METHOD(served, "what is asked while peerbot restarts waits, and nothing fails")
{
    auto peerbot = start();
    peerbot->address();
    std::atomic<bool> enough = false;
    std::atomic<int> good = 0;
    std::atomic<int> bad = 0;
    std::atomic<int> number = 0;
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i) {
        senders.emplace_back([&] {
            while (!enough) {
                talker client(public_one.address());
                const bool sent = client.send(signed_help(++number));
                (sent && client.read_message().starts_with("HTTP/1.1 200 ") ? good : bad)++;
            }
        });
    }
    int asked = 0;
    for (int restart = 0; restart < 5; ++restart) {
        const int before = good;
        while (good < before + 20 && bad == 0)
            std::this_thread::yield();
        peerbot->signal(SIGTERM);
        CHECK(peerbot->wait(patience).status == 0);
        peerbot = start();
        asked = good;
    }
    while (good < asked + 20 && bad == 0)
        std::this_thread::yield();
    enough = true;
    for (auto& one : senders)
        one.join();
    CHECK(bad == 0);
    CHECK(good > 100);
}

TEST_CASE_METHOD(served, "a connection made just before the end is still answered")
{
    const auto peerbot = start();
    peerbot->address();
    talker client(public_one.address());
    // Accepted for sure: a later connection was served.
    get(public_one.address(), "/");
    peerbot->signal(SIGTERM);
    peerbot->wait_for("event=stopping");
    REQUIRE(client.send(signed_help(1)));
    CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 200 ") && Contains("Connection: close"));
    CHECK(peerbot->wait(patience).status == 0);
}

TEST_CASE_METHOD(served, "a socket with another name, or that does not listen, is refused")
{
    const auto refused = [this](const std::string& name, int descriptor) {
        running_peerbot peerbot({"serve"}, settings, {{name, descriptor}});
        const auto how = peerbot.wait(patience);
        CHECK(how.status == 1);
        return how.said;
    };
    CHECK_THAT(refused("http", public_one.descriptor()), Contains("a socket called \"http\""));
    boost::asio::io_context io;
    const tcp::socket silent(io, tcp::v4());
    CHECK_THAT(refused("public", const_cast<tcp::socket&>(silent).native_handle()),
               Contains("the socket that was handed over does not listen"));
}

TEST_CASE_METHOD(served, "the service manager hears when peerbot is ready, alive, and about to stop")
{
    notified heard;
    settings.emplace_back("NOTIFY_SOCKET", heard.path());
    settings.emplace_back("WATCHDOG_USEC", "200000");
    const auto peerbot = start();
    CHECK_THAT(heard.next_news(), StartsWith("READY=1\nSTATUS=Answers Slack at 127.0.0.1:"));
    CHECK(heard.next() == "WATCHDOG=1");
    CHECK(heard.next() == "WATCHDOG=1");
    peerbot->signal(SIGTERM);
    CHECK_THAT(heard.next_news(), StartsWith("STOPPING=1\nSTATUS="));
    CHECK(peerbot->wait(patience).status == 0);
}

TEST_CASE_METHOD(served, "a hang-up reads the level of the log again, and nothing else")
{
    const auto file = (folder / "peerbot.toml").string();
    std::ofstream(file) << "log_level = \"info\"\n";
    settings.emplace_back("PEERBOT_CONFIG", file);
    const auto peerbot = start();
    peerbot->address();
    talker client(public_one.address());
    REQUIRE(client.send(signed_help(1)));
    client.read_message();

    std::ofstream(file) << "log_level = \"loud\"\n";
    peerbot->signal(SIGHUP);
    CHECK_THAT(peerbot->wait_for("event=log_level_kept"), Contains("must be one of"));
    std::ofstream(file) << "log_level = \"error\"\n";
    peerbot->signal(SIGHUP);
    peerbot->wait_for("event=log_level level=error");
    REQUIRE(client.send(signed_help(2))); // on the same connection, and not logged
    CHECK_THAT(client.read_message(), StartsWith("HTTP/1.1 200 "));
    std::ofstream(file) << "log_level = \"info\"\n";
    peerbot->signal(SIGHUP);
    peerbot->wait_for("event=log_level level=info");
    peerbot->signal(SIGTERM);
    const auto how = peerbot->wait(patience);
    CHECK(how.status == 0);
    CHECK_THAT(how.said, Contains("event=request id=1 ") && !Contains("event=request id=2 "));
}
