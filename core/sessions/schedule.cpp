#include "core/sessions/schedule.hpp"

#include "core/reminders/month.hpp"
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
    add_timer(work, meeting, timer_kind::leader_week, leader_is_asked_at(meeting, here, now), now);
    add_timer(work, meeting, timer_kind::leader_missing, before(days{3}), now);
    add_timer(work, meeting, timer_kind::leader_day, before(days{1}), now);
    add_timer(work, meeting, timer_kind::channel_day, start - days{1}, now);
    add_timer(work, meeting, timer_kind::channel_soon, start - minutes{10}, now);
    add_timer(work, meeting, timer_kind::session_over,
              next_working_moment(meeting.ends_at() + hours{12}, where), now);
}

void cancel_timers(unit_of_work& work, session_id meeting)
{
    for (const auto kind : {timer_kind::leader_week, timer_kind::leader_missing, timer_kind::leader_day,
                            timer_kind::channel_day, timer_kind::channel_soon, timer_kind::session_over}) {
        work.timers().cancel(kind, meeting.value);
    }
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

instant leader_is_asked_at(const session& meeting, const group& here, instant planned_on)
{
    const auto where = calendar_of(here).where;
    const auto wanted = latest_working_moment_before(meeting.starts_at - days{7} + minutes{1}, where);
    if (wanted > planned_on) return wanted;
    const auto half_way = planned_on + (meeting.starts_at - planned_on) / 2;
    const auto soon = std::min<instant>(half_way, planned_on + days{1});
    const auto polite = next_working_moment(soon, where);
    return polite < meeting.starts_at - hours{1} ? polite : soon;
}

void plan_sessions(unit_of_work& work, const group& here, instant now)
{
    if (work.members().present(here.id).empty()) return;
    plan_month_summary(work, here, now);
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
        if (starts_at == meeting.starts_at) continue;
        meeting.starts_at = starts_at;
        work.sessions().save(meeting);
        cancel_timers(work, meeting.id);
        add_timers(work, meeting, here, now);
    }
}

} // namespace peerbot::core
