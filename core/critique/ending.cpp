#include "core/critique/ending.hpp"

#include "core/critique/afterwards.hpp"
#include "core/critique/clocks.hpp"
#include "core/critique/dues.hpp"
#include "core/groups/organisation.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/leader.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// Whether anybody could still be asked, now or once they have time.
bool anybody_left(unit_of_work& work, const group& here, const critique& request)
{
    const auto asker = known_member(work, request.asker);
    const auto people = work.members().present(request.group);
    return std::any_of(people.begin(), people.end(), [&](const member& one) {
        if (one.id == asker.id || same_organisation(work, here, one, asker)) return false;
        const auto row = work.critiques().critic_of(request.id, one.id);
        return !row || row->state == critic_state::gone;
    });
}

} // namespace

void keep_critique(unit_of_work& work, const critique& changed)
{
    work.critiques().save(changed);
    if (changed.card) work.cards().mark_dirty(changed.card);
}

void tell_of_critique(unit_of_work& work, const group& here, const critique& request, message_kind kind,
                      member_id whom, instant now)
{
    const auto who = known_member(work, whom);
    if (who.state == member_state::left) return;
    tell_person(work,
                {.kind = kind, .group = here.id, .subject = request.id.value, .to = who.user, .due_at = now});
}

void let_off(unit_of_work& work, const group& here, const critique& request, critic who, instant now)
{
    who.state = critic_state::let_off;
    who.settled_at = now;
    work.critiques().save_critic(who);
    if (who.asked_at <= now)
        tell_of_critique(work, here, request, message_kind::critique_let_off, who.member, now);
}

void end_critique(unit_of_work& work, const group& here, critique& request, instant now,
                  const std::optional<user_id>& by, bool in_session)
{
    const bool finished = in_session || !work.critiques().handed_in(request.id).empty();
    book_ending(work, request);
    request.state = finished ? critique_state::finished : critique_state::withdrawn;
    request.ended_at = now;
    keep_critique(work, request);
    cancel_critique_timers(work, request.id);
    for (const auto& one : work.critiques().critics(request.id))
        if (one.state == critic_state::waiting) let_off(work, here, request, one, now);
    if (!finished) return;
    work.timers().add({.id = {},
                       .kind = timer_kind::critique_changed_yet,
                       .group = request.group,
                       .subject = request.id.value,
                       .due_at = now + asked_what_changed_after});
    if (known_member(work, request.asker).user != by)
        tell_of_critique(work, here, request, message_kind::critique_finished, request.asker, now);
}

bool finish_when_complete(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (request.state != critique_state::open) return false;
    int given = 0;
    bool waiting = false;
    for (const auto& one : work.critiques().critics(request.id)) {
        if (one.state == critic_state::waiting) waiting = true;
        if (one.state == critic_state::given) ++given;
    }
    if (given == 0) return false;
    const bool all_in = !waiting && (given >= request.critics || !anybody_left(work, here, request));
    if (!all_in && now < request.due_at) return false;
    end_critique(work, here, request, now);
    return true;
}

} // namespace peerbot::core
