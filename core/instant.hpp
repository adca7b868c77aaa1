// Time as core knows it. Every instant is passed in by the caller: core never reads a clock.
#pragma once

#include <chrono>

namespace peerbot::core {

// A point on the UTC time line, in milliseconds since 1970; what is stored and compared.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

// A wall-clock time without a zone. Only a zone (core/time/zone.hpp) can turn it into an instant.
using local_time = std::chrono::local_time<std::chrono::minutes>;

// A calendar day without a zone.
using date = std::chrono::local_days;

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

} // namespace peerbot::core
