#include "core/voting/instant_runoff.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

using standing = std::map<topic_id, int>;

standing everybody_ranked(const std::vector<preference>& preferences)
{
    standing topics;
    for (const auto& one : preferences)
        for (const auto topic : one)
            topics.emplace(topic, 0);
    return topics;
}

void count_round(const std::vector<preference>& preferences, standing& still_in)
{
    for (auto& [topic, votes] : still_in)
        votes = 0;
    for (const auto& one : preferences) {
        const auto best =
            std::find_if(one.begin(), one.end(), [&](topic_id topic) { return still_in.contains(topic); });
        if (best != one.end()) ++still_in[*best];
    }
}

} // namespace

runoff_count instant_runoff(const std::vector<preference>& preferences,
                            const std::function<bool(topic_id, topic_id)>& goes_out_first)
{
    auto still_in = everybody_ranked(preferences);
    runoff_count counted;
    for (int round = 1; !still_in.empty(); ++round) {
        count_round(preferences, still_in);
        for (const auto& [topic, votes] : still_in)
            counted.rounds.push_back({.round = round, .topic = topic, .votes = votes});
        const auto out =
            std::min_element(still_in.begin(), still_in.end(), [&](const auto& a, const auto& b) {
                if (a.second != b.second) return a.second < b.second;
                return goes_out_first(a.first, b.first);
            });
        counted.order.push_back(out->first);
        still_in.erase(out);
    }
    std::reverse(counted.order.begin(), counted.order.end());
    return counted;
}

} // namespace peerbot::core
