#include "core/sessions/schedule.hpp"

#include "core/groups/holidays.hpp"
#include "core/reminders/month.hpp"
#include "core/rotation/ladder.hpp"
#include "core/sessions/keep.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace peerbot::core {
namespace {

struct calendar
{
    zone where;
    recurrence cadence;
    std::vector<holiday> free;
};

calendar calendar_of(const group& here)
{
    auto where = zone::named(here.zone);
    auto cadence = from_code(here.cadence);
    if (!where || !cadence) throw std::logic_error("a stored group has an unreadable calendar");
    return {*where, *cadence, holidays_of(here)};
}

void add_timer(unit_of_work& work, const session& meeting, timer_kind kind, instant due_at, instant now)
{
    if (due_at <= now) return;
    work.timers().add(
        {.id = {}, .kind = kind, .group = meeting.group, .subject = meeting.id.value, .due_at = due_at});
}

// A card that is due already, because the session was planned late, is posted at once. One that was posted
// follows the session where it is, and comes again only when the week before lies ahead once more.
void add_card_timer(unit_of_work& work, const session& meeting, instant now)
{
    const auto due_at = meeting.starts_at - days{7};
    if (meeting.card && due_at <= now) return;
    if (meeting.starts_at > now)
        add_timer(work, meeting, timer_kind::session_card, std::max<instant>(due_at, now + minutes{1}), now);
}

void add_timers(unit_of_work& work, const session& meeting, const group& here, instant now)
{
    const auto where = calendar_of(here).where;
    const auto start = meeting.starts_at;
    const auto end = meeting.ends_at();
    // A minute on, because a limit in working hours is itself too late.
    const auto before = [&](auto ahead) {
        return latest_working_moment_before(start - ahead + minutes{1}, where);
    };
    const auto after = [&](auto later) { return next_working_moment(end + later, where); };
    const std::pair<timer_kind, instant> wanted[] = {
        {timer_kind::leader_prepares, before(days{3})},  {timer_kind::readiness, before(days{3})},
        {timer_kind::channel_day, start - days{1}},      {timer_kind::leader_hour, start - hours{1}},
        {timer_kind::channel_soon, start - minutes{10}}, {timer_kind::session_begins, start},
        {timer_kind::session_over, after(hours{12})},    {timer_kind::leader_reports, after(hours{24})},
        {timer_kind::session_missed, after(hours{48})},  {timer_kind::report_missing, after(hours{72})},
    };
    lay_ladder(work, here, meeting, now);
    add_card_timer(work, meeting, now);
    for (const auto& [kind, due_at] : wanted)
        add_timer(work, meeting, kind, due_at, now);
}

// From when on the next session is planned: after the newest one, and not before today.
date free_from(unit_of_work& work, const group& here, const calendar& days_of, instant now)
{
    const auto newest = work.sessions().newest(here.id);
    auto day = std::chrono::floor<days>(days_of.where.to_local(now));
    // The rhythm goes on from where a session was planned at first, wherever it was moved.
    if (newest) {
        const auto last = newest->moved_from.value_or(newest->meets_at);
        day = std::max(day, std::chrono::floor<days>(last) + days{1});
    }
    return day;
}

// The next day of the cadence that lies ahead and on which no session is planned.
date next_day(unit_of_work& work, const group& here, const calendar& days_of, date from, instant now)
{
    const auto planned = work.sessions().planned(here.id);
    const auto taken = [&](date day) {
        return std::any_of(planned.begin(), planned.end(),
                           [&](const session& one) { return std::chrono::floor<days>(one.meets_at) == day; });
    };
    auto day = next_meeting_day(days_of.cadence, days_of.free, from);
    while (taken(day) || days_of.where.to_instant(day + here.meets_at) <= now)
        day = next_meeting_day(days_of.cadence, days_of.free, day + days{1});
    return day;
}

} // namespace

void cancel_timers(unit_of_work& work, session_id meeting)
{
    for (const auto kind : {timer_kind::leader_day, timer_kind::channel_day, timer_kind::channel_soon,
                            timer_kind::session_over, timer_kind::session_card, timer_kind::session_begins,
                            timer_kind::leader_prepares, timer_kind::leader_hour, timer_kind::leader_reports,
                            timer_kind::readiness, timer_kind::report_missing, timer_kind::session_missed}) {
        work.timers().cancel(kind, meeting.value);
    }
    take_up_ladder(work, meeting);
}

void renew_timers(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    cancel_timers(work, meeting.id);
    add_timers(work, meeting, here, now);
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
    auto day = free_from(work, here, days_of, now);
    for (; ahead < planned_ahead; ++ahead) {
        day = next_day(work, here, days_of, day, now);
        session fresh;
        fresh.group = here.id;
        fresh.meets_at = day + here.meets_at;
        fresh.starts_at = days_of.where.to_instant(fresh.meets_at);
        fresh.length = here.length;
        add_timers(work, work.sessions().add(fresh), here, now);
        day += days{1};
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
        keep_session(work, meeting);
        renew_timers(work, here, meeting, now);
    }
}

} // namespace peerbot::core
