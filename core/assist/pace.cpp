#include "core/assist/pace.hpp"

#include "core/time/working_hours.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

date day_of(instant when, const zone& where)
{
    return std::chrono::floor<days>(where.to_local(when));
}

bool on_weekend(date day)
{
    return std::chrono::weekday(day).iso_encoding() > 5;
}

instant begin_of(date day, const zone& where)
{
    return where.to_instant(local_time(day));
}

} // namespace

instant after_working_days(instant from, hours length, const zone& where)
{
    auto at = from;
    milliseconds left = length;
    while (left > milliseconds{0}) {
        const auto day = day_of(at, where);
        const auto tomorrow = begin_of(day + days{1}, where);
        if (on_weekend(day)) {
            at = tomorrow;
            continue;
        }
        const auto step = std::min<milliseconds>(left, tomorrow - at);
        at += step;
        left -= step;
    }
    return next_working_moment(at, where);
}

instant working_days_before(instant until, hours length, const zone& where)
{
    auto at = until;
    milliseconds left = length;
    while (left > milliseconds{0}) {
        const auto day = day_of(at - milliseconds{1}, where);
        const auto begins = begin_of(day, where);
        if (on_weekend(day)) {
            at = begins;
            continue;
        }
        const auto step = std::min<milliseconds>(left, at - begins);
        at -= step;
        left -= step;
    }
    if (in_working_hours(at, where)) return at;
    return latest_working_moment_before(at, where);
}

} // namespace peerbot::core
