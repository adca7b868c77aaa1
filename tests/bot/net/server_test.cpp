#include "tests/bot/net/server_rig.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <system_error>
#include <thread>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

std::string get(const std::string& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n";
}

std::string post(const std::string& path, const std::string& body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

boost::asio::awaitable<bot::http_response> fail(bot::http_request)
{
    throw std::runtime_error("deliberate");
    co_return bot::http_response(200);
}

boost::asio::awaitable<bot::http_response> answer_with_broken_header(bot::http_request)
{
    bot::http_response response(200);
    response.headers.emplace_back("Location", "/\r\nSet-Cookie: stolen");
    co_return response;
}

boost::asio::awaitable<bot::http_response> answer_nothing(bot::http_request)
{
    const bot::http_response response(204);
    co_return response;
}

} // namespace

TEST_CASE("one connection serves one request after the other")
{
    server_rig rig;
    auto client = rig.connect();
    for (int turn = 0; turn < 3; ++turn) {
        REQUIRE(client.send(post("/a/b?c=d", "hello")));
        const auto answer = client.read_message();
        CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
        CHECK_THAT(answer, Contains("\r\nContent-Length: 15\r\n"));
        CHECK_THAT(answer, Contains("\r\nContent-Type: text/plain\r\n"));
        CHECK_THAT(answer, !Contains("Connection:") && !Contains("Server:"));
        CHECK_THAT(answer, EndsWith("\r\n\r\nPOST /a/b c=d 5"));
    }
    CHECK(rig.open_connections() == 1);
}

TEST_CASE("pipelined requests are answered in order")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send(post("/1", "x") + get("/2") + post("/3", "xyz")));
    CHECK_THAT(client.read_message(), EndsWith("POST /1  1"));
    CHECK_THAT(client.read_message(), EndsWith("GET /2  0"));
    CHECK_THAT(client.read_message(), EndsWith("POST /3  3"));
}

TEST_CASE("a request that arrives byte by byte is understood")
{
    server_rig rig;
    auto client = rig.connect();
    for (const char byte : post("/slow", "abc"))
        REQUIRE(client.send({&byte, 1}));
    CHECK_THAT(client.read_message(), EndsWith("POST /slow  3"));
}

TEST_CASE("a chunked body is put together")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"));
    CHECK_THAT(client.read_message(), EndsWith("POST /  7"));
}

TEST_CASE("the handler sees the headers and the raw body")
{
    bot::http_request seen;
    const auto keep = [&seen](bot::http_request request) {
        seen = request;
        return echo(std::move(request));
    };
    const std::string body("a\0\xff\r\n", 5);
    server_rig rig(keep);
    auto client = rig.connect();
    REQUIRE(client.send(
        "POST /%2f?q=%20 HTTP/1.1\r\nHost: here\r\nX-One:  two \r\nContent-Length: 5\r\n\r\n" + body));
    client.read_message();
    CHECK(seen.path == "/%2f");
    CHECK(seen.query == "q=%20");
    CHECK(seen.find("x-one") == "two");
    CHECK(seen.body == body);
}

TEST_CASE("HEAD and methods nobody knows reach the handler")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send("HEAD /h HTTP/1.1\r\nHost: here\r\n\r\n" + get("/next")));
    const auto head = client.read_message(false);
    CHECK_THAT(head, Contains("Content-Length: 10\r\n") && EndsWith("\r\n\r\n"));
    CHECK_THAT(client.read_message(), EndsWith("GET /next  0"));
    REQUIRE(client.send("BREW /pot HTTP/1.1\r\nHost: here\r\n\r\n"));
    CHECK_THAT(client.read_message(), EndsWith("BREW /pot  0"));
}

TEST_CASE("an answer without content says no length")
{
    server_rig rig(answer_nothing);
    auto client = rig.connect();
    REQUIRE(client.send(get("/")));
    const auto answer = client.read_message();
    CHECK_THAT(answer, StartsWith("HTTP/1.1 204 No Content\r\n") && !Contains("Content-Length"));
}

