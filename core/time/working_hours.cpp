#include "core/time/working_hours.hpp"

#include <chrono>

namespace peerbot::core {
namespace {

constexpr minutes start_of_work = hours(9);
constexpr minutes end_of_work = hours(18);

date day_of(local_time wall)
{
    return std::chrono::floor<days>(wall);
}

bool by_day(instant when, const zone& where)
{
    const auto wall = where.to_local(when);
    const auto since_midnight = wall - local_time(day_of(wall));
    return since_midnight >= start_of_work && since_midnight < end_of_work;
}

// A zone can skip a whole day (Samoa had no 30 December 2011), so each candidate is asked where it landed.
instant next_moment(instant wanted, const zone& where, bool (*good)(instant, const zone&))
{
    if (good(wanted, where)) return wanted;
    auto day = day_of(where.to_local(wanted));
    for (;; day += days(1)) {
        const auto candidate = where.to_instant(local_time(day) + start_of_work);
        if (candidate > wanted && good(candidate, where)) return candidate;
    }
}

} // namespace

bool in_working_hours(instant when, const zone& where)
{
    const bool weekend = std::chrono::weekday(day_of(where.to_local(when))).iso_encoding() > 5;
    return !weekend && by_day(when, where);
}

instant next_working_moment(instant wanted, const zone& where)
{
    return next_moment(wanted, where, in_working_hours);
}

instant next_daytime_moment(instant wanted, const zone& where)
{
    return next_moment(wanted, where, by_day);
}

instant working_moment_before(instant wanted, instant limit, const zone& where)
{
    const auto later = next_working_moment(wanted, where);
    return later < limit ? later : wanted;
}

instant latest_working_moment_before(instant limit, const zone& where)
{
    const instant just_before = std::chrono::floor<minutes>(limit - milliseconds(1));
    if (in_working_hours(just_before, where)) return just_before;
    auto day = day_of(where.to_local(just_before));
    for (;; day -= days(1)) {
        const auto candidate = where.to_instant(local_time(day) + end_of_work - minutes(1));
        if (candidate < limit && in_working_hours(candidate, where)) return candidate;
    }
}

} // namespace peerbot::core
