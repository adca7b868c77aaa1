#include "bot/metrics.hpp"

#include "bot/version.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <unistd.h>

namespace peerbot::bot {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_routes = 200;

// As the format wants the value of a label: backslash, quote and line end escaped.
std::string label(std::string_view text)
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

std::string_view outcome_of(const slack::call_result& result)
{
    using kind = slack::call_result::kind;
    switch (result.how) {
    case kind::ok:
        return "ok";
    case kind::retry_after:
        return "rate_limited";
    case kind::transient:
        return "failed";
    case kind::unknown:
        return "unknown";
    case kind::permanent:
        break;
    }
    return "refused";
}

double in_seconds(milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

class page
{
  public:
    void announce(std::string_view name, std::string_view type, std::string_view help)
    {
        fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }
    template <class... Values>
    void line(fmt::format_string<Values...> shape, Values&&... values)
    {
        fmt::format_to(std::back_inserter(text_), shape, std::forward<Values>(values)...);
        text_ += '\n';
    }
    template <class Value>
    void gauge(std::string_view name, std::string_view help, Value value)
    {
        announce(name, "gauge", help);
        line("{} {}", name, value);
    }
    void series(std::string_view name, std::string_view help, const storage::histogram& values)
    {
        announce(name, "histogram", help);
        std::uint64_t so_far = 0;
        for (std::size_t i = 0; i < values.bounds().size(); ++i) {
            so_far += values.counts()[i];
            line("{}_bucket{{le=\"{}\"}} {}", name, values.bounds()[i], so_far);
        }
        line("{}_bucket{{le=\"+Inf\"}} {}", name, values.count());
        line("{}_sum {:.6f}", name, values.sum());
        line("{}_count {}", name, values.count());
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

// proc(5), /proc/pid/statm: pages, the second number those in memory.
std::uint64_t resident_bytes()
{
    std::ifstream file("/proc/self/statm");
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void add_storage(page& all, const gauges& now)
{
    if (now.storage_answered) {
        all.gauge("peerbot_outbox_waiting", "Messages whose time has come and that Slack has not taken yet.",
                  now.outbox.waiting);
        all.gauge("peerbot_outbox_oldest_seconds", "How long the first of these messages has waited.",
                  in_seconds(now.outbox_oldest));
        all.gauge("peerbot_timer_lag_seconds", "How late the next timer is; 0 when none is due.",
                  in_seconds(now.timer_lag));
        all.gauge("peerbot_cards_dirty", "Cards in Slack that do not show the last state yet.",
                  now.cards_dirty);
    }
    all.series("peerbot_commit_batch_size", "Requests that shared one commit of the database.",
               now.engine.batch_size);
    all.series("peerbot_commit_seconds", "Time to carry out such requests and make them durable.",
               now.engine.commit_seconds);
    all.gauge("peerbot_database_bytes", "Size of the database file and its log of changes.",
              now.engine.bytes);
}

} // namespace

void metrics::count_request(std::string_view route, std::string_view outcome,
                            std::chrono::duration<double, std::milli> took)
{
    // Each series costs memory here and at whoever collects them: however many words Slack sends, there are
    // only so many.
    if (requests_.size() >= most_routes && !requests_.contains(route)) route = "other";
    auto of_route = requests_.find(route);
    if (of_route == requests_.end()) of_route = requests_.emplace(route, counts()).first;
    auto place = of_route->second.find(outcome);
    if (place == of_route->second.end()) place = of_route->second.emplace(outcome, 0).first;
    ++place->second;
    answers_.add(std::chrono::duration<double>(took).count());
}

void metrics::count_call(slack::method which, const slack::call_result& result)
{
    const bool waits = result.how == slack::call_result::kind::retry_after;
    if (waits) {
        ++waits_;
        waited_ += result.wait;
    }
    ++calls_[{which, outcome_of(result)}];
}

std::string metrics::text(const gauges& now) const
{
    page all;
    all.announce("peerbot_requests_total", "counter",
                 "Requests to the public listener, by what they were and what became of them.");
    for (const auto& [route, outcomes] : requests_)
        for (const auto& [outcome, count] : outcomes)
            all.line("peerbot_requests_total{{route=\"{}\",outcome=\"{}\"}} {}", label(route), label(outcome),
                     count);
    all.series("peerbot_acknowledge_seconds",
               "Time from a whole request to its answer; Slack gives up after 3.", answers_);
    all.gauge("peerbot_connections_open", "Connections to the public listener.", now.connections);
    add_storage(all, now);
    all.announce(
        "peerbot_slack_calls_total", "counter",
        "Calls of Slack's Web API: ok, refused, failed, unknown (it may have arrived), rate_limited.");
    for (const auto& [what, count] : calls_)
        all.line("peerbot_slack_calls_total{{method=\"{}\",outcome=\"{}\"}} {}", slack::name_of(what.first),
                 what.second, count);
    all.announce("peerbot_rate_limit_waits_total", "counter",
                 "Calls that have to be made again later, as Slack said or to keep to its pace.");
    all.line("peerbot_rate_limit_waits_total {}", waits_);
    all.announce("peerbot_rate_limit_wait_seconds_total", "counter", "How much later, added up.");
    all.line("peerbot_rate_limit_wait_seconds_total {:.3f}", in_seconds(waited_));
    all.gauge("process_resident_memory_bytes", "Memory that the process has in use.", resident_bytes());
    all.announce("peerbot_build_info", "gauge", "Always 1; the labels say which peerbot this is.");
    all.line("peerbot_build_info{{version=\"{}\",commit=\"{}\"}} 1", version(), commit());
    return all.take();
}

} // namespace peerbot::bot
