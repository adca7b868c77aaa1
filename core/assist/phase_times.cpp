#include "core/assist/phase_times.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/steps.hpp"
#include "core/assist/view.hpp"
#include "core/time/working_hours.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

constexpr std::array timers_of_run{
    timer_kind::assist_phase_ends, timer_kind::assist_nudge,        timer_kind::assist_silence,
    timer_kind::assist_given_up,   timer_kind::assist_ideas_open,   timer_kind::assist_midway,
    timer_kind::assist_unanswered, timer_kind::assist_offer_others, timer_kind::assist_too_few};
constexpr std::array timers_of_assist{timer_kind::assist_proposal_waits, timer_kind::assist_begins,
                                      timer_kind::assist_unclaimed,      timer_kind::assist_closing_soon,
                                      timer_kind::assist_closing_ends,   timer_kind::assist_review_ends,
                                      timer_kind::assist_follow_up};

} // namespace

instant end_of_phase(const group& here, const assist& one, const assist_template& format,
                     const phase_run& run)
{
    const auto& what = format.phases.at(static_cast<std::size_t>(run.place) - 1);
    if (run.live) return run.began_at + what.live;
    const bool open_until = what.ends.assistee && what.speak != speakers::assistee;
    if (one.deadline && open_until && *one.deadline > run.began_at) return *one.deadline;
    const auto where = zone_of(here);
    const auto ends = after_working_days(run.began_at, what.in_writing, where);
    if (one.pace != assist_pace::live || !one.meets_at || *one.meets_at <= run.began_at) return ends;
    const auto written = written_before_call(one, format, run.place);
    if (after_working_days(run.began_at, written, where) <= *one.meets_at) return ends;
    return run.began_at + (*one.meets_at - run.began_at) * what.in_writing.count() / written.count();
}

instant beginning_of(const group& here, const assist& one, const assist_template& format, instant now)
{
    const auto where = zone_of(here);
    if (one.pace != assist_pace::live) return next_working_moment(now, where);
    const auto written = written_before_call(one, format, 1);
    if (written == hours{0}) return std::max(now, *one.meets_at);
    return std::max(now, working_days_before(*one.meets_at, written, where));
}

void cancel_phase_timers(unit_of_work& work, phase_run_id run)
{
    for (const auto kind : timers_of_run)
        work.timers().cancel(kind, run.value);
}

void cancel_timers(unit_of_work& work, assist_id id)
{
    for (const auto kind : timers_of_assist)
        work.timers().cancel(kind, id.value);
    if (const auto run = work.assists().running(id)) cancel_phase_timers(work, run->id);
}

void time_phase(unit_of_work& work, const group& here, const assist& one, const phase_run& run, instant now)
{
    const auto what = phase_of(work, one, run);
    const auto where = zone_of(here);
    const auto set = [&](timer_kind kind, instant at) {
        if (at > now) set_timer(work, here, kind, run.id.value, at);
    };
    const auto after = [&](hours length) { return after_working_days(run.began_at, length, where); };
    // Also when it is late: this one moves the assist on.
    set_timer(work, here, timer_kind::assist_phase_ends, run.id.value, *run.ends_at);
    if (run.live) return;
    if (what.speak != speakers::nobody && !what.optional) {
        const auto nudge = next_working_moment(run.began_at + (*run.ends_at - run.began_at) * 2 / 3, where);
        if (nudge < *run.ends_at) set(timer_kind::assist_nudge, nudge);
    }
    if (what.speak == speakers::assistee && one.assistee && !what.optional) {
        set(timer_kind::assist_silence, after(hours{24}));
        set(timer_kind::assist_given_up,
            std::max(after(hours{72}), after_working_days(*run.ends_at, hours{24}, where)));
    }
    if (what.ideas_wait > hours{0}) set(timer_kind::assist_ideas_open, after(what.ideas_wait));
    if (what.midway > hours{0}) set(timer_kind::assist_midway, after(what.midway));
    if (what.ask_experienced > hours{0}) set(timer_kind::assist_unanswered, after(what.ask_experienced));
    if (what.offer_others > hours{0}) set(timer_kind::assist_offer_others, after(what.offer_others));
}

} // namespace peerbot::core