TEST_CASE("the sender decides whether the connection is kept")
{
    server_rig rig;
    auto closing = rig.connect();
    REQUIRE(closing.send("GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"));
    CHECK_THAT(closing.read_to_end(), Contains("Connection: close\r\n") && EndsWith("GET /  0"));

    auto old = rig.connect();
    REQUIRE(old.send("GET / HTTP/1.0\r\n\r\n"));
    CHECK_THAT(old.read_to_end(), Contains("Connection: close\r\n") && EndsWith("GET /  0"));

    auto old_but_kept = rig.connect();
    REQUIRE(old_but_kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    CHECK_THAT(old_but_kept.read_message(), Contains("Connection: keep-alive\r\n"));
}

TEST_CASE("a sender that has nothing more to say still gets its answer")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send(get("/last")));
    client.finish_sending();
    CHECK_THAT(client.read_to_end(), EndsWith("GET /last  0"));
}

TEST_CASE("a handler that throws gives an empty 500 and is told about")
{
    server_rig rig(fail);
    auto client = rig.connect();
    REQUIRE(client.send(post("/secret?token=1", "x")));
    const auto answer = client.read_to_end();
    CHECK_THAT(answer,
               StartsWith("HTTP/1.1 500 ") && Contains("Connection: close\r\n") && EndsWith("\r\n\r\n"));
    const auto told = rig.refused();
    REQUIRE(told.size() == 1);
    CHECK(told[0].status == 500);
    CHECK(told[0].path == "/secret");
    CHECK_THROWS_WITH(std::rethrow_exception(told[0].failure), "deliberate");
}

TEST_CASE("an answer cannot smuggle a header in")
{
    server_rig rig(answer_with_broken_header);
    auto client = rig.connect();
    REQUIRE(client.send(get("/")));
    const auto answer = client.read_to_end();
    CHECK_THAT(answer, StartsWith("HTTP/1.1 500 ") && !Contains("Set-Cookie"));
    CHECK(rig.refused().size() == 1);
}

TEST_CASE("64 connections with 100 requests each get every answer")
{
    constexpr int connections = 64;
    constexpr int requests = 100;
    server_rig rig;
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < connections; ++number) {
        threads.emplace_back([&rig, &good, number] {
            auto client = rig.connect();
            for (int turn = 0; turn < requests; ++turn) {
                const auto path = "/" + std::to_string(number) + "/" + std::to_string(turn);
                if (!client.send(post(path, "body"))) return;
                if (client.read_message().ends_with("POST " + path + "  4")) ++good;
            }
        });
    }
    for (auto& each : threads)
        each.join();
    CHECK(good == connections * requests);
}

TEST_CASE("more connections than allowed wait until one ends")
{
    bot::server_limits limits;
    limits.connections = 1;
    server_rig rig(echo, limits);
    auto first = rig.connect();
    REQUIRE(first.send(get("/first")));
    CHECK_THAT(first.read_message(), EndsWith("GET /first  0"));
    auto second = rig.connect();
    REQUIRE(second.send(get("/second")));
    CHECK_FALSE(second.is_closed_after(std::chrono::milliseconds(20)));
    CHECK(rig.open_connections() == 1);
    first.close();
    CHECK_THAT(second.read_message(), EndsWith("GET /second  0"));
}

TEST_CASE("an address in use is named")
{
    server_rig rig;
    loop other;
    const auto text = "127.0.0.1:" + std::to_string(rig.address().port());
    REQUIRE_THROWS_AS(bot::server(other.io(), rig.address(), {}, echo), std::system_error);
    REQUIRE_THROWS_WITH(bot::server(other.io(), rig.address(), {}, echo),
                        StartsWith("cannot listen on " + text + ": ") && Contains("in use"));
}

