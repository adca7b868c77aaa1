#include "tests/bot/net/server_rig.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

constexpr auto short_time = std::chrono::milliseconds(60);
constexpr auto drip = std::chrono::milliseconds(5);
constexpr std::size_t megabyte = std::size_t{1024} * 1024;

std::string head_of_post(std::size_t length)
{
    return "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

// Sends one byte after the other until the server has had enough.
bool is_cut_while_dripping(talker& client)
{
    for (int bytes = 0; bytes < 4000; ++bytes) {
        if (!client.send("x") || client.is_closed_after(drip)) return true;
    }
    return false;
}

void check_refused(server_rig& rig, unsigned status)
{
    const auto told = rig.refused();
    REQUIRE(told.size() == 1);
    CHECK(told[0].status == status);
    CHECK_THAT(told[0].remote, StartsWith("127.0.0.1:"));
}

boost::asio::awaitable<bot::http_response> answer_too_much(bot::http_request)
{
    bot::http_response response(200, "text/plain", std::string(64 * megabyte, 'x'));
    co_return response;
}

} // namespace

TEST_CASE("a body of exactly the limit is accepted")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send(head_of_post(megabyte) + std::string(megabyte, 'x')));
    CHECK_THAT(client.read_message(), EndsWith("POST /  1048576"));
}

TEST_CASE("a body of one byte more is refused with 413")
{
    server_rig rig;
    auto client = rig.connect();
    client.send(head_of_post(megabyte + 1) + std::string(megabyte + 1, 'x'));
    const auto answer = client.read_to_end();
    CHECK_THAT(answer, StartsWith("HTTP/1.1 413 ") && Contains("Connection: close\r\n"));
    check_refused(rig, 413);
}

TEST_CASE("a chunked body cannot pass the limit either")
{
    server_rig rig;
    auto client = rig.connect();
    client.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (int sent = 0; sent < 17; ++sent)
        client.send(chunk);
    CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 413 "));
    check_refused(rig, 413);
}

TEST_CASE("a sender that asks first is invited, or told not to bother")
{
    server_rig rig;
    auto polite = rig.connect();
    REQUIRE(
        polite.send("POST / HTTP/1.1\r\nHost: here\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"));
    CHECK(polite.read_message() == "HTTP/1.1 100 Continue\r\n\r\n");
    REQUIRE(polite.send("abc"));
    CHECK_THAT(polite.read_message(), EndsWith("POST /  3"));

    auto too_much = rig.connect();
    REQUIRE(too_much.send(
        "POST / HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"));
    CHECK_THAT(too_much.read_message(), StartsWith("HTTP/1.1 413 "));
}

TEST_CASE("a header that is too large is refused with 431")
{
    server_rig rig;
    auto client = rig.connect();
    client.send("GET / HTTP/1.1\r\nHost: here\r\nX: " + std::string(17 * 1024, 'x') + "\r\n\r\n");
    CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 431 "));
    check_refused(rig, 431);
}

TEST_CASE("trailers without end are refused")
{
    server_rig rig;
    auto client = rig.connect();
    client.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
    client.send("X: " + std::string(100 * 1024, 'x'));
    CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 431 "));
}

TEST_CASE("what is not HTTP is refused with 400")
{
    for (const auto* wrong :
         {"\x16\x03\x01\x02 hello tls\r\n\r\n", "GET / HTTP/3.0\r\nHost: here\r\n\r\n", "GET /\r\n\r\n",
          "GET / HTTP/1.1\r\nHost here\r\n\r\n", "GET / HTTP/1.1\r\nNo-Host: x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"}) {
        CAPTURE(wrong);
        server_rig rig;
        auto client = rig.connect();
        client.send(wrong);
        CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 400 ") && EndsWith("\r\n\r\n"));
        check_refused(rig, 400);
    }
}

TEST_CASE("a header that drips in is cut without a word")
{
    bot::server_limits limits;
    limits.header_time = short_time;
    server_rig rig(echo, limits);
    auto client = rig.connect();
    REQUIRE(client.send("GET / HTTP/1.1\r\nX: "));
    CHECK(is_cut_while_dripping(client));
    CHECK(client.read_to_end().empty());
    check_refused(rig, 408);
}

TEST_CASE("a body that drips in is cut without a word")
{
    bot::server_limits limits;
    limits.body_time = short_time;
    server_rig rig(echo, limits);
    auto client = rig.connect();
    REQUIRE(client.send(head_of_post(10000)));
    CHECK(is_cut_while_dripping(client));
    CHECK(client.read_to_end().empty());
    check_refused(rig, 408);
}

TEST_CASE("connections that say nothing are closed, and that is no refusal")
{
    bot::server_limits limits;
    limits.header_time = short_time;
    limits.idle_time = short_time;
    server_rig rig(echo, limits);
    auto silent = rig.connect();
    CHECK(silent.read_to_end().empty());
    auto idle = rig.connect();
    REQUIRE(idle.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n"));
    CHECK_THAT(idle.read_to_end(), EndsWith("GET /  0"));
    CHECK(rig.refused().empty());
}

TEST_CASE("a reader that takes nothing is given up")
{
    bot::server_limits limits;
    limits.write_time = short_time;
    server_rig rig(answer_too_much, limits);
    auto client = rig.connect();
    REQUIRE(client.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n"));
    rig.wait_for_connections(1);
    rig.wait_for_connections(0);
    CHECK(client.read_to_end().size() < 64 * megabyte);
}
