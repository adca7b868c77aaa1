#include "core/assist/calls.hpp"
#include "core/assist/engine.hpp"
#include "core/assist/experience.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/prompting.hpp"
#include "core/assist/propose.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/steps.hpp"
#include "core/assist/summary.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

// A call that could not begin in its hour, because peerbot did not run, is not held.
constexpr hours late_for_call{1};

bool assistee_is_silent(unit_of_work& work, const assist& one, const phase_run& run)
{
    const auto what = phase_of(work, one, run);
    if (what.speak != speakers::assistee || what.optional || run.live) return false;
    return !silent_speakers(work, one, run).empty();
}

void wait_for_silent(unit_of_work& work, const group& here, const assist& one, phase_run run, instant now)
{
    if (run.waits_since) return;
    run.waits_since = now;
    work.assists().save(run);
    redraw(work, one);
    tell(work, here, message_kind::assist_waits, run.id.value, one.assistee, now);
    tell_of_break(work, here, one, run, now);
}

void begins(unit_of_work& work, const group& here, const assist& one, const timer& due, instant now)
{
    if (one.state != assist_state::scheduled) return;
    // The hour of its session may have moved with the clocks.
    if (one.session) session_of_assist_changed(work, here, one.session, now);
    const auto again = work.assists().find(one.id).value();
    if (again.state != assist_state::scheduled || again.meets_at != one.meets_at) return;
    const bool call = one.meets_at && *one.meets_at <= due.due_at;
    if (call && now - due.due_at > late_for_call)
        return stop_because(work, here, one, stop_cause::channel_away, now);
    go_on(work, here, one, now);
}

// Who can end a phase that has no end by time is reminded once; then it goes on without them.
void time_is_up(unit_of_work& work, const group& here, const assist& one, phase_run run, instant now)
{
    if (!run.ends_at || now < *run.ends_at) return;
    const auto what = phase_of(work, one, run);
    if (assistee_is_silent(work, one, run)) return wait_for_silent(work, here, one, run, now);
    if (what.ends.time || run.live || run.extended) return end_phase(work, here, run, now);
    run.extended = true;
    run.ends_at = after_working_days(now, what.in_writing, zone_of(here));
    work.assists().save(run);
    redraw(work, one);
    set_timer(work, here, timer_kind::assist_phase_ends, run.id.value, *run.ends_at);
    const auto who = what.ends.assistee ? one.assistee : one.facilitator;
    tell(work, here, message_kind::assist_your_turn, run.id.value, who, now);
}

void show_ideas(unit_of_work& work, const group& here, const assist& one, const phase_run& run, instant now)
{
    for (auto each : work.contributions().of_assist(one.id)) {
        if (each.state != contribution_state::held || each.kind != contribution_kind::help) continue;
        each.state = contribution_state::shown;
        each.run = run.id;
        work.contributions().save(each);
        say(work, here, message_kind::assist_posted, each.id.value, now);
    }
    redraw(work, one);
}

bool has_help(unit_of_work& work, const assist& one)
{
    const auto said = work.contributions().of_assist(one.id);
    return std::any_of(said.begin(), said.end(),
                       [](const contribution& each) { return each.kind == contribution_kind::help; });
}

void ask_experienced(unit_of_work& work, const group& here, const assist& one, instant now)
{
    if (has_help(work, one)) return;
    for (const auto& who : experienced_with(work, here, one, now))
        tell(work, here, message_kind::assist_experience, one.id.value, who.id, now);
}

void still_too_few(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                   instant now)
{
    if (!run.waits_since || run.ends_at) return;
    const auto instead = written_instead(work, here, format_of(work, one));
    if (!instead) return stop_because(work, here, one, stop_cause::too_few, now);
    take_format(work, here, one, *instead, now);
}

void nobody_brings_it(unit_of_work& work, const group& here, const assist& one, instant now)
{
    if (one.assistee || one.state != assist_state::running) return;
    if (one.what.question.empty()) return stop_because(work, here, one, stop_cause::nobody_chosen, now);
    for (const auto& next : order_for(work, here, assist_role::assistee)) {
        const auto told = work.outbox().told(here.workspace, next.user, one.opened_at);
        const bool asked = std::any_of(told.begin(), told.end(), [&](const message& each) {
            return each.kind == message_kind::assist_bring && each.subject == one.id.value;
        });
        if (asked || next.id == one.facilitator) continue;
        tell(work, here, message_kind::assist_bring, one.id.value, next.id, now);
        return give_challenge_to(work, here, one, next.id, now);
    }
    stop_because(work, here, one, stop_cause::nobody_chosen, now);
}

