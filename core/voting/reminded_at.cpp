#include "core/voting/reminded_at.hpp"

#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"

#include <algorithm>

namespace peerbot::core {

instant reminded_at(const ballot& running, const group& here, instant from)
{
    const auto wanted = std::max<instant>(running.closes_at - days{1}, from + (running.closes_at - from) / 2);
    const auto where = zone::named(here.zone);
    if (!where) return wanted;
    const auto later = next_working_moment(wanted, *where);
    if (later < running.closes_at) return later;
    const auto earlier = latest_working_moment_before(wanted + minutes{1}, *where);
    return earlier > from ? earlier : wanted;
}

} // namespace peerbot::core