TEST_CASE("a request under way is answered before the end")
{
    server_rig rig(behind_gate{});
    auto busy = rig.connect();
    REQUIRE(busy.send(post("/busy", "x")));
    rig.gate().wait_for_somebody();

    rig.stop_accepting();
    CHECK_FALSE(rig.drained(std::chrono::milliseconds(1)));
    CHECK_THROWS(rig.connect());
    auto end = rig.start_draining();
    rig.gate().open();
    CHECK(in_time(std::move(end)));
    CHECK_THAT(busy.read_to_end(), Contains("Connection: close\r\n") && EndsWith("POST /busy  1"));
}

TEST_CASE("idle connections end at once when accepting stops")
{
    server_rig rig;
    auto used = rig.connect();
    REQUIRE(used.send(get("/")));
    used.read_message();
    auto silent = rig.connect();
    rig.wait_for_connections(2);

    rig.stop_accepting();
    CHECK(rig.drained());
    CHECK(used.read_to_end().empty());
    CHECK(silent.read_to_end().empty());
}

TEST_CASE("with a last call, a connection that is new when accepting stops may still ask once")
{
    bot::server_limits limits;
    limits.last_call = patience;
    server_rig rig(echo, limits);
    auto used = rig.connect();
    REQUIRE(used.send(get("/")));
    used.read_message();
    auto fresh = rig.connect();
    rig.wait_for_connections(2);

    rig.stop_accepting();
    CHECK(used.read_to_end().empty());
    REQUIRE(fresh.send(get("/late")));
    CHECK_THAT(fresh.read_to_end(), Contains("Connection: close\r\n") && EndsWith("GET /late  0"));
    CHECK(rig.drained());
}

TEST_CASE("after the last call a silent connection ends, too")
{
    bot::server_limits limits;
    limits.last_call = std::chrono::milliseconds(1);
    server_rig rig(echo, limits);
    auto silent = rig.connect();
    rig.wait_for_connections(1);
    rig.stop_accepting();
    CHECK(silent.read_to_end().empty());
    CHECK(rig.drained());
}

TEST_CASE("a socket that listens already is taken over, and stays open for who else has it")
{
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor held(io, any_port());
    const auto address = held.local_endpoint();
    for (int turn = 0; turn < 2; ++turn) {
        loop here;
        bot::server taken(here.io(), ::dup(held.native_handle()), {}, echo);
        CHECK(taken.local_endpoint() == address);
        here.run([&] { taken.start(); });
        talker client(address);
        REQUIRE(client.send(get("/taken")));
        CHECK_THAT(client.read_message(), EndsWith("GET /taken  0"));
        here.run([&] { taken.stop_accepting(); });
        CHECK(here.await(taken.drained(patience)));
        talker waiting(address); // nobody serves, and nothing fails
    }
    loop here;
    CHECK_THROWS_WITH(bot::server(here.io(), STDERR_FILENO, {}, echo),
                      StartsWith("the socket that was handed over does not listen"));
}

TEST_CASE("a request that has begun to arrive when accepting stops is still answered")
{
    server_rig rig;
    auto client = rig.connect();
    REQUIRE(client.send(get("/before")));
    client.read_message();
    REQUIRE(client.send("GET /begun HTTP/1.1\r\n"));

    rig.stop_accepting();
    REQUIRE(client.send("Host: here\r\n\r\n"));
    CHECK_THAT(client.read_to_end(), Contains("Connection: close\r\n") && EndsWith("GET /begun  0"));
    CHECK(rig.drained());
}

TEST_CASE("abort ends even what waits for ever")
{
    server_rig rig(behind_gate{});
    auto client = rig.connect();
    REQUIRE(client.send(get("/")));
    rig.gate().wait_for_somebody();

    rig.stop_accepting();
    rig.abort();
    CHECK(rig.drained());
    CHECK(client.read_to_end().empty());
    CHECK(rig.refused().empty());
    CHECK(rig.open_connections() == 0);
}