void of_assist(unit_of_work& work, const group& here, const assist& one, const timer& due, instant now)
{
    switch (due.kind) {
    case timer_kind::assist_proposal_waits:
        return proposal_waited(work, one.id, due.due_at, now);
    case timer_kind::assist_begins:
        return begins(work, here, one, due, now);
    case timer_kind::assist_unclaimed:
        return nobody_brings_it(work, here, one, now);
    case timer_kind::assist_closing_soon:
        return closing_ends_soon(work, one.id, now);
    case timer_kind::assist_closing_ends:
        return closing_ended(work, one.id, now);
    case timer_kind::assist_review_ends:
        return review_ended(work, one.id, now);
    case timer_kind::assist_follow_up:
        return follow_up_came(work, one.id, due.due_at, now);
    default:
        throw std::logic_error("a timer that is not about an assist");
    }
}

void of_run(unit_of_work& work, const group& here, const assist& one, const phase_run& run, const timer& due,
            instant now)
{
    switch (due.kind) {
    case timer_kind::assist_phase_ends:
        return time_is_up(work, here, one, run, now);
    case timer_kind::assist_nudge:
        return remind_silent(work, here, one, run, now);
    case timer_kind::assist_silence:
        if (assistee_is_silent(work, one, run)) wait_for_silent(work, here, one, run, now);
        return;
    case timer_kind::assist_given_up:
        if (assistee_is_silent(work, one, run))
            stop_because(work, here, one, stop_cause::assistee_silent, now);
        return;
    case timer_kind::assist_ideas_open:
        return show_ideas(work, here, one, run, now);
    case timer_kind::assist_midway:
        return say(work, here, message_kind::assist_midway, run.id.value, now);
    case timer_kind::assist_unanswered:
        return ask_experienced(work, here, one, now);
    case timer_kind::assist_offer_others:
        return tell(work, here, message_kind::assist_unanswered, one.id.value, one.assistee, now);
    case timer_kind::assist_too_few:
        return still_too_few(work, here, one, run, now);
    default:
        throw std::logic_error("a timer that is not about a phase");
    }
}

// Whoever takes notes, or else the assistee.
member_id note_taker(unit_of_work& work, const assist& one)
{
    for (const auto& each : work.assists().participants(one.id)) {
        if (each.there() && each.takes_notes) return each.member;
    }
    return one.assistee;
}

void of_slot(unit_of_work& work, const group& here, const assist& one, const call_slot& slot,
             const timer& due, instant now)
{
    if (!one.open()) return;
    if (due.kind == timer_kind::assist_slot_settles) {
        if (!slot.chosen) slot_came(work, here, one, slot, now);
        return;
    }
    if (!slot.chosen) return;
    if (due.kind == timer_kind::assist_call_soon) {
        for (const auto who : seated(work, one, slot)) {
            const auto known = work.members().find(who);
            if (!known || known->state == member_state::left) continue;
            work.outbox().add({.kind = message_kind::assist_call_soon,
                               .group = here.id,
                               .subject = slot.id.value,
                               .to = known->user,
                               .due_at = now,
                               .void_after = end_of_call(slot)});
        }
        return;
    }
    // Also the card says that it is over.
    redraw(work, one);
    if (has_call_notes(work, slot)) return;
    tell(work, here, message_kind::assist_notes_due, slot.id.value, note_taker(work, one), now);
}

bool about_run(timer_kind kind)
{
    return kind >= timer_kind::assist_phase_ends && kind <= timer_kind::assist_too_few;
}

bool about_slot(timer_kind kind)
{
    return (kind >= timer_kind::assist_call_soon && kind <= timer_kind::assist_notes_due) ||
           kind == timer_kind::assist_slot_settles;
}

} // namespace

void assist_timer(unit_of_work& work, const timer& due, instant now)
{
    const auto here = known_group(work, due.group);
    if (work.members().present(here.id).empty()) {
        // Nobody is left who could go on with it.
        for (const auto& one : work.assists().going_on(here.id))
            stop_because(work, here, one, stop_cause::not_facilitated, now);
        return;
    }
    if (about_run(due.kind)) {
        const auto run = work.assists().find_run(phase_run_id{due.subject});
        if (!run || run->ended_at) return;
        return of_run(work, here, work.assists().find(run->assist).value(), *run, due, now);
    }
    if (about_slot(due.kind)) {
        const auto slot = work.contributions().find_slot(call_slot_id{due.subject});
        if (slot) of_slot(work, here, work.assists().find(slot->assist).value(), *slot, due, now);
        return;
    }
    if (const auto one = work.assists().find(assist_id{due.subject}); one && !one->over())
        of_assist(work, here, *one, due, now);
}

} // namespace peerbot::core
