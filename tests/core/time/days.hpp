// Days and moments written short in tests, and said readably when a check fails.
#pragma once

#include "core/instant.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <catch2/catch.hpp>

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

namespace Catch {

template <>
struct StringMaker<peerbot::core::date>
{
    static std::string convert(peerbot::core::date day) { return peerbot::core::iso_date(day); }
};

template <>
struct StringMaker<peerbot::core::local_time>
{
    static std::string convert(peerbot::core::local_time wall)
    {
        const auto day = std::chrono::floor<peerbot::core::days>(wall);
        return peerbot::core::iso_date(day) + " " +
               peerbot::core::format_clock(wall - peerbot::core::local_time(day));
    }
};

template <>
struct StringMaker<peerbot::core::instant>
{
    static std::string convert(peerbot::core::instant when)
    {
        const auto whole = std::chrono::floor<peerbot::core::minutes>(when);
        const auto rest = when - whole;
        return StringMaker<peerbot::core::local_time>::convert(
                   peerbot::core::local_time(whole.time_since_epoch())) +
               " UTC + " + std::to_string(rest.count()) + " ms";
    }
};

} // namespace Catch
