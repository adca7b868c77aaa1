#include "core/promises/promises.hpp"

#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/leader.hpp"
#include "core/time/zone.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr minutes morning = hours{9};

void chase_at(unit_of_work& work, const promise& made, instant when)
{
    work.timers().add({.id = {},
                       .kind = timer_kind::promise_due,
                       .group = made.group,
                       .subject = made.id.value,
                       .due_at = when});
}

// Rejects: date_not_ahead, date_too_far.
outcome check_date(const group& here, date due, instant now)
{
    const auto today = today_in(here, now);
    if (due <= today) return reason::date_not_ahead;
    if (due > today + promise_horizon)
        return rejection{.why = reason::date_too_far, .number = promise_horizon.count()};
    return nothing{};
}

result<promise> own_promise(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                            promise_id id)
{
    const auto found = work.promises().find(id);
    if (!found) return reason::no_such_promise;
    const auto owner = known_member(work, found->owner);
    const bool theirs = owner.user == by && owner.state != member_state::left &&
                        known_group(work, found->group).workspace == workspace;
    if (!theirs) return reason::no_such_promise;
    return *found;
}

promise settle(unit_of_work& work, promise made, promise_state how, instant now)
{
    if (made.state != promise_state::waiting) return made;
    made.state = how;
    made.settled_at = now;
    work.promises().save(made);
    work.timers().cancel(timer_kind::promise_due, made.id.value);
    return made;
}

} // namespace

result<promise> make_promise(unit_of_work& work, const group& here, const new_promise& wanted, instant now)
{
    const auto text = clean_text(wanted.text, wanted.text.size());
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_promise)
        return rejection{.why = reason::text_too_long, .text = "promise", .number = longest_promise};
    if (const auto fit = check_date(here, wanted.due, now); !fit) return fit.why();
    promise made{.id = {},
                 .group = here.id,
                 .owner = wanted.owner,
                 .text = text,
                 .due = wanted.due,
                 .origin = wanted.origin,
                 .subject = wanted.subject,
                 .made_at = now};
    made.id = work.promises().add(made);
    chase_at(work, made, zone_of(here).to_instant(wanted.due + wanted.chased_after + morning));
    return made;
}

result<promise> promise_kept(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                             promise_id id, instant now)
{
    const auto made = own_promise(work, workspace, by, id);
    if (!made) return made;
    return settle(work, *made, promise_state::done, now);
}

result<promise> promise_dropped(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                                promise_id id, instant now)
{
    const auto made = own_promise(work, workspace, by, id);
    if (!made) return made;
    return settle(work, *made, promise_state::dropped, now);
}

result<promise> promise_put_off(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                                promise_id id, date until, instant now)
{
    const auto found = own_promise(work, workspace, by, id);
    if (!found) return found;
    const auto here = known_group(work, found->group);
    if (const auto fit = check_date(here, until, now); !fit) return fit.why();
    auto made = *found;
    made.due = until;
    made.chased = 0;
    made.state = promise_state::waiting;
    made.settled_at.reset();
    work.promises().save(made);
    work.timers().cancel(timer_kind::promise_due, id.value);
    chase_at(work, made, zone_of(here).to_instant(until + morning));
    return made;
}

void chase_promise(unit_of_work& work, const timer& due, instant now)
{
    auto made = work.promises().find({due.subject});
    if (!made || made->state != promise_state::waiting) return;
    const auto owner = known_member(work, made->owner);
    if (made->chased >= most_chases) {
        settle(work, *made, promise_state::dropped, now);
        return;
    }
    if (owner.active()) {
        ++made->chased;
        work.promises().save(*made);
        remind(work,
               {.what = {.kind = message_kind::promise_due,
                         .group = made->group,
                         .subject = made->id.value,
                         .to = owner.user,
                         .due_at = now},
                .planned_for = due.due_at},
               now);
    }
    chase_at(work, *made, std::max(due.due_at, now) + chased_every);
}

void drop_promises(unit_of_work& work, const member& who, instant now)
{
    for (const auto& made : work.promises().waiting(who.id))
        settle(work, made, promise_state::dropped, now);
}

} // namespace peerbot::core
