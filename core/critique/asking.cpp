#include "core/critique/asking.hpp"

#include "core/critique/clocks.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/dues.hpp"
#include "core/critique/ending.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/leader.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// With half of the time left at least, so that there is time to write.
std::optional<instant> latest_to_ask(const critique& request, instant now)
{
    if (request.due_at <= now) return std::nullopt;
    return now + (request.due_at - now) / 2;
}

} // namespace

result<critique> open_critique(unit_of_work& work, const group& here, critique_id id)
{
    const auto found = work.critiques().find(id);
    if (!found || found->group != here.id) return reason::no_such_critique;
    if (found->ended()) return rejection{.why = reason::critique_ended, .number = found->number};
    if (found->state != critique_state::open)
        return rejection{.why = reason::enough_critics, .number = found->number};
    return *found;
}

int standing(unit_of_work& work, critique_id id)
{
    const auto all = work.critiques().critics(id);
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [](const critic& one) { return one.stands(); }));
}

critic take_on(unit_of_work& work, critique& request, critic fresh, instant now)
{
    book_shares(work, request);
    fresh.request = request.id;
    fresh.state = critic_state::waiting;
    work.critiques().save_critic(fresh);
    book_taking(work, request, fresh.member);
    request.facilitators_asked_at.reset();
    keep_critique(work, request);
    set_critic_timers(work, request, fresh, now);
    return fresh;
}

critic ask_critic(unit_of_work& work, const group& here, critique& request, member_id whom,
                  critic_cause cause, instant now)
{
    const auto who = known_member(work, whom);
    const auto moment = moment_to_ask(work, here, who.user, now, latest_to_ask(request, now));
    work.outbox().add({.kind = message_kind::critique_asked,
                       .group = here.id,
                       .subject = request.id.value,
                       .to = who.user,
                       .due_at = moment});
    return take_on(work, request, {.request = request.id, .member = whom, .cause = cause, .asked_at = moment},
                   now);
}

bool replace_silent(unit_of_work& work, const group& here, critique& request, instant now)
{
    const auto patience = steps_of(request).replacing;
    bool any = false;
    for (const auto& one : work.critiques().critics(request.id)) {
        if (one.state != critic_state::waiting || one.asked_at + patience > now) continue;
        const auto next = pick_critic(work, request);
        if (!next) break;
        any = true;
        let_off(work, here, request, one, now);
        book_stepping_out(work, request, one.member);
        ask_critic(work, here, request, *next, critic_cause::asked, now);
    }
    return any;
}

void tell_queued(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (request.facilitators_asked_at || standing(work, request.id) > 0) return;
    request.facilitators_asked_at = now;
    keep_critique(work, request);
    for (const auto& who : facilitators(work, here.id))
        tell_of_critique(work, here, request, message_kind::critique_queued, who.id, now);
}

void give_time(unit_of_work& work, critique& request, instant due_at, instant now)
{
    request.due_at = std::max(request.due_at, due_at);
    keep_critique(work, request);
    cancel_critique_timers(work, request.id);
    set_critique_timers(work, request, now, now);
}

void give_time_when_chosen(unit_of_work& work, critique& request, instant now)
{
    if (choice_is_open(work, request) || request.due_at <= now)
        give_time(work, request, now + silent_after, now);
}

} // namespace peerbot::core
