#include "bot/slack/pacing.hpp"

#include <algorithm>
#include <cmath>

namespace peerbot::bot::slack {

namespace {

using std::chrono::milliseconds;

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

} // namespace peerbot::bot::slack
