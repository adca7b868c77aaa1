#include "core/sessions/reminders.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/plan.hpp"
#include "core/sessions/details.hpp"
#include "core/sessions/rsvp.hpp"
#include "core/sessions/schedule.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool has_people(unit_of_work& work, group_id here)
{
    return !work.members().present(here).empty();
}

// A session that still lies ahead, of a group with people in it; or nothing.
std::optional<session> coming(unit_of_work& work, const timer& due, instant now)
{
    auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at <= now)
        return std::nullopt;
    if (!has_people(work, due.group)) return std::nullopt;
    return meeting;
}

// A session that took place, as far as anybody knows.
std::optional<session> over(unit_of_work& work, const timer& due, instant now)
{
    auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state == session_state::cancelled || meeting->ends_at() > now)
        return std::nullopt;
    return meeting;
}

// Those who were asked to lead or said yes, and are still here.
std::vector<member> leaders_here(unit_of_work& work, const session& meeting)
{
    std::vector<member> people;
    for (const auto id : leaders_of(meeting)) {
        const auto who = work.members().find(id);
        if (who && who->state != member_state::left) people.push_back(*who);
    }
    return people;
}

message about(const session& meeting, message_kind kind, recipient to, instant now, instant void_after)
{
    return {.kind = kind,
            .group = meeting.group,
            .subject = meeting.id.value,
            .to = std::move(to),
            .due_at = now,
            .void_after = void_after};
}

void tell(unit_of_work& work, const message& what)
{
    work.outbox().add(what);
}

void remind_of(unit_of_work& work, const session& meeting, message_kind kind, const member& who,
               const timer& due, instant now, instant void_after)
{
    remind(work, {.what = about(meeting, kind, who.user, now, void_after), .planned_for = due.due_at}, now);
}

// Before the start, and not long after it was due.
instant in_time(const session& meeting, const timer& due)
{
    return std::min<instant>(meeting.starts_at, due.due_at + reminder_grace);
}

// After a long downtime several may be due: one question about the newest is enough, and it names the others.
bool newer_one_is_over(unit_of_work& work, const session& meeting, instant now)
{
    const auto planned = work.sessions().planned(meeting.group);
    return std::any_of(planned.begin(), planned.end(), [&](const session& other) {
        return other.starts_at > meeting.starts_at && other.ends_at() + hours{12} <= now;
    });
}

} // namespace

std::optional<member> chair_of(unit_of_work& work, const session& meeting)
{
    for (const auto& one : facilitators(work, meeting.group)) {
        if (one.active() && !leads(meeting, one.id)) return one;
    }
    const auto leading = leaders_here(work, meeting);
    return leading.empty() ? std::nullopt : std::optional(leading.front());
}

void post_session_card(unit_of_work& work, const timer& due, instant now)
{
    auto meeting = coming(work, due, now);
    if (!meeting) return;
    const auto to = known_group(work, due.group).channel;
    work.cards().mark_dirty(meeting->card); // one from before says that another follows
    meeting->card =
        work.cards().add({.id = {}, .kind = card_kind::session, .group = due.group, .subject = due.subject});
    work.sessions().save(*meeting);
    work.outbox().add({.kind = message_kind::session_card,
                       .group = due.group,
                       .subject = due.subject,
                       .to = to,
                       .card = meeting->card,
                       .due_at = now,
                       .void_after = meeting->starts_at});
}

void remind_channel_a_day_before(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    tell(work, about(*meeting, message_kind::channel_day, known_group(work, due.group).channel, now,
                     in_time(*meeting, due)));
}

void remind_channel_before_start(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting || now >= due.due_at + starting_grace) return;
    tell(work, about(*meeting, message_kind::channel_soon, known_group(work, due.group).channel, now,
                     due.due_at + starting_grace));
}

void begin_session(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at != due.due_at) return;
    const auto void_after = due.due_at + starting_grace;
    if (now >= void_after || !has_people(work, due.group)) return;
    tell(work, about(*meeting, message_kind::session_begins, known_group(work, due.group).channel, now,
                     void_after));
    if (const auto chair = chair_of(work, *meeting))
        tell(work, about(*meeting, message_kind::cue_card, chair->user, now, void_after));
    if (meeting->card) work.cards().mark_dirty(meeting->card);
}

void remind_leader_to_prepare(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    for (const auto& who : leaders_here(work, *meeting))
        remind_of(work, *meeting, message_kind::leader_prepares, who, due, now, in_time(*meeting, due));
}

void remind_leader_an_hour_before(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    for (const auto& who : leaders_here(work, *meeting))
        remind_of(work, *meeting, message_kind::leader_hour, who, due, now, meeting->starts_at);
}

void remind_leader_to_report(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = over(work, due, now);
    if (!meeting || !report_is_missing(work.sessions().details(meeting->id))) return;
    for (const auto& who : leaders_here(work, *meeting))
        remind_of(work, *meeting, message_kind::leader_reports, who, due, now, due.due_at + reminder_grace);
}

// The facilitator who leads is asked to prepare instead.
void tell_readiness(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    for (const auto& who : facilitators(work, due.group)) {
        if (leads(*meeting, who.id)) continue;
        remind_of(work, *meeting, message_kind::readiness, who, due, now, in_time(*meeting, due));
    }
}

void tell_what_is_missing(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = over(work, due, now);
    if (!meeting || !report_is_missing(work.sessions().details(meeting->id))) return;
    for (const auto& who : facilitators(work, due.group))
        remind_of(work, *meeting, message_kind::report_missing, who, due, now, due.due_at + reminder_grace);
}

void tell_who_missed_it(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = over(work, due, now);
    if (!meeting) return;
    for (const auto& who : turnout_of(work, *meeting).no) {
        if (!who.active()) continue;
        remind_of(work, *meeting, message_kind::session_missed, who, due, now, due.due_at + reminder_grace);
    }
}

void ask_whether_held(unit_of_work& work, const timer& due, instant now)
{
    const auto here = known_group(work, due.group);
    plan_sessions(work, here, now);
    work.cards().mark_dirty(here.card);
    const auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || meeting->ends_at() > now ||
        newer_one_is_over(work, *meeting, now))
        return;
    for (const auto& who : facilitators(work, due.group))
        remind_of(work, *meeting, message_kind::session_over, who, due, now, now + days{7});
}

} // namespace peerbot::core
