#include "bot/metrics.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace peerbot;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("before anything was asked, every count is zero")
{
    const auto text = bot::metrics().text(0);
    CHECK_THAT(text, Contains("peerbot_answer_seconds_bucket{le=\"+Inf\"} 0\n") &&
                         Contains("peerbot_answer_seconds_count 0\n") &&
                         Contains("peerbot_open_connections 0\n"));
}

TEST_CASE("each kind of request and its fate is one series")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "rejected", 1ms);
    CHECK_THAT(counts.text(0),
               Contains("peerbot_requests_total{route=\"/vote\",outcome=\"done\"} 2\n") &&
                   Contains("peerbot_requests_total{route=\"/vote\",outcome=\"rejected\"} 1\n"));
}

TEST_CASE("times are counted in every bucket that holds them, in seconds")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "done", 30ms);
    counts.count_request("/vote", "done", 5000ms);
    CHECK_THAT(counts.text(0), Contains("bucket{le=\"0.001\"} 1\n") && Contains("bucket{le=\"0.025\"} 1\n") &&
                                   Contains("bucket{le=\"0.05\"} 2\n") && Contains("bucket{le=\"3\"} 2\n") &&
                                   Contains("bucket{le=\"+Inf\"} 3\n") &&
                                   Contains("seconds_sum 5.031000\n") && Contains("seconds_count 3\n"));
}

TEST_CASE("a route cannot break out of its label")
{
    bot::metrics counts;
    counts.count_request("/vo\"te\\\n", "done", 1ms);
    CHECK_THAT(counts.text(0), Contains("route=\"/vo\\\"te\\\\\\n\","));
}

TEST_CASE("every series is announced with its type and every line is well formed")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    std::istringstream lines(counts.text(1));
    std::string announced;
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        if (line.starts_with("# TYPE ")) announced = line.substr(7, line.rfind(' ') - 7);
        if (line.starts_with("#")) continue;
        CHECK(line.starts_with(announced));
        CHECK(std::stod(line.substr(line.rfind(' ') + 1)) >= 0);
    }
}
