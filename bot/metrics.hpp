// Counts for operators, in the Prometheus text format (prometheus.io, "Exposition formats").
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace peerbot::bot {

// Belongs to the event loop's thread.
class metrics
{
  public:
    void count_request(const std::string& route, const std::string& outcome,
                       std::chrono::duration<double, std::milli> took);

    std::string text(std::size_t open_connections) const;

  private:
    // Upper bounds of the time to answer, in milliseconds; Slack gives up at 3000.
    static constexpr std::array<double, 10> bounds{1, 2, 5, 10, 25, 50, 100, 500, 1000, 3000};

    std::map<std::pair<std::string, std::string>, std::uint64_t> requests_;
    std::array<std::uint64_t, bounds.size()> within_{};
    std::uint64_t answered_ = 0;
    double total_ms_ = 0;
};

} // namespace peerbot::bot
