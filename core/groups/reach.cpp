#include "core/groups/reach.hpp"

#include "core/groups/roles.hpp"

namespace peerbot::core {

void lose_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, instant now)
{
    work.outbox().hold(workspace, channel);
    auto here = work.groups().in_channel(workspace, channel);
    if (!here || !here->reachable) return;
    here->reachable = false;
    work.groups().save(*here);
    for (const auto& who : facilitators(work, here->id)) {
        work.outbox().add({.kind = message_kind::please_invite,
                           .group = here->id,
                           .subject = here->id.value,
                           .to = who.user,
                           .due_at = now});
    }
}

void regain_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel, instant now)
{
    work.outbox().release(workspace, channel, now);
    auto here = work.groups().in_channel(workspace, channel);
    if (!here || here->reachable) return;
    here->reachable = true;
    work.groups().save(*here);
}

} // namespace peerbot::core
