#include "core/groups/reach.hpp"

#include "core/assist/absence.hpp"
#include "core/critique/critics.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/fire.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/schedule.hpp"

namespace peerbot::core {
namespace {

// Shorter absences, in which nothing was missed, are not worth a message.
constexpr hours worth_telling{24};

void tell_facilitators(unit_of_work& work, const group& here, message_kind kind, instant now)
{
    for (const auto& who : facilitators(work, here.id)) {
        work.outbox().add(
            {.kind = kind, .group = here.id, .subject = here.id.value, .to = who.user, .due_at = now});
    }
}

// Returns whether there was one.
bool drop_missed_reminders(unit_of_work& work, const group& here, instant now)
{
    bool any = false;
    for (const auto& due : work.timers().waiting(here.id)) {
        if (due.due_at > now) break;
        if (fires_after_suspension(due.kind)) continue;
        work.timers().mark_fired(due.id, now);
        any = true;
    }
    return any;
}

// Returns whether there was one.
bool close_missed_sessions(unit_of_work& work, const group& here, instant since, instant now)
{
    bool any = false;
    for (auto meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at > now) {
            renew_timers(work, here, meeting, now);
        } else if (meeting.starts_at >= since && meeting.ends_at() <= now) {
            meeting.state = session_state::cancelled;
            keep_session(work, meeting);
            critique_session_booked(work, meeting, now);
            any = true;
        }
    }
    return any;
}

} // namespace

void lose_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, absence why,
                  instant now)
{
    work.outbox().hold(workspace, channel);
    auto here = work.groups().in_channel(workspace, channel);
    if (!here || !here->reachable) return;
    here->reachable = false;
    here->away = why;
    here->away_since = now;
    work.groups().save(*here);
    work.audit().add({.group = here->id, .at = now, .what = audit_act::suspended});
    tell_facilitators(work, *here, message_kind::please_invite, now);
}

void regain_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, instant now)
{
    work.outbox().release(workspace, channel, now);
    auto here = work.groups().in_channel(workspace, channel);
    if (!here || here->reachable) return;
    const auto since = here->away_since.value_or(now);
    here->reachable = true;
    here->away.reset();
    here->away_since.reset();
    work.groups().save(*here);
    work.audit().add({.group = here->id, .at = now, .what = audit_act::resumed});

    take_up_assists(work, *here, since, now);
    const bool reminders = drop_missed_reminders(work, *here, now);
    const bool sessions = close_missed_sessions(work, *here, since, now);
    plan_sessions(work, *here, now);
    resume_critiques(work, *here, since, now);
    work.cards().mark_dirty(here->card);
    if (reminders || sessions || now - since >= worth_telling)
        tell_facilitators(work, *here, message_kind::dates_anew, now);
}

void change_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& old_one,
                    const channel_id& new_one)
{
    auto here = work.groups().in_channel(workspace, old_one);
    if (!here || new_one.empty() || work.groups().in_channel(workspace, new_one)) return;
    here->channel = new_one;
    work.groups().save(*here);
    work.outbox().readdress(workspace, old_one, new_one);
    work.cards().readdress(here->id, old_one, new_one);
}

} // namespace peerbot::core
