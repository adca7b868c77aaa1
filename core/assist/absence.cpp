#include "core/assist/absence.hpp"

#include "core/assist/contribution.hpp"
#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/prompting.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/time/working_hours.hpp"
#include "core/unit_of_work.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool has_help(unit_of_work& work, const assist& one)
{
    const auto said = work.contributions().of_assist(one.id);
    return std::any_of(said.begin(), said.end(), [](const contribution& each) {
        return each.kind == contribution_kind::help && each.state == contribution_state::shown;
    });
}

void mark_left(unit_of_work& work, const assist& one, member_id who, instant now)
{
    auto known = participant_of(work, one.id, who);
    if (!known || !known->there()) return;
    known->left_at = now;
    known->takes_notes = false;
    work.assists().save(*known);
    // What they put into a box goes with them.
    if (const auto run = work.assists().running(one.id))
        work.contributions().box(run->id, {.author = who, .text = {}, .named = true});
}

void pass_to_next(unit_of_work& work, const group& here, assist one, instant now)
{
    one.facilitator = next_facilitator(work, here, one);
    if (one.facilitator) take_part(work, one, one.facilitator, now);
    keep_assist(work, one);
    if (one.facilitator)
        tell(work, here, message_kind::assist_facilitate, one.id.value, one.facilitator, now);
    else
        say(work, here, message_kind::assist_unfacilitated, one.id.value, now);
}

// The others are told what comes of it, unless its summary is made already.
void end_without_summary(unit_of_work& work, const group& here, assist one, instant now)
{
    if (one.state != assist_state::follow_up)
        say(work, here, message_kind::assist_stopped, one.id.value, now);
    cancel_timers(work, one.id);
    if (auto run = work.assists().running(one.id)) {
        run->ended_at = now;
        work.assists().save(*run);
    }
    one.state = assist_state::done;
    if (!one.ended_at) one.ended_at = now;
    one.suggested.clear();
    keep_assist(work, one);
}

bool past_phases(const assist& one)
{
    return one.state == assist_state::closing || one.state == assist_state::follow_up;
}

void go_on_without_assistee(unit_of_work& work, const group& here, const assist& one, stop_cause why,
                            instant now)
{
    const auto format = work.templates().find(one.format).value();
    const bool turns = format.turns > 1 || several_asked(work, one);
    if (past_phases(one) && turns && !askers_of(work, one).empty()) {
        // Others who had a turn are still asked what became of theirs.
        if (one.state == assist_state::closing) begin_follow_up(work, here, one, now);
        return;
    }
    if (past_phases(one)) return end_without_summary(work, here, one, now);
    if (format.turns > one.turn && work.assists().running(one.id)) {
        // Their turn is over; the next one has theirs.
        const auto run = *work.assists().running(one.id);
        auto over = run;
        over.ended_at = now;
        cancel_timers(work, one.id);
        over.place = static_cast<int>(format.phases.size());
        work.assists().save(over);
        return go_on(work, here, one, now);
    }
    if (has_help(work, one)) return end_without_summary(work, here, one, now);
    stop_because(work, here, one, why, now);
}

// A call is at its hour, and of those who help each other in turn the next has theirs; all else can wait.
bool waits_for_assistee(unit_of_work& work, const assist& one, instant back, instant now)
{
    if (past_phases(one)) return true;
    const auto format = work.templates().find(one.format).value();
    if (format.turns > one.turn && work.assists().running(one.id)) return false;
    return !one.meets_at || *one.meets_at <= now || *one.meets_at >= back;
}

void go_on_without(unit_of_work& work, const group& here, const assist& one, member_id who, stop_cause why,
                   instant now)
{
    mark_left(work, one, who, now);
    if (one.assistee == who) return go_on_without_assistee(work, here, one, why, now);
    const bool to_steer = one.state == assist_state::scheduled || one.state == assist_state::running;
    if (one.facilitator == who && to_steer) pass_to_next(work, here, one, now);
    redraw(work, one);
    look_at_phase(work, here, one.id, now);
}

// What was to happen after a time has what is left of it; what would have come meanwhile comes once.
void put_off(unit_of_work& work, const group& here, timer_kind kind, std::int64_t subject, instant since,
             instant now)
{
    auto waiting = work.timers().waiting(here.id);
    std::erase_if(waiting, [&](const timer& each) { return each.kind != kind || each.subject != subject; });
    if (waiting.empty()) return;
    work.timers().cancel(kind, subject);
    for (const auto& each : waiting) {
        // The last follow-up asks nothing any more: until then there is time for an answer.
        const bool asks = kind == timer_kind::assist_follow_up && each.due_at < waiting.back().due_at;
        const auto left = std::max<milliseconds>(each.due_at - since, milliseconds{0});
        const auto again = asks ? std::max(each.due_at, now) : now + left;
        set_timer(work, here, kind, subject, next_working_moment(again, zone_of(here)));
    }
}

void put_off_all(unit_of_work& work, const group& here, assist one, instant since, instant now)
{
    for (const auto kind : {timer_kind::assist_unclaimed, timer_kind::assist_closing_ends,
                            timer_kind::assist_review_ends, timer_kind::assist_follow_up})
        put_off(work, here, kind, one.id.value, since, now);
    call_for_summary(work, here, one, now);
    if (const auto run = work.assists().running(one.id); run && !run->ends_at)
        put_off(work, here, timer_kind::assist_too_few, run->id.value, since, now);
    if (!one.review_until || *one.review_until < since) return;
    one.review_until = next_working_moment(now + (*one.review_until - since), zone_of(here));
    keep_assist(work, one);
}

} // namespace

void leave_assists(unit_of_work& work, const group& here, member_id who, instant now)
{
    for (const auto& one : work.assists().going_on(here.id))
        go_on_without(work, here, one, who, stop_cause::assistee_left, now);
}

void rest_from_assists(unit_of_work& work, const group& here, const member& who, instant now)
{
    const auto back = zone_of(here).to_instant(who.paused_until.value() + minutes{0});
    for (const auto& one : work.assists().going_on(here.id)) {
        if (one.assistee == who.id && waits_for_assistee(work, one, back, now)) {
            const auto run = work.assists().running(one.id);
            if (run && run->ends_at && run->waits_since) tell_of_break(work, here, one, *run, now);
            continue;
        }
        go_on_without(work, here, one, who.id, stop_cause::assistee_silent, now);
    }
}

void take_up_assists(unit_of_work& work, const group& here, instant since, instant now)
{
    const auto where = zone_of(here);
    for (const auto& one : work.assists().going_on(here.id)) {
        if (one.meets_at && *one.meets_at >= since && *one.meets_at <= now &&
            (one.state == assist_state::scheduled || one.state == assist_state::running)) {
            stop_because(work, here, one, stop_cause::channel_away, now);
            continue;
        }
        auto run = work.assists().running(one.id);
        if (!run || !run->ends_at) {
            put_off_all(work, here, one, since, now);
            continue;
        }
        if (run->live) {
            stop_because(work, here, one, stop_cause::channel_away, now);
            continue;
        }
        cancel_timers(work, one.id);
        const auto left = std::max<milliseconds>(*run->ends_at - since, milliseconds{0});
        run->began_at += now - since;
        run->ends_at = next_working_moment(now + left, where);
        work.assists().save(*run);
        time_phase(work, here, one, *run, now);
        redraw(work, one);
    }
}

} // namespace peerbot::core
