#include "core/reminders/attention.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool unsolicited(const message& told)
{
    return told.kind == message_kind::vote_reminder || told.kind == message_kind::session_missed;
}

} // namespace

bool may_interrupt(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now)
{
    const auto told = work.outbox().told(workspace, person, now - days{7});
    const auto since = [&](instant from) {
        return std::count_if(told.begin(), told.end(),
                             [&](const message& one) { return unsolicited(one) && one.due_at > from; });
    };
    return since(now - days{1}) < interruptions_a_day && since(now - days{7}) < interruptions_a_week;
}

} // namespace peerbot::core
