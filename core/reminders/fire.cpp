#include "core/reminders/fire.hpp"

#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/month.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/close_ballot.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

// A session that still lies ahead, or nothing.
std::optional<session> coming(unit_of_work& work, const timer& due, instant now)
{
    auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at <= now)
        return std::nullopt;
    if (work.members().present(due.group).empty()) return std::nullopt;
    return meeting;
}

void remind_of(unit_of_work& work, const session& meeting, message_kind kind, recipient to, const timer& due,
               instant now)
{
    remind(work,
           {.what = {.kind = kind,
                     .group = meeting.group,
                     .subject = meeting.id.value,
                     .to = std::move(to),
                     .due_at = now,
                     .void_after = std::min<instant>(meeting.starts_at, due.due_at + reminder_grace)},
            .planned_for = due.due_at},
           now);
}

void ask_for_the_week(unit_of_work& work, const timer& due, instant now)
{
    ask_leader(work, known_group(work, due.group), session_id{due.subject}, now);
}

void remind_leader(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting || meeting->leading == leader_state::open) return;
    const auto leader = work.members().find(meeting->leader);
    if (!leader) return;
    remind_of(work, *meeting, message_kind::leader_day, leader->user, due, now);
}

void remind_channel_a_day_before(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    remind_of(work, *meeting, message_kind::channel_day, known_group(work, due.group).channel, due, now);
}

void remind_channel_before_start(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting) return;
    const auto void_after = due.due_at + starting_grace;
    if (now >= void_after) return;
    work.outbox().add({.kind = message_kind::channel_soon,
                       .group = due.group,
                       .subject = due.subject,
                       .to = known_group(work, due.group).channel,
                       .due_at = now,
                       .void_after = void_after});
}

void warn_of_missing_leader(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting || meeting->leading == leader_state::confirmed) return;
    for (const auto& who : facilitators(work, due.group)) {
        remind_of(work, *meeting, message_kind::leader_missing, who.user, due, now);
    }
}

// After a long downtime several may be due: one question about the newest is enough, and it names the others.
bool newer_one_is_over(unit_of_work& work, const session& meeting, instant now)
{
    const auto planned = work.sessions().planned(meeting.group);
    return std::any_of(planned.begin(), planned.end(), [&](const session& other) {
        return other.starts_at > meeting.starts_at && other.ends_at() + hours{12} <= now;
    });
}

// The morning after: asks the facilitators whether it was held, unless somebody said so.
void ask_whether_held(unit_of_work& work, const timer& due, instant now)
{
    const auto here = known_group(work, due.group);
    plan_sessions(work, here, now);
    work.cards().mark_dirty(here.card);
    const auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || newer_one_is_over(work, *meeting, now))
        return;
    for (const auto& who : facilitators(work, due.group)) {
        remind(work,
               {.what = {.kind = message_kind::session_over,
                         .group = due.group,
                         .subject = due.subject,
                         .to = who.user,
                         .due_at = now,
                         .void_after = now + days{7}},
                .planned_for = due.due_at},
               now);
    }
}

bool is_reminder(timer_kind kind)
{
    constexpr std::array reminders{timer_kind::vote_reminder, timer_kind::leader_day, timer_kind::channel_day,
                                   timer_kind::leader_missing};
    return std::find(reminders.begin(), reminders.end(), kind) != reminders.end();
}

} // namespace

void fire(unit_of_work& work, const timer& due, instant now)
{
    if (is_reminder(due.kind) && now > due.due_at + reminder_grace) return;
    switch (due.kind) {
    case timer_kind::ballot_closes:
        return deadline_came(work, ballot_id{due.subject}, now);
    case timer_kind::vote_reminder:
        return remind_voters(work, ballot_id{due.subject}, due.due_at, now);
    case timer_kind::leader_week:
        return ask_for_the_week(work, due, now);
    case timer_kind::leader_day:
        return remind_leader(work, due, now);
    case timer_kind::channel_day:
        return remind_channel_a_day_before(work, due, now);
    case timer_kind::channel_soon:
        return remind_channel_before_start(work, due, now);
    case timer_kind::leader_missing:
        return warn_of_missing_leader(work, due, now);
    case timer_kind::session_over:
        return ask_whether_held(work, due, now);
    case timer_kind::pause_ends:
        return end_pause(work, member_id{due.subject}, now);
    case timer_kind::month_begins:
        return month_began(work, due, now);
    }
}

} // namespace peerbot::core
