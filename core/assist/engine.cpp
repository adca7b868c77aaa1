#include "core/assist/engine.hpp"

#include "core/assist/calls.hpp"
#include "core/assist/choosing.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/phase_times.hpp"
#include "core/assist/prompting.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/steps.hpp"
#include "core/assist/summary.hpp"
#include "core/assist/view.hpp"
#include "core/time/working_hours.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr hours more_people_wait{48};
constexpr minutes live_people_wait{10};

void show_held_help(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                    const phase& what, instant now)
{
    if (what.form != contribution_kind::help) return;
    for (auto each : work.contributions().of_assist(one.id)) {
        if (each.state != contribution_state::held) continue;
        if (what.ideas_wait > hours{0} && each.tag == help_tag::idea) continue;
        each.state = contribution_state::shown;
        // What was meant for a turn that is over stays in that one.
        if (!in_turn_of_another(work, one, each)) each.run = run.id;
        work.contributions().save(each);
        say(work, here, message_kind::assist_posted, each.id.value, now);
    }
}

void open_threads(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                  const phase& what, instant now)
{
    if (!what.by_question) return;
    bool any = false;
    for (const auto& each : work.contributions().of_assist(one.id)) {
        if (each.kind != contribution_kind::question || each.author != one.assistee) continue;
        say(work, here, message_kind::assist_thread, each.id.value, now);
        any = true;
    }
    if (any || one.what.question.empty()) return;
    const auto asked = work.contributions().add({.id = {},
                                                 .assist = one.id,
                                                 .run = run.id,
                                                 .author = one.assistee,
                                                 .kind = contribution_kind::question,
                                                 .text = one.what.question});
    say(work, here, message_kind::assist_thread, asked.value, now);
}

void announce(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
              const phase& what, instant now)
{
    say(work, here, message_kind::assist_phase, run.id.value, now);
    if (run.live) return;
    if (what.speak == speakers::assistee && one.assistee)
        tell(work, here, message_kind::assist_your_turn, run.id.value, one.assistee, now);
    if (what.speak == speakers::facilitator && one.facilitator)
        tell(work, here, message_kind::assist_your_turn, run.id.value, one.facilitator, now);
}

void start_run(unit_of_work& work, const group& here, assist one, phase_run run, instant now)
{
    const auto what = phase_of(work, one, run);
    const bool first = work.assists().runs(one.id).size() == 1;
    run.began_at = now;
    run.waits_since.reset();
    run.ends_at = end_of_phase(here, one, format_of(work, one), run);
    work.assists().save(run);
    one.state = assist_state::running;
    keep_assist(work, one);
    time_phase(work, here, one, run, now);
    if (first && format_of(work, one).notes_thread)
        say(work, here, message_kind::assist_notes_thread, one.id.value, now);
    announce(work, here, one, run, what, now);
    open_threads(work, here, one, run, what, now);
    show_held_help(work, here, one, run, what, now);
}

// A phase before this one did, and was ended without them.
bool waited_for_people_before(unit_of_work& work, const phase_run& run)
{
    const auto runs = work.assists().runs(run.assist);
    return std::any_of(runs.begin(), runs.end(), [&](const phase_run& each) {
        return each.id != run.id && each.format == run.format && each.waits_since && !each.ends_at;
    });
}

void wait_for_people(unit_of_work& work, const group& here, assist one, phase_run run, instant now)
{
    const bool known = waited_for_people_before(work, run);
    run.waits_since = now;
    work.assists().save(run);
    one.state = assist_state::running;
    keep_assist(work, one);
    const auto until =
        run.live ? now + live_people_wait : after_working_days(now, more_people_wait, zone_of(here));
    set_timer(work, here, timer_kind::assist_too_few, run.id.value, until);
    tell(work, here, message_kind::assist_too_few, one.id.value, one.assistee, now);
    if (!known) say(work, here, message_kind::assist_too_few, one.id.value, now);
}

void wait_for_call(unit_of_work& work, const group& here, assist one)
{
    one.state = assist_state::scheduled;
    one.begins_at = one.meets_at;
    keep_assist(work, one);
    set_timer(work, here, timer_kind::assist_begins, one.id.value, *one.meets_at);
}

void keep_yield(unit_of_work& work, const group& here, const phase_run& run, instant now)
{
    auto one = work.assists().find(run.assist).value();
    const auto what = phase_of(work, one, run);
    if (what.form == contribution_kind::challenge) empty_inventory(work, here, one, run, now);
    switch (what.yields) {
    case phase_yield::nothing:
        return;
    case phase_yield::agreed_question:
        if (!one.agreed_question.empty()) return;
        one.agreed_question = one.what.question;
        return keep_assist(work, one);
    case phase_yield::choice:
        return choose_challenge(work, here, one, now);
    case phase_yield::call:
        choose_best_slot(work, here, one, now);
        return;
    }
}

// In a call somebody may still tell what they have.
bool nothing_to_choose(unit_of_work& work, const assist& one, const phase_run& over)
{
    if (over.live || one.assistee || phase_of(work, one, over).form != contribution_kind::challenge)
        return false;
    const auto said = work.contributions().of_assist(one.id);
    return std::none_of(said.begin(), said.end(),
                        [](const contribution& each) { return each.kind == contribution_kind::challenge; });
}

