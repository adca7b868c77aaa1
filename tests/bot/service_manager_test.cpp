#include "bot/cannot_start.hpp"
#include "bot/service_manager.hpp"
#include "tests/bot/notified.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

using words = std::map<std::string, std::string, std::less<>>;

bot::environment variables(words given)
{
    return [given = std::move(given)](std::string_view name) -> std::optional<std::string> {
        const auto found = given.find(name);
        if (found == given.end()) return std::nullopt;
        return found->second;
    };
}

const std::string us = std::to_string(::getpid());

} // namespace

TEST_CASE("what is told arrives as it is, and without a listener nothing happens")
{
    notified heard;
    bot::service_manager(heard.variables({})).tell("READY=1\nSTATUS=Answers.");
    CHECK(heard.next() == "READY=1\nSTATUS=Answers.");
    for (const std::string nowhere : {"", "relative", "/nowhere/at/all", "@peerbot-no-such-socket"})
        bot::service_manager(variables({{"NOTIFY_SOCKET", nowhere}})).tell("READY=1");
    bot::service_manager(variables({{"NOTIFY_SOCKET", "/" + std::string(200, 'x')}})).tell("READY=1");
    bot::service_manager(variables({})).tell("READY=1");
    CHECK(heard.nothing_yet());
}

TEST_CASE("the watchdog is for the process that it names, or for whoever reads it")
{
    const auto of = [](words given) { return bot::service_manager(variables(std::move(given))).watchdog(); };
    CHECK(of({{"WATCHDOG_USEC", "30000000"}}) == 30s);
    CHECK(of({{"WATCHDOG_USEC", "30000000"}, {"WATCHDOG_PID", us}}) == 30s);
    CHECK(of({{"WATCHDOG_USEC", "10"}}) == 1ms);
    CHECK_FALSE(of({{"WATCHDOG_USEC", "30000000"}, {"WATCHDOG_PID", "1"}}));
    CHECK_FALSE(of({{"WATCHDOG_USEC", "0"}}));
    CHECK_FALSE(of({{"WATCHDOG_USEC", "soon"}}));
    CHECK_FALSE(of({}));
}

TEST_CASE("sockets are taken by their names")
{
    const auto taken = bot::take_sockets(
        variables({{"LISTEN_FDS", "2"}, {"LISTEN_PID", us}, {"LISTEN_FDNAMES", "admin:public"}}));
    CHECK(taken.admin == 3);
    CHECK(taken.public_one == 4);
    const auto one =
        bot::take_sockets(variables({{"LISTEN_FDS", "1"}, {"LISTEN_PID", us}, {"LISTEN_FDNAMES", "public"}}));
    CHECK(one.public_one == 3);
    CHECK_FALSE(one.admin);
}

TEST_CASE("sockets for another process are left alone")
{
    for (const auto& given : {words{}, words{{"LISTEN_FDS", "1"}},
                              words{{"LISTEN_FDS", "1"}, {"LISTEN_PID", "1"}, {"LISTEN_FDNAMES", "public"}},
                              words{{"LISTEN_FDS", "0"}, {"LISTEN_PID", us}}}) {
        const auto taken = bot::take_sockets(variables(given));
        CHECK_FALSE(taken.public_one);
        CHECK_FALSE(taken.admin);
    }
}

TEST_CASE("a socket with a name that peerbot does not know is refused with what to do")
{
    const auto taking = [](const std::string& count, const std::string& names) {
        bot::take_sockets(variables({{"LISTEN_FDS", count}, {"LISTEN_PID", us}, {"LISTEN_FDNAMES", names}}));
    };
    CHECK_THROWS_WITH(taking("1", "peerbot.socket"),
                      Contains("\"peerbot.socket\"") && Contains("FileDescriptorName="));
    CHECK_THROWS_WITH(taking("2", "public"), Contains("called \"\""));
    CHECK_THROWS_WITH(taking("2", "public:public"), Contains("two sockets called \"public\""));
}
