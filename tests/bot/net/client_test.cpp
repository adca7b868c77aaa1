#include "tests/bot/net/client_rig.hpp"
#include "tests/bot/net/scripted_server.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using bot::client_request;
using bot::delivery;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr auto short_time = std::chrono::milliseconds(60);
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

scripted_server::script answering(std::string answer)
{
    return [answer](talker& client) {
        client.read_message();
        client.send(answer);
    };
}

// Keeps the connection after each answer until the client goes.
scripted_server::script keeping_after(std::vector<std::string> answers)
{
    return [answers](talker& client) {
        for (const auto& each : answers) {
            client.read_message();
            client.send(each);
        }
        client.read_to_end();
    };
}

void stay_silent(talker& client)
{
    client.read_to_end();
}

std::string closed_port()
{
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor acceptor(io, any_port());
    return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/";
}

} // namespace

TEST_CASE("a request is written as told and its answer comes back whole")
{
    std::string seen;
    const auto script = [&seen](talker& client) {
        seen = client.read_message();
        client.send("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\nContent-Length: 5\r\n\r\nlater");
    };
    scripted_server server({script});
    client_rig client;
    client_request request("POST", server.url("/api/chat.postMessage?a=b"));
    request.headers.emplace_back("Authorization", "Bearer abc");
    request.body = "{}";
    const auto answer = client.send(request);
    server.wait_for_end_of(0);

    CHECK(answer.outcome == delivery::answered);
    CHECK(answer.status == 429);
    CHECK(answer.find("retry-after") == "30");
    CHECK(answer.body == "later");
    CHECK(answer.error.empty());
    const auto authority = server.url("").substr(7);
    CHECK(seen == "POST /api/chat.postMessage?a=b HTTP/1.1\r\nHost: " + authority +
                      "\r\nAuthorization: Bearer abc\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_CASE("a connection is used again")
{
    scripted_server server({keeping_after({ok, ok, ok})});
    client_rig client;
    for (int turn = 0; turn < 3; ++turn)
        CHECK(client.post(server.url()).body == "ok");
}

TEST_CASE("a kept connection that the server closed is replaced in silence")
{
    scripted_server server({answering(ok), answering(ok)});
    client_rig client;
    REQUIRE(client.post(server.url()).outcome == delivery::answered);
    server.wait_for_end_of(0);
    CHECK(client.post(server.url()).outcome == delivery::answered);
}

TEST_CASE("a kept connection with something unread is not trusted")
{
    const auto chatty = [](talker& client) {
        client.read_message();
        client.send(ok + "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        client.read_to_end();
    };
    scripted_server server({chatty, answering(ok)});
    client_rig client;
    REQUIRE(client.post(server.url()).status == 200);
    CHECK(client.post(server.url()).status == 200);
}

TEST_CASE("a kept connection that has been idle too long is not used")
{
    scripted_server server({keeping_after({ok}), answering(ok)});
    bot::client_options options;
    options.idle_time = std::chrono::milliseconds(0);
    client_rig client(options);
    REQUIRE(client.post(server.url()).outcome == delivery::answered);
    CHECK(client.post(server.url()).outcome == delivery::answered);
    server.wait_for_end_of(0);
}

TEST_CASE("an answer that says close ends the connection")
{
    scripted_server server(
        {keeping_after({"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"}),
         answering(ok)});
    client_rig client;
    REQUIRE(client.post(server.url()).outcome == delivery::answered);
    server.wait_for_end_of(0);
    CHECK(client.post(server.url()).outcome == delivery::answered);
}

TEST_CASE("answers in every framing are understood")
{
    SECTION("chunked")
    {
        scripted_server server({answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")});
        client_rig client;
        CHECK(client.post(server.url()).body == "abc");
    }
    SECTION("until the end of the connection")
    {
        scripted_server server({answering("HTTP/1.1 200 OK\r\n\r\nabc")});
        client_rig client;
        CHECK(client.post(server.url()).body == "abc");
    }
    SECTION("after interim answers")
    {
        scripted_server server(
            {answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok)});
        client_rig client;
        CHECK(client.post(server.url()).body == "ok");
    }
    SECTION("to HEAD, where the length is not that of a body")
    {
        scripted_server server({keeping_after({"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", ok})});
        client_rig client;
        CHECK(client.send(client_request("HEAD", server.url())).outcome == delivery::answered);
        CHECK(client.get(server.url()).body == "ok");
    }
}

TEST_CASE("a redirect is an answer, not an order")
{
    scripted_server server(
        {answering("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")});
    client_rig client;
    const auto answer = client.post(server.url());
    CHECK(answer.status == 302);
    CHECK(answer.find("location") == "http://127.0.0.1:1/");
}

TEST_CASE("an answer that breaks off leaves the outcome unknown")
{
    for (const std::string part :
         {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "not HTTP\r\n\r\n"}) {
        CAPTURE(part);
        scripted_server server({answering(part)});
        client_rig client;
        const auto answer = client.post(server.url("/secret/path"));
        CHECK(answer.outcome == delivery::unknown);
        CHECK(answer.status == 0);
        CHECK(answer.body.empty());
        CHECK_THAT(answer.error, StartsWith("no complete answer") && !Contains("secret"));
    }
}

TEST_CASE("a kept connection that dies under a request leaves the outcome unknown")
{
    const auto answer_once = [](talker& client) {
        client.read_message();
        client.send(ok);
        client.read_message();
    };
    scripted_server server({answer_once, answering(ok)});
    client_rig client;
    REQUIRE(client.post(server.url()).outcome == delivery::answered);
    CHECK(client.post(server.url()).outcome == delivery::unknown);
    CHECK(client.post(server.url()).outcome == delivery::answered);
}

TEST_CASE("an answer larger than allowed is not taken")
{
    scripted_server server(
        {answering("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'))});
    bot::client_options options;
    options.response_bytes = 1000;
    client_rig client(options);
    CHECK(client.post(server.url()).outcome == delivery::unknown);
}

TEST_CASE("a refused connection means that nothing was sent")
{
    client_rig client;
    const auto answer = client.post(closed_port() + "secret");
    CHECK(answer.outcome == delivery::not_sent);
    CHECK_THAT(answer.error, StartsWith("127.0.0.1: could not connect: ") && !Contains("secret"));
}

TEST_CASE("a server that never answers is given up in time")
{
    scripted_server server({stay_silent, stay_silent});
    SECTION("by the call's own limit")
    {
        client_rig client;
        const auto answer = client.get(server.url(), short_time);
        CHECK(answer.outcome == delivery::unknown);
        CHECK(answer.error == "no complete answer: not in time");
    }
    SECTION("by the client's limit")
    {
        bot::client_options options;
        options.answer_time = short_time;
        client_rig client(options);
        CHECK(client.get(server.url()).outcome == delivery::unknown);
    }
}

TEST_CASE("a call without any time left sends nothing")
{
    scripted_server server({stay_silent});
    client_rig client;
    CHECK(client.get(server.url(), std::chrono::milliseconds(0)).outcome == delivery::not_sent);
    CHECK(client.get(server.url(), std::chrono::milliseconds(-5)).outcome == delivery::not_sent);
}

TEST_CASE("calls take turns when every connection is busy")
{
    server_rig server(behind_gate{});
    bot::client_options options;
    options.connections_per_origin = 1;
    client_rig client(options);
    auto first = client.start(client_request("GET", server.url("/first")));
    server.gate().wait_for_somebody();
    auto second = client.start(client_request("GET", server.url("/second")));
    const auto impatient = client.get(server.url("/third"), short_time);
    CHECK(impatient.outcome == delivery::not_sent);
    CHECK_THAT(impatient.error, Contains("no connection became free in time"));

    server.gate().open();
    CHECK(in_time(std::move(first)).body == "GET /first  0");
    CHECK(in_time(std::move(second)).body == "GET /second  0");
    CHECK(server.open_connections() == 1);
}

TEST_CASE("many calls at once share the connections allowed")
{
    server_rig server;
    client_rig client;
    std::vector<std::future<bot::client_response>> answers;
    for (int number = 0; number < 200; ++number) {
        answers.push_back(client.start(client_request("GET", server.url("/" + std::to_string(number)))));
    }
    for (std::size_t number = 0; number < answers.size(); ++number) {
        CHECK(in_time(std::move(answers[number])).body == "GET /" + std::to_string(number) + "  0");
    }
    CHECK(server.open_connections() <= 8);
}

TEST_CASE("a host's name is looked up")
{
    server_rig server;
    client_rig client;
    const auto url = "http://localhost:" + std::to_string(server.address().port()) + "/by-name";
    CHECK(client.get(url).body == "GET /by-name  0");
}

TEST_CASE("what cannot be a request is never sent")
{
    client_rig client;
    CHECK(client.get("gopher://127.0.0.1/").outcome == delivery::not_sent);
    client_request broken("POST", closed_port());
    broken.headers.emplace_back("X", "a\r\nY: b");
    CHECK_THAT(client.send(broken).error, Contains("forbidden character"));
    CHECK_THAT(client.send(client_request("GET /", closed_port())).error, Contains("forbidden character"));
}

TEST_CASE("closing ends what is under way and refuses what comes later")
{
    server_rig server(behind_gate{});
    bot::client_options options;
    options.connections_per_origin = 1;
    client_rig client(options);
    auto busy = client.start(client_request("GET", server.url("/busy")));
    server.gate().wait_for_somebody();
    auto waiting = client.start(client_request("GET", server.url("/waiting")));
    client.close();
    CHECK(in_time(std::move(busy)).outcome == delivery::unknown);
    CHECK(in_time(std::move(waiting)).outcome == delivery::not_sent);
    CHECK(client.get(server.url("/later")).outcome == delivery::not_sent);
    server.gate().open();
}
