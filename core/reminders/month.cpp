#include "core/reminders/month.hpp"

#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/turns.hpp"
#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

instant first_working_morning(std::chrono::year_month month, const zone& where)
{
    const date first(month / std::chrono::day(1));
    return next_working_moment(where.to_instant(local_time(first)), where);
}

} // namespace

instant next_month_summary(const group& here, instant now)
{
    const auto where = zone_of(here);
    const std::chrono::year_month_day today(std::chrono::floor<days>(where.to_local(now)));
    auto month = today.year() / today.month();
    auto found = first_working_morning(month, where);
    while (found <= now)
        found = first_working_morning(month += std::chrono::months(1), where);
    return found;
}

void plan_month_summary(unit_of_work& work, const group& here, instant now)
{
    work.timers().add({.id = {},
                       .kind = timer_kind::month_begins,
                       .group = here.id,
                       .subject = here.id.value,
                       .due_at = next_month_summary(here, now)});
}

void month_began(unit_of_work& work, const timer& due, instant now)
{
    const auto here = known_group(work, due.group);
    plan_month_summary(work, here, now);
    const bool of_another_zone = next_month_summary(here, due.due_at - milliseconds{1}) != due.due_at;
    if (of_another_zone || !here.reachable) return;
    for (const auto& who : facilitators(work, here.id)) {
        remind(work,
               {.what = {.kind = message_kind::month_summary,
                         .group = here.id,
                         .subject = here.id.value,
                         .to = who.user,
                         .due_at = now,
                         .void_after = due.due_at + days{7}},
                .planned_for = due.due_at},
               now);
    }
}

std::vector<quiet_member> quiet_members(unit_of_work& work, const group& here, instant now)
{
    std::vector<quiet_member> quiet;
    for (const auto& act : work.attention().last_acts(here.id)) {
        if (now - act.at < quiet_after) continue;
        const auto who = work.members().find(act.who);
        if (who && who->active()) quiet.push_back({.who = *who, .last_seen = act.at});
    }
    std::stable_sort(quiet.begin(), quiet.end(),
                     [](const quiet_member& a, const quiet_member& b) { return a.last_seen < b.last_seen; });
    return quiet;
}

result<member> ask_quiet_member(unit_of_work& work, const group& here, const user_id& by, member_id whom,
                                instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    const auto who = work.members().find(whom);
    if (!who || who->group != here.id || who->state == member_state::left) return reason::person_not_a_member;
    const auto told = work.outbox().told(here.workspace, who->user, now - quiet_after);
    for (const auto& one : told) {
        if (one.kind == message_kind::quiet_question && one.subject == whom.value)
            return rejection{.why = reason::already_asked, .when = one.due_at, .people = {who->user}};
    }
    tell_person(work, {.kind = message_kind::quiet_question,
                       .group = here.id,
                       .subject = whom.value,
                       .to = who->user,
                       .due_at = now,
                       .void_after = now + days{7}});
    return *who;
}

outcome still_here(unit_of_work& work, const workspace_id& workspace, const user_id& person, member_id who,
                   instant now)
{
    const auto asked = work.members().find(who);
    const bool theirs = asked && asked->user == person && asked->state != member_state::left &&
                        known_group(work, asked->group).workspace == workspace;
    if (!theirs) return reason::no_such_reminder;
    work.attention().mark_done({.workspace = workspace,
                                .person = person,
                                .kind = message_kind::quiet_question,
                                .subject = who.value},
                               now);
    return nothing{};
}

result<session> ask_next_leader(unit_of_work& work, const group& here, const user_id& by, session_id meeting,
                                instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    const auto before = work.sessions().find(meeting);
    if (!before || before->group != here.id) return reason::no_session_planned;
    const bool open = before->state == session_state::planned && before->starts_at > now &&
                      before->leading == leader_state::open;
    if (open) ask_leader(work, here, meeting, now);
    const auto after = work.sessions().find(meeting);
    if (!open || after->leading == leader_state::open)
        return rejection{.why = reason::leader_asked_already, .number = before->number};
    return *after;
}

} // namespace peerbot::core
