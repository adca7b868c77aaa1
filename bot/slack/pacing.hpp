// How often one Web API method may be called ("Rate limits": a tier is a number of calls a minute), and how
// long Slack has told us to leave it alone.
#pragma once

#include <chrono>

namespace peerbot::bot::slack {

class pacer
{
  public:
    using time_point = std::chrono::steady_clock::time_point;

    // Never lets more than `per_minute` calls pass in any minute: a fifth at once, the rest as time goes by.
    pacer(int per_minute, time_point now);

    // Zero: go, and the call is counted. Otherwise how long to wait before asking again.
    std::chrono::milliseconds take(time_point now);
    void hold_until(time_point then);

  private:
    double burst_;
    double per_millisecond_;
    double tokens_;
    time_point counted_at_;
    time_point held_until_{};
};

} // namespace peerbot::bot::slack
