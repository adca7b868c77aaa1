#include "core/sessions/move.hpp"

#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"

#include <stdexcept>

namespace peerbot::core {

void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now)
{
    const auto where = zone::named(here.zone);
    if (!where) throw std::logic_error("a stored group has a time zone that this machine does not know");
    meeting.meets_at = to;
    meeting.starts_at = where->to_instant(to);
    work.sessions().save(meeting);
    renew_timers(work, here, meeting, now);
}

} // namespace peerbot::core
