#include "core/sessions/schedule.hpp"

#include "core/rotation/ladder.hpp"
#include "core/sessions/move.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

struct calendar
{
    zone where;
    recurrence cadence;
};

calendar calendar_of(const group& here)
{
    auto where = zone::named(here.zone);
    auto cadence = from_code(here.cadence);
    if (!where || !cadence) throw std::logic_error("a stored group has an unreadable calendar");
    return {*where, *cadence};
}

void add_timer(unit_of_work& work, const session& meeting, timer_kind kind, instant due_at, instant now)
{
    if (due_at <= now) return;
    work.timers().add(
        {.id = {}, .kind = kind, .group = meeting.group, .subject = meeting.id.value, .due_at = due_at});
}

void add_timers(unit_of_work& work, const session& meeting, const group& here, instant now)
{
    const auto where = calendar_of(here).where;
    const auto start = meeting.starts_at;
    // A minute on, because a limit in working hours is itself too late.
    const auto before = [&](auto ahead) {
        return latest_working_moment_before(start - ahead + minutes{1}, where);
    };
    lay_ladder(work, here, meeting, now);
    add_timer(work, meeting, timer_kind::leader_day, before(days{1}), now);
    add_timer(work, meeting, timer_kind::channel_day, start - days{1}, now);
    add_timer(work, meeting, timer_kind::channel_soon, start - minutes{10}, now);
    add_timer(work, meeting, timer_kind::session_over,
              next_working_moment(meeting.ends_at() + hours{12}, where), now);
}

void cancel_timers(unit_of_work& work, session_id meeting)
{
    for (const auto kind : {timer_kind::leader_day, timer_kind::channel_day, timer_kind::channel_soon,
                            timer_kind::session_over}) {
        work.timers().cancel(kind, meeting.value);
    }
    take_up_ladder(work, meeting);
}

// The first occurrence after the newest session, and one that still lies ahead.
date first_free_day(unit_of_work& work, const group& here, const calendar& days_of, instant now)
{
    const auto newest = work.sessions().newest(here.id);
    auto day = std::chrono::floor<days>(days_of.where.to_local(now));
    if (newest) day = std::max(day, std::chrono::floor<days>(newest->meets_at) + days{1});
    day = next_on_or_after(days_of.cadence, day);
    while (days_of.where.to_instant(day + here.meets_at) <= now)
        day = next_on_or_after(days_of.cadence, day + days{1});
    return day;
}

} // namespace

void plan_sessions(unit_of_work& work, const group& here, instant now)
{
    if (work.members().present(here.id).empty()) return;
    const auto planned = work.sessions().planned(here.id);
    auto ahead =
        std::count_if(planned.begin(), planned.end(), [&](const auto& one) { return one.starts_at > now; });
    if (ahead >= planned_ahead) return;

    const auto days_of = calendar_of(here);
    auto day = first_free_day(work, here, days_of, now);
    for (; ahead < planned_ahead; ++ahead) {
        session fresh;
        fresh.group = here.id;
        fresh.meets_at = day + here.meets_at;
        fresh.starts_at = days_of.where.to_instant(fresh.meets_at);
        add_timers(work, work.sessions().add(fresh), here, now);
        day = next_on_or_after(days_of.cadence, day + days{1});
    }
}

void follow_zone_rules(unit_of_work& work, const group& here, instant now)
{
    const auto where = calendar_of(here).where;
    for (auto meeting : work.sessions().planned(here.id)) {
        const auto starts_at = where.to_instant(meeting.meets_at);
        renew_ladder(work, here, meeting, now);
        if (starts_at == meeting.starts_at) continue;
        meeting.starts_at = starts_at;
        work.sessions().save(meeting);
        cancel_timers(work, meeting.id);
        add_timers(work, meeting, here, now);
    }
}

void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now)
{
    meeting.meets_at = to;
    meeting.starts_at = calendar_of(here).where.to_instant(to);
    work.sessions().save(meeting);
    cancel_timers(work, meeting.id);
    add_timers(work, meeting, here, now);
    work.cards().mark_dirty(here.card);
}

} // namespace peerbot::core
