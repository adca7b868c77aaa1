#include "core/groups/membership.hpp"

#include "core/assist/absence.hpp"
#include "core/critique/critics.hpp"
#include "core/groups/facilitators.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/absence.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr minutes day_begins{9 * 60};
constexpr days longest_pause{366};
constexpr days pause_news_lasts{1}; // later, they have noticed

// Who is in the group, and who takes part, shows on its card and on the card of a running vote.
void refresh_cards(unit_of_work& work, const group& here)
{
    work.cards().mark_dirty(here.card);
    if (const auto running = work.ballots().open_in(here.id)) work.cards().mark_dirty(running->card);
}

void depart(unit_of_work& work, const group& here, member who, instant now)
{
    const bool facilitated = who.facilitator;
    who.state = member_state::left;
    who.paused_until.reset();
    work.ledger().is_back(who.id, now);
    who.facilitator = false;
    work.members().save(who);
    give_back_turns(work, here, who.id, {}, now);
    critic_is_away(work, here, who, now);
    drop_promises(work, who, now);
    leave_assists(work, here, who.id, now);
    if (facilitated) go_on_without(work, here, who, now);
    if (work.members().present(here.id).empty()) close_vacancy(work, here.id, {}, now);
    refresh_cards(work, here);
}

// `at`: when the pause was over, or is now.
member take_part_again(unit_of_work& work, const group& here, member who, instant at)
{
    work.ledger().is_back(who.id, std::min(at, zone_of(here).to_instant(local_time(*who.paused_until))));
    who.state = member_state::active;
    who.paused_until.reset();
    work.members().save(who);
    serve_waiting_requests(work, here, at);
    refresh_cards(work, here);
    return who;
}

} // namespace

result<member> join_group(unit_of_work& work, const group& here, const user_id& person, instant now)
{
    if (const auto fit = may_take_part(work, here.workspace, person); !fit) return fit.why();
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
    who.facilitator = people.empty();
    if (known) {
        work.members().save(who);
    } else {
        who.id = work.members().add(who);
    }
    if (who.facilitator) {
        work.audit().add(
            {.group = here.id, .at = now, .what = audit_act::facilitates_alone, .about = person});
    }
    plan_sessions(work, here, now);
    serve_waiting_requests(work, here, now);
    refresh_cards(work, here);
    return who;
}

result<member> leave_group(unit_of_work& work, const group& here, const leave_request& request)
{
    const auto who = present_member(work, here.id, request.person);
    if (!who) return who.why();
    depart(work, here, *who, request.now);
    if (request.tell_channel) {
        work.outbox().add({.kind = message_kind::member_gone,
                           .group = here.id,
                           .subject = who->id.value,
                           .to = here.channel,
                           .due_at = request.now});
    }
    return *who;
}

result<member> pause_member(unit_of_work& work, const group& here, const user_id& person, date until,
                            instant now)
{
    auto found = present_member(work, here.id, person);
    if (!found) return found;
    const auto today = today_in(here, now);
    if (until <= today) return reason::date_not_ahead;
    if (until > today + longest_pause) return reason::date_too_far;

    auto who = *found;
    who.state = member_state::paused;
    who.paused_until = until;
    work.members().save(who);
    work.ledger().goes_away(who.id, now);
    time_end_of_pause(work, here, who, now);
    give_back_turns(work, here, who.id, until, now);
    critic_is_away(work, here, who, now);
    rest_from_assists(work, here, who, now);
    refresh_cards(work, here);
    return who;
}

result<member> resume_member(unit_of_work& work, const group& here, const user_id& person, instant now)
{
    auto found = present_member(work, here.id, person);
    if (!found) return found;
    if (found->active()) return reason::not_paused;
    return take_part_again(work, here, *found, now);
}

void time_end_of_pause(unit_of_work& work, const group& here, const member& who, instant now)
{
    const auto ends_at = zone_of(here).to_instant(who.paused_until.value() + day_begins);
    work.timers().add({.id = {},
                       .kind = timer_kind::pause_ends,
                       .group = here.id,
                       .subject = who.id.value,
                       .due_at = std::max(ends_at, now)});
}

void end_pause(unit_of_work& work, member_id id, instant now)
{
    const auto who = work.members().find(id);
    if (!who || who->state != member_state::paused) return;
    const auto here = known_group(work, who->group);
    const auto ended_at = zone_of(here).to_instant(*who->paused_until + day_begins);
    if (now < ended_at) return;
    take_part_again(work, here, *who, now);
    if (now >= ended_at + pause_news_lasts) return;
    tell_person(work, {.kind = message_kind::pause_over,
                       .group = here.id,
                       .subject = id.value,
                       .to = who->user,
                       .due_at = now,
                       .void_after = ended_at + pause_news_lasts});
}

void remove_everywhere(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now)
{
    for (const auto& who : work.members().of_person(workspace, person)) {
        depart(work, known_group(work, who.group), who, now);
    }
    work.outbox().drop_for(workspace, person, "their account was switched off", now);
}

void remove_from_channel(unit_of_work& work, const workspace_id& workspace, const channel_id& channel,
                         const user_id& person, instant now)
{
    const auto here = work.groups().in_channel(workspace, channel);
    if (!here) return;
    if (const auto who = present_member(work, here->id, person)) depart(work, *here, *who, now);
}

} // namespace peerbot::core
