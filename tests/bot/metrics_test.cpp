#include "bot/metrics.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>

using namespace peerbot;
using namespace std::chrono_literals;
using bot::slack::call_result;
using bot::slack::error_class;
using bot::slack::method;
using Catch::Matchers::Contains;

namespace {

bot::gauges everything()
{
    bot::gauges now;
    now.outbox.waiting = 3;
    now.outbox_oldest = 90s;
    now.timer_lag = 1500ms;
    now.cards_dirty = 2;
    now.storage_answered = true;
    now.connections = 7;
    now.engine.bytes = 4096;
    now.engine.batch_size.add(1);
    now.engine.batch_size.add(5);
    now.engine.commit_seconds.add(0.004);
    return now;
}

} // namespace

TEST_CASE("before anything was asked, every count is zero")
{
    const auto text = bot::metrics().text({});
    CHECK_THAT(text, Contains("peerbot_acknowledge_seconds_bucket{le=\"+Inf\"} 0\n") &&
                         Contains("peerbot_acknowledge_seconds_count 0\n") &&
                         Contains("peerbot_connections_open 0\n") &&
                         Contains("peerbot_rate_limit_waits_total 0\n"));
}

TEST_CASE("each kind of request and its fate is one series")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "rejected", 1ms);
    CHECK_THAT(counts.text({}),
               Contains("peerbot_requests_total{route=\"/vote\",outcome=\"done\"} 2\n") &&
                   Contains("peerbot_requests_total{route=\"/vote\",outcome=\"rejected\"} 1\n"));
}

TEST_CASE("times are counted in every bucket that holds them, in seconds")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    counts.count_request("/vote", "done", 30ms);
    counts.count_request("/vote", "done", 5000ms);
    CHECK_THAT(counts.text({}), Contains("bucket{le=\"0.001\"} 1\n") &&
                                    Contains("bucket{le=\"0.025\"} 1\n") &&
                                    Contains("bucket{le=\"0.05\"} 2\n") && Contains("bucket{le=\"3\"} 2\n") &&
                                    Contains("bucket{le=\"+Inf\"} 3\n") &&
                                    Contains("seconds_sum 5.031000\n") && Contains("seconds_count 3\n"));
}

TEST_CASE("calls of Slack are counted by what became of them, and the waits are added up")
{
    bot::metrics counts;
    counts.count_call(method::chat_post_message, call_result(call_result::kind::ok, error_class::none, {}));
    call_result later(call_result::kind::retry_after, error_class::rate_limited, "ratelimited");
    later.wait = 2500ms;
    counts.count_call(method::chat_post_message, later);
    counts.count_call(method::views_open, later);
    counts.count_call(method::views_open,
                      call_result(call_result::kind::permanent, error_class::bad_request, "any_word"));
    const auto text = counts.text({});
    CHECK_THAT(text, Contains("peerbot_slack_calls_total{method=\"chat.postMessage\",outcome=\"ok\"} 1\n") &&
                         Contains("{method=\"chat.postMessage\",outcome=\"rate_limited\"} 1\n") &&
                         Contains("{method=\"views.open\",outcome=\"refused\"} 1\n") &&
                         Contains("peerbot_rate_limit_waits_total 2\n") &&
                         Contains("peerbot_rate_limit_wait_seconds_total 5.000\n"));
    CHECK_THAT(text, !Contains("any_word"));
}

TEST_CASE("what waits and what is late is told as storage knows it, or not at all")
{
    const auto text = bot::metrics().text(everything());
    CHECK_THAT(text,
               Contains("peerbot_outbox_waiting 3\n") && Contains("peerbot_outbox_oldest_seconds 90\n") &&
                   Contains("peerbot_timer_lag_seconds 1.5\n") && Contains("peerbot_cards_dirty 2\n") &&
                   Contains("peerbot_connections_open 7\n") && Contains("peerbot_database_bytes 4096\n") &&
                   Contains("peerbot_commit_batch_size_bucket{le=\"4\"} 1\n") &&
                   Contains("peerbot_commit_batch_size_bucket{le=\"8\"} 2\n") &&
                   Contains("peerbot_commit_batch_size_sum 6.000000\n") &&
                   Contains("peerbot_commit_seconds_bucket{le=\"0.005\"} 1\n"));
    auto silent = everything();
    silent.storage_answered = false;
    CHECK_THAT(bot::metrics().text(silent), !Contains("peerbot_outbox_waiting"));
}

TEST_CASE("there are only so many series, whatever is asked for")
{
    bot::metrics counts;
    for (int i = 0; i < 1000; ++i)
        counts.count_request("/word" + std::to_string(i), "done", 1ms);
    const auto text = counts.text({});
    CHECK_THAT(text, Contains("route=\"/word199\"") && !Contains("route=\"/word200\"") &&
                         Contains("{route=\"other\",outcome=\"done\"} 800\n"));
}

TEST_CASE("a route cannot break out of its label")
{
    bot::metrics counts;
    counts.count_request("/vo\"te\\\n", "done", 1ms);
    CHECK_THAT(counts.text({}), Contains("route=\"/vo\\\"te\\\\\\n\","));
}

TEST_CASE("every series is announced with its meaning and type, once, and every line is well formed")
{
    bot::metrics counts;
    counts.count_request("/vote", "done", 1ms);
    counts.count_call(method::auth_test, call_result(call_result::kind::ok, error_class::none, {}));
    std::istringstream lines(counts.text(everything()));
    std::set<std::string> announced;
    std::string explained;
    std::string current;
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        if (line.starts_with("# HELP ")) {
            explained = line.substr(7, line.find(' ', 7) - 7);
            CHECK(line.size() > 7 + explained.size() + 10);
        } else if (line.starts_with("# TYPE ")) {
            current = line.substr(7, line.find(' ', 7) - 7);
            CHECK(current == explained);
            CHECK(announced.insert(current).second);
        } else {
            CHECK(line.starts_with(current));
            CHECK(std::stod(line.substr(line.rfind(' ') + 1)) >= 0);
        }
    }
    // What dashboards and alerts rely on.
    CHECK(announced ==
          std::set<std::string>{
              "peerbot_requests_total", "peerbot_acknowledge_seconds", "peerbot_commit_batch_size",
              "peerbot_commit_seconds", "peerbot_outbox_waiting", "peerbot_outbox_oldest_seconds",
              "peerbot_timer_lag_seconds", "peerbot_slack_calls_total", "peerbot_rate_limit_waits_total",
              "peerbot_rate_limit_wait_seconds_total", "peerbot_cards_dirty", "peerbot_database_bytes",
              "peerbot_connections_open", "process_resident_memory_bytes", "peerbot_build_info"});
}
