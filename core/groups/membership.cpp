#include "core/groups/membership.hpp"

#include "core/groups/roles.hpp"
#include "core/rotation/absence.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"

#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr minutes day_begins{9 * 60};
constexpr days longest_pause{366};

zone zone_of(const group& here)
{
    auto found = zone::named(here.zone);
    if (!found) throw std::logic_error("a stored group has a time zone that this machine does not know");
    return *found;
}

date today_in(const zone& where, instant now)
{
    return std::chrono::floor<days>(where.to_local(now));
}

// A group whose last facilitator is gone is not left alone: whoever joined first takes over, and is told.
void find_facilitator(unit_of_work& work, const group& here, instant now)
{
    if (!facilitators(work, here.id).empty()) return;
    for (auto who : work.members().present(here.id)) {
        if (!who.active()) continue;
        who.facilitator = true;
        work.members().save(who);
        work.outbox().add({.kind = message_kind::now_facilitating,
                           .group = here.id,
                           .subject = here.id.value,
                           .to = who.user,
                           .due_at = now});
        return;
    }
}

// Who is in the group, and who takes part, shows on its card and on the card of a running vote.
void refresh_cards(unit_of_work& work, const group& here)
{
    work.cards().mark_dirty(here.card);
    if (const auto running = work.ballots().open_in(here.id)) work.cards().mark_dirty(running->card);
}

void depart(unit_of_work& work, const group& here, member who, instant now)
{
    who.state = member_state::left;
    who.paused_until.reset();
    who.facilitator = false;
    work.members().save(who);
    give_back_turns(work, here, who.id, {}, now);
    find_facilitator(work, here, now);
    refresh_cards(work, here);
}

} // namespace

result<member> join_group(unit_of_work& work, const group& here, const user_id& person, instant now)
{
    auto known = work.members().find(here.id, person);
    if (known && known->state != member_state::left) return reason::already_a_member;

    const auto people = work.members().present(here.id);
    if (people.size() >= largest_group)
        return rejection{.why = reason::group_is_full, .number = largest_group};

    member who = known.value_or(member{});
    who.group = here.id;
    who.user = person;
    who.state = member_state::active;
    who.joined_at = now;
    who.facilitator = facilitators(work, here.id).empty();
    if (known) {
        work.members().save(who);
    } else {
        who.id = work.members().add(who);
    }
    plan_sessions(work, here, now);
    refresh_cards(work, here);
    return who;
}

result<member> leave_group(unit_of_work& work, const group& here, const user_id& person, instant now)
{
    const auto who = present_member(work, here.id, person);
    if (!who) return who.why();
    const bool others = work.members().present(here.id).size() > 1;
    if (who->facilitator && others && facilitators(work, here.id).size() == 1)
        return reason::last_facilitator;
    depart(work, here, *who, now);
    return *who;
}

result<member> pause_member(unit_of_work& work, const group& here, const user_id& person, date until,
                            instant now)
{
    auto found = present_member(work, here.id, person);
    if (!found) return found;
    const auto where = zone_of(here);
    const auto today = today_in(where, now);
    if (until <= today) return reason::date_not_ahead;
    if (until > today + longest_pause) return reason::date_too_far;

    auto who = *found;
    who.state = member_state::paused;
    who.paused_until = until;
    work.members().save(who);
    work.timers().add({.id = {},
                       .kind = timer_kind::pause_ends,
                       .group = here.id,
                       .subject = who.id.value,
                       .due_at = where.to_instant(until + day_begins)});
    give_back_turns(work, here, who.id, until, now);
    refresh_cards(work, here);
    return who;
}

result<member> resume_member(unit_of_work& work, const group& here, const user_id& person, instant)
{
    auto found = present_member(work, here.id, person);
    if (!found) return found;
    if (found->active()) return reason::not_paused;
    auto who = *found;
    who.state = member_state::active;
    who.paused_until.reset();
    work.members().save(who);
    refresh_cards(work, here);
    return who;
}

void end_pause(unit_of_work& work, member_id id, instant now)
{
    const auto who = work.members().find(id);
    if (!who || who->state != member_state::paused) return;
    const auto here = known_group(work, who->group);
    if (*who->paused_until > today_in(zone_of(here), now)) return;
    if (const auto back = resume_member(work, here, who->user, now); !back) {
        throw std::logic_error("a paused member could not be resumed");
    }
}

void remove_everywhere(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now)
{
    for (const auto& who : work.members().of_person(workspace, person)) {
        depart(work, known_group(work, who.group), who, now);
    }
}

void remove_from_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel,
                         const user_id& person, instant now)
{
    const auto here = work.groups().in_channel(workspace, channel);
    if (!here) return;
    if (const auto who = present_member(work, here->id, person)) depart(work, *here, *who, now);
}

result<member> add_facilitator(unit_of_work& work, const group& here, const user_id& by,
                               const user_id& person)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    auto found = present_member(work, here.id, person);
    if (!found) return reason::facilitator_must_join;
    if (found->facilitator) return reason::already_a_facilitator;
    if (facilitators(work, here.id).size() >= most_facilitators) {
        return rejection{.why = reason::too_many_facilitators, .number = most_facilitators};
    }
    auto who = *found;
    who.facilitator = true;
    work.members().save(who);
    refresh_cards(work, here);
    return who;
}

} // namespace peerbot::core
