// Counts for operators, in the Prometheus text format (prometheus.io, "Exposition formats").
#pragma once

#include "bot/slack/call_result.hpp"
#include "bot/slack/methods.hpp"
#include "core/message.hpp"
#include "storage/engine.hpp"
#include "storage/histogram.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace peerbot::bot {

// What is looked up when somebody asks.
struct gauges
{
    core::backlog outbox{};
    std::chrono::milliseconds outbox_oldest{0}; // how long the first of them has waited
    std::chrono::milliseconds timer_lag{0};     // how late the next timer is
    int cards_dirty = 0;
    bool storage_answered = false; // the four above are known
    std::size_t connections = 0;   // to the public listener
    storage::engine_figures engine{};
};

// Belongs to the event loop's thread.
class metrics
{
  public:
    // The outcome is a word of ours. Past two hundred routes the rest are counted together.
    void count_request(std::string_view route, std::string_view outcome,
                       std::chrono::duration<double, std::milli> took);
    void count_call(slack::method which, const slack::call_result& result);

    std::string text(const gauges& now) const;

  private:
    // Upper bounds of the time to answer, in seconds; Slack gives up at 3.
    static constexpr double bounds[] = {0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 3};
    using counts = std::map<std::string, std::uint64_t, std::less<>>;

    std::map<std::string, counts, std::less<>> requests_;
    storage::histogram answers_{bounds};
    std::map<std::pair<slack::method, std::string_view>, std::uint64_t> calls_;
    std::uint64_t waits_ = 0;
    std::chrono::milliseconds waited_{0};
};

} // namespace peerbot::bot
