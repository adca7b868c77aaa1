#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/groups/roles.hpp"

namespace peerbot::core {

void stop_because(unit_of_work& work, const group& here, assist one, stop_cause why, instant now)
{
    cancel_timers(work, one.id);
    if (auto run = work.assists().running(one.id)) {
        run->ended_at = now;
        work.assists().save(*run);
        if (!work.contributions().boxed(run->id).empty()) work.contributions().empty_box(run->id);
    }
    work.contributions().count_marks(one.id);
    one.state = assist_state::stopped;
    one.suggested.clear();
    one.stopped_because = why;
    one.ended_at = now;
    keep_assist(work, one);
    if (one.card)
        say(work, here, message_kind::assist_stopped, one.id.value, now);
    else if (one.assistee)
        tell(work, here, message_kind::assist_stopped, one.id.value, one.assistee, now);
    if (why == stop_cause::facilitator) return;
    for (const auto& who : facilitators(work, here.id))
        tell(work, here, message_kind::assist_not_held, one.id.value, who.id, now);
}

} // namespace peerbot::core
