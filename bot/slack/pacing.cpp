#include "bot/slack/pacing.hpp"

#include <algorithm>
#include <cmath>

namespace peerbot::bot::slack {

namespace {

using std::chrono::milliseconds;

constexpr int tier_2 = 20;
constexpr int tier_3 = 50;
constexpr int tier_4 = 100;
constexpr int hundreds = 300;
constexpr int answers_to_presses = 3000;

} // namespace

pacer::pacer(int per_minute, time_point now)
    : burst_(std::max(1.0, per_minute / 5.0)),
      per_millisecond_((per_minute - burst_) / 60'000.0),
      tokens_(burst_),
      counted_at_(now)
{}

milliseconds pacer::take(time_point now)
{
    if (now < held_until_) return std::chrono::ceil<milliseconds>(held_until_ - now);
    const std::chrono::duration<double, std::milli> passed = now - counted_at_;
    tokens_ = std::min(burst_, tokens_ + std::max(0.0, passed.count()) * per_millisecond_);
    counted_at_ = std::max(counted_at_, now);
    if (tokens_ >= 1) {
        tokens_ -= 1;
        return milliseconds{0};
    }
    const auto missing = (1 - tokens_) / per_millisecond_;
    return milliseconds{static_cast<milliseconds::rep>(std::ceil(std::max(1.0, missing)))};
}

void pacer::hold_until(time_point then)
{
    held_until_ = std::max(held_until_, then);
}

int calls_per_minute(std::string_view method)
{
    // Each address is good for five answers; this only keeps a storm of presses from becoming a flood.
    if (method == "response_url") return answers_to_presses;
    if (method == "chat.postMessage" || method == "auth.test") return hundreds;
    if (method == "chat.postEphemeral" || method == "users.info" || method.starts_with("views.") ||
        method.starts_with("files.") || method == "upload_url")
        return tier_4;
    if (method == "users.list") return tier_2;
    return tier_3;
}

} // namespace peerbot::bot::slack
