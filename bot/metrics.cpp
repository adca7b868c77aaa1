#include "bot/metrics.hpp"

#include <fmt/format.h>
#include <iterator>

namespace peerbot::bot {
namespace {

// As the format wants the value of a label: backslash, quote and line end escaped.
std::string label(const std::string& text)
{
    std::string escaped;
    for (const char letter : text) {
        if (letter == '\\' || letter == '"') escaped += '\\';
        if (letter == '\n') {
            escaped += "\\n";
        } else {
            escaped += letter;
        }
    }
    return escaped;
}

} // namespace

void metrics::count_request(const std::string& route, const std::string& outcome,
                            std::chrono::duration<double, std::milli> took)
{
    ++requests_[{route, outcome}];
    ++answered_;
    total_ms_ += took.count();
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (took.count() <= bounds[i]) ++within_[i];
    }
}

std::string metrics::text(std::size_t open_connections) const
{
    std::string out =
        "# HELP peerbot_requests_total Requests from Slack, by what they were and what became of them.\n"
        "# TYPE peerbot_requests_total counter\n";
    const auto to = std::back_inserter(out);
    for (const auto& [what, count] : requests_) {
        fmt::format_to(to, "peerbot_requests_total{{route=\"{}\",outcome=\"{}\"}} {}\n", label(what.first),
                       label(what.second), count);
    }
    out += "# HELP peerbot_answer_seconds Time from a whole request to its answer; Slack gives up after 3.\n"
           "# TYPE peerbot_answer_seconds histogram\n";
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        fmt::format_to(to, "peerbot_answer_seconds_bucket{{le=\"{}\"}} {}\n", bounds[i] / 1000, within_[i]);
    }
    fmt::format_to(to,
                   "peerbot_answer_seconds_bucket{{le=\"+Inf\"}} {0}\npeerbot_answer_seconds_sum {1:.6f}\n"
                   "peerbot_answer_seconds_count {0}\n",
                   answered_, total_ms_ / 1000);
    fmt::format_to(to,
                   "# HELP peerbot_open_connections Connections to the public listener.\n"
                   "# TYPE peerbot_open_connections gauge\npeerbot_open_connections {}\n",
                   open_connections);
    return out;
}

} // namespace peerbot::bot
