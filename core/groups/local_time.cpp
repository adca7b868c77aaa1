#include "core/groups/local_time.hpp"

#include <chrono>
#include <stdexcept>

namespace peerbot::core {

zone zone_of(const group& here)
{
    auto found = zone::named(here.zone);
    if (!found) throw std::logic_error("a stored group has a time zone that this machine does not know");
    return *found;
}

date today_in(const group& here, instant now)
{
    return std::chrono::floor<days>(zone_of(here).to_local(now));
}

} // namespace peerbot::core
