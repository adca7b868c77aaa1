#include "core/sessions/clock_shift.hpp"

namespace peerbot::core {
namespace {

minutes time_of_day(instant when, const zone& where)
{
    const auto wall = where.to_local(when);
    return wall - local_time(std::chrono::floor<days>(wall));
}

} // namespace

minutes clock_shift(instant last, instant next, const zone& group_zone, const zone& where)
{
    if (time_of_day(last, group_zone) != time_of_day(next, group_zone)) return minutes{0};
    const auto shift = time_of_day(next, where) - time_of_day(last, where);
    // Across midnight, the short way round.
    if (shift > hours{12}) return shift - days{1};
    if (shift < -hours{12}) return shift + days{1};
    return shift;
}

} // namespace peerbot::core