// Of a phase that was ended before their time came.
void show_ideas_that_waited(unit_of_work& work, const group& here, const assist& one, const phase_run& over,
                            instant now)
{
    auto what = phase_of(work, one, over);
    if (what.ideas_wait == hours{0}) return;
    what.ideas_wait = hours{0};
    show_held_help(work, here, one, over, what, now);
}

} // namespace

void schedule_assist(unit_of_work& work, const group& here, assist one, instant now)
{
    const auto format = format_of(work, one);
    if (format.facilitated && !one.facilitator) one.facilitator = next_facilitator(work, here, one);
    one.state = assist_state::scheduled;
    one.suggested.clear();
    one.begins_at = beginning_of(here, one, format, now);
    if (!one.card) {
        one.card = work.cards().add({.id = {},
                                     .kind = card_kind::assist,
                                     .group = here.id,
                                     .subject = one.id.value,
                                     .channel = {},
                                     .stamp = {}});
        work.outbox().add({.kind = message_kind::assist_card,
                           .group = here.id,
                           .subject = one.id.value,
                           .to = here.channel,
                           .card = one.card,
                           .due_at = now});
    }
    if (one.assistee)
        make_assistee(work, here, one, one.assistee, now);
    else if (one.facilitator)
        take_part(work, one, one.facilitator, now);
    work.assists().save(one);
    if (one.facilitator)
        tell(work, here, message_kind::assist_facilitate, one.id.value, one.facilitator, now);
    else if (format.facilitated)
        say(work, here, message_kind::assist_unfacilitated, one.id.value, now);
    if (*one.begins_at <= now) return go_on(work, here, one, now);
    set_timer(work, here, timer_kind::assist_begins, one.id.value, *one.begins_at);
}

void go_on(unit_of_work& work, const group& here, assist one, instant now)
{
    const auto format = format_of(work, one);
    auto next = next_step(work, one, format);
    while (next && next->turn != one.turn) {
        if (const auto who = assistee_of_turn(work, one, next->turn)) {
            keep_question_of_turn(work, one);
            one.turn = next->turn;
            one.what = {};
            one.agreed_question.clear();
            make_assistee(work, here, one, who, now);
        } else if (next->turn < format.turns) {
            ++next->turn;
        } else {
            next.reset();
        }
    }
    if (!next) return begin_closing(work, here, one, now);
    const auto what = format.phases[static_cast<std::size_t>(next->place) - 1];
    if (!one.assistee && !choice_ahead(format, next->place)) {
        one.state = assist_state::running;
        keep_assist(work, one);
        return wait_for_assistee(work, here, one, now);
    }
    if (next->live && one.meets_at && *one.meets_at > now) return wait_for_call(work, here, one);
    phase_run run{.id = {},
                  .assist = one.id,
                  .format = one.format,
                  .asker = one.assistee,
                  .turn = next->turn,
                  .place = next->place,
                  .live = next->live,
                  .began_at = now};
    run.id = work.assists().add(run);
    if (needs_assisters(one, what) && too_few(work, one, format))
        return wait_for_people(work, here, one, run, now);
    start_run(work, here, one, run, now);
}

void end_phase(unit_of_work& work, const group& here, const phase_run& run, instant now)
{
    cancel_phase_timers(work, run.id);
    auto over = run;
    over.ended_at = now;
    work.assists().save(over);
    keep_yield(work, here, over, now);
    const auto one = work.assists().find(run.assist).value();
    if (nothing_to_choose(work, one, over))
        return stop_because(work, here, one, stop_cause::nobody_chosen, now);
    show_ideas_that_waited(work, here, one, over, now);
    go_on(work, here, one, now);
}

void look_at_phase(unit_of_work& work, const group& here, assist_id id, instant now)
{
    const auto one = work.assists().find(id).value();
    if (one.state == assist_state::closing) return look_at_review(work, here, one, now);
    auto run = work.assists().running(id);
    if (!run || one.state != assist_state::running) return;
    const auto what = phase_of(work, one, *run);
    if (run->waits_since && !run->ends_at) {
        if (!one.assistee || too_few(work, one, format_of(work, one))) return;
        cancel_phase_timers(work, run->id);
        return start_run(work, here, one, *run, now);
    }
    const auto silent = silent_speakers(work, one, *run);
    if (run->waits_since) {
        if (!silent.empty()) return;
        run->waits_since.reset();
        work.assists().save(*run);
        redraw(work, one);
        if (*run->ends_at <= now) return end_phase(work, here, *run, now);
    }
    if (run->live || !what.ends.all_spoken || !silent.empty()) return;
    if (speakers_of(work, one, what).empty()) return;
    if (what.yields == phase_yield::agreed_question && one.agreed_question.empty())
        return prompt_assistee(work, here, one, *run, now);
    if (!awaits_answer(work, one, *run)) end_phase(work, here, *run, now);
}

void give_challenge_to(unit_of_work& work, const group& here, assist one, member_id who, instant now)
{
    make_assistee(work, here, one, who, now);
    if (const auto run = work.assists().running(one.id)) return start_run(work, here, one, *run, now);
    if (one.state == assist_state::running) go_on(work, here, one, now);
}

} // namespace peerbot::core
