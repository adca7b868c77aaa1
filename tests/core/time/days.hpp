// Days and moments written short in tests.
#pragma once

#include "core/instant.hpp"
#include "core/time/zone.hpp"
#include "tests/support/printers.hpp" // IWYU pragma: export

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace peerbot::test {

inline core::date on(int year, unsigned month, unsigned day)
{
    return core::date(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

inline core::local_time wall(core::date day, int hour, int minute)
{
    return core::local_time(day) + core::hours(hour) + core::minutes(minute);
}

inline core::instant utc(core::date day, int hour, int minute)
{
    return core::instant(wall(day, hour, minute).time_since_epoch());
}

inline core::zone in(std::string_view name)
{
    const auto found = core::zone::named(name);
    if (!found) throw std::runtime_error("no zone " + std::string(name));
    return *found;
}

} // namespace peerbot::test
