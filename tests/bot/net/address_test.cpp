#include "bot/net/address.hpp"
#include "bot/net/http.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::bot;

namespace {

std::string listening_on(std::string_view text)
{
    const auto address = parse_listen_address(text);
    return address ? to_text(*address) : "";
}

} // namespace

TEST_CASE("an address to listen on is a number and a port")
{
    CHECK(listening_on("127.0.0.1:8080") == "127.0.0.1:8080");
    CHECK(listening_on("[::1]:8080") == "[::1]:8080");
    CHECK(listening_on("localhost:0") == "127.0.0.1:0");
    CHECK(listening_on(":65535") == "0.0.0.0:65535");
    for (const auto* wrong : {"", ":", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                              "1.2.3.4:+1", "1.2.3.4: 1", "::1:8080", "[::1]", "[::1]8080", "[127.0.0.1]:80",
                              "[]:80", "example.org:80", "127.0.0.1:80 ", "127.0.0.1:000080"}) {
        CAPTURE(wrong);
        CHECK(listening_on(wrong).empty());
    }
}

TEST_CASE("a URL is taken apart")
{
    const auto api = parse_url("https://Slack.com/api/chat.postMessage?a=b");
    REQUIRE(api);
    CHECK(api->secure());
    CHECK(api->host == "slack.com");
    CHECK(api->port == 443);
    CHECK(api->path == "/api/chat.postMessage?a=b");
    CHECK(api->authority() == "slack.com");

    const auto local = parse_url("HTTP://[::1]:4003");
    REQUIRE(local);
    CHECK_FALSE(local->secure());
    CHECK(local->host == "::1");
    CHECK(local->path == "/");
    CHECK(local->authority() == "[::1]:4003");

    const auto query_only = parse_url("http://host?x");
    REQUIRE(query_only);
    CHECK(query_only->path == "/?x");
}

TEST_CASE("what is not a plain URL is refused")
{
    for (const auto* wrong : {"",
                              "slack.com",
                              "ftp://slack.com/",
                              "https:/slack.com",
                              "https://",
                              "https:///x",
                              "https://:443/",
                              "https://me@slack.com/",
                              "https://me:secret@slack.com/",
                              "https://slack.com:0/",
                              "https://slack.com:x/",
                              "https://slack.com:/",
                              "https://slack.com:65536/",
                              "https://slack.com/#top",
                              "https://sla ck.com/",
                              "https://slack.com/a b",
                              "https://slack.com/\r\nX: y",
                              "https://[::1",
                              "https://[nonsense]/",
                              "https://::1/",
                              "https://sl\xc3\xa4"
                              "ck.com/"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_url(wrong));
    }
}

TEST_CASE("a header is found whatever its case")
{
    http_request request("POST", "/");
    request.headers.emplace_back("X-Slack-Signature", "v0=1");
    request.headers.emplace_back("x-slack-signature", "v0=2");
    CHECK(request.find("x-SLACK-signature") == "v0=1");
    CHECK(request.find("X-Slack").empty());
}

TEST_CASE("a header that would break its line is not safe")
{
    CHECK(is_safe_header("Retry-After", "30"));
    CHECK(is_safe_header("X", "caf\xc3\xa9"));
    CHECK_FALSE(is_safe_header("", "x"));
    CHECK_FALSE(is_safe_header("X:", "x"));
    CHECK_FALSE(is_safe_header("X Y", "x"));
    CHECK_FALSE(is_safe_header("X", "a\r\nY: b"));
    CHECK_FALSE(is_safe_header("X", std::string_view("a\0b", 3)));
}
