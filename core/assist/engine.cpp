#include "core/assist/engine.hpp"

#include "core/assist/calls.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
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
                                      timer_kind::assist_unclaimed,      timer_kind::assist_closing_ends,
                                      timer_kind::assist_review_ends,    timer_kind::assist_follow_up};

constexpr hours more_people_wait{48};
constexpr minutes live_people_wait{10};
constexpr hours claim_time{24};
constexpr minutes live_claim_time{5};

assist_template format_of(unit_of_work& work, const assist& one)
{
    return work.templates().find(one.format).value();
}

// Whether a phase of this assist is held in a call; nothing when the assist does not have it.
std::optional<bool> held_live(const assist& one, const phase& what)
{
    if (what.chooses() && one.assistee) return std::nullopt;
    if (one.pace == assist_pace::live && what.live > minutes{0}) return true;
    if (what.in_writing > hours{0}) return false;
    if (one.meets_at) return true;
    return std::nullopt;
}

struct step
{
    int turn;
    int place;
    bool live;
};

std::optional<step> next_step(unit_of_work& work, const assist& one, const assist_template& format)
{
    const auto runs = work.assists().runs(one.id);
    const bool begun = !runs.empty() && runs.back().format == one.format;
    int turn = begun ? runs.back().turn : one.turn;
    int place = begun ? runs.back().place + 1 : 1;
    const int last = static_cast<int>(format.phases.size());
    for (; turn <= format.turns; ++turn, place = 1) {
        for (; place <= last; ++place) {
            const auto live = held_live(one, format.phases[static_cast<std::size_t>(place) - 1]);
            if (live) return step{.turn = turn, .place = place, .live = *live};
        }
    }
    return std::nullopt;
}

void keep_question_of_turn(unit_of_work& work, const assist& one)
{
    const auto& question = one.agreed_question.empty() ? one.what.question : one.agreed_question;
    const auto runs = work.assists().runs(one.id);
    if (question.empty() || !one.assistee || runs.empty()) return;
    work.contributions().add({.id = {},
                              .assist = one.id,
                              .run = runs.back().id,
                              .author = one.assistee,
                              .kind = contribution_kind::story,
                              .text = question});
}

// Who is the assistee in the next turn: whoever joined after the one before and is still there. Nobody when
// everybody had a turn.
member_id assistee_of_turn(unit_of_work& work, const assist& one, int turn)
{
    auto people = work.assists().participants(one.id);
    std::erase_if(people, [&](const participant& each) { return each.member == one.facilitator; });
    if (turn > static_cast<int>(people.size())) return {};
    const auto before = std::find_if(people.begin(), people.end(),
                                     [&](const participant& each) { return each.member == one.assistee; });
    if (before != people.end()) std::rotate(people.begin(), before + 1, people.end());
    const auto next =
        std::find_if(people.begin(), people.end(), [](const participant& each) { return each.there(); });
    return next == people.end() || next->member == one.assistee ? member_id{} : next->member;
}

bool needs_assisters(const assist& one, const phase& what)
{
    return one.assistee && (what.speak == speakers::assisters || what.speak == speakers::everybody);
}

// Until the group has chosen, nobody is the assistee.
bool choice_ahead(const assist_template& format, int place)
{
    return std::any_of(format.phases.begin() + (place - 1), format.phases.end(),
                       [](const phase& one) { return one.chooses(); });
}

bool too_few(unit_of_work& work, const assist& one, const assist_template& format)
{
    return static_cast<int>(assisters_of(work, one).size()) < format.fewest;
}

// From this phase on, what is written before the call begins.
hours written_before_call(const assist& one, const assist_template& format, int place)
{
    hours written{0};
    for (auto at = static_cast<std::size_t>(place) - 1; at < format.phases.size(); ++at) {
        const auto live = held_live(one, format.phases[at]);
        if (live && *live) break;
        if (live) written += format.phases[at].in_writing;
    }
    return written;
}

// Before a call that comes sooner than the phases need, they are shortened in proportion.
instant end_of(const group& here, const assist& one, const assist_template& format, const phase_run& run)
{
    const auto& what = format.phases.at(static_cast<std::size_t>(run.place) - 1);
    if (run.live) return run.began_at + what.live;
    if (one.deadline && what.ends.assistee && *one.deadline > run.began_at) return *one.deadline;
    const auto where = zone_of(here);
    const auto ends = after_working_days(run.began_at, what.in_writing, where);
    if (one.pace != assist_pace::live || !one.meets_at || *one.meets_at <= run.began_at) return ends;
    const auto written = written_before_call(one, format, run.place);
    if (after_working_days(run.began_at, written, where) <= *one.meets_at) return ends;
    return run.began_at + (*one.meets_at - run.began_at) * what.in_writing.count() / written.count();
}

void show_held_help(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                    const phase& what, instant now)
{
    if (what.form != contribution_kind::help) return;
    for (auto each : work.contributions().of_assist(one.id)) {
        if (each.state != contribution_state::held) continue;
        if (what.ideas_wait > hours{0} && each.tag == help_tag::idea) continue;
        each.state = contribution_state::shown;
        each.run = run.id;
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
    run.ends_at = end_of(here, one, format_of(work, one), run);
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

void wait_for_people(unit_of_work& work, const group& here, assist one, phase_run run, instant now)
{
    run.waits_since = now;
    work.assists().save(run);
    one.state = assist_state::running;
    keep_assist(work, one);
    const auto until =
        run.live ? now + live_people_wait : after_working_days(now, more_people_wait, zone_of(here));
    set_timer(work, here, timer_kind::assist_too_few, run.id.value, until);
    tell(work, here, message_kind::assist_too_few, one.id.value, one.assistee, now);
}

void wait_for_call(unit_of_work& work, const group& here, assist one)
{
    one.state = assist_state::scheduled;
    one.begins_at = one.meets_at;
    keep_assist(work, one);
    set_timer(work, here, timer_kind::assist_begins, one.id.value, *one.meets_at);
}

// All together, in the order of their words, which tells nothing about who wrote them or when.
void empty_inventory(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                     instant now)
{
    auto boxed = work.contributions().boxed(run.id);
    if (boxed.empty()) return;
    std::sort(boxed.begin(), boxed.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
    const bool named = std::all_of(boxed.begin(), boxed.end(), [](const auto& each) { return each.named; });
    for (const auto& each : boxed) {
        work.contributions().add({.id = {},
                                  .assist = one.id,
                                  .run = run.id,
                                  .author = named ? each.author : member_id{},
                                  .kind = contribution_kind::challenge,
                                  .text = each.text});
    }
    work.contributions().empty_box(run.id);
    say(work, here, message_kind::assist_challenges, run.id.value, now);
}

std::optional<contribution> most_affecting(unit_of_work& work, const assist& one)
{
    std::optional<contribution> most;
    for (const auto& each : work.contributions().of_assist(one.id)) {
        if (each.kind != contribution_kind::challenge) continue;
        if (!most || each.affects > most->affects) most = each;
    }
    return most;
}

// Whoever is to be the assistee does not facilitate it any more: the next in the order does.
void free_from_facilitating(unit_of_work& work, const group& here, assist& one, member_id who, instant now)
{
    if (one.facilitator != who) return;
    one.facilitator = {};
    one.assistee = who;
    one.facilitator = next_facilitator(work, here, one);
    if (one.facilitator)
        tell(work, here, message_kind::assist_facilitate, one.id.value, one.facilitator, now);
    else
        say(work, here, message_kind::assist_unfacilitated, one.id.value, now);
}

void make_assistee(unit_of_work& work, const group& here, assist& one, member_id who, instant now)
{
    free_from_facilitating(work, here, one, who, now);
    one.assistee = who;
    for (const auto member : {one.assistee, one.facilitator}) {
        if (member) take_part(work, one, member, now);
    }
    work.timers().cancel(timer_kind::assist_unclaimed, one.id.value);
    keep_assist(work, one);
}

void choose_challenge(unit_of_work& work, const group& here, assist one, instant now)
{
    work.contributions().count_marks(one.id);
    const auto chosen = most_affecting(work, one);
    if (!chosen) return;
    one.what.question = chosen->text;
    const auto author = chosen->author ? work.members().find(chosen->author) : std::nullopt;
    if (author && author->active()) {
        make_assistee(work, here, one, author->id, now);
        tell(work, here, message_kind::assist_bring, one.id.value, author->id, now);
    } else {
        keep_assist(work, one);
    }
    say(work, here, message_kind::assist_chosen, one.id.value, now);
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

} // namespace

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

void cancel_timers(unit_of_work& work, assist_id id)
{
    for (const auto kind : timers_of_assist)
        work.timers().cancel(kind, id.value);
    if (const auto run = work.assists().running(id)) {
        for (const auto kind : timers_of_run)
            work.timers().cancel(kind, run->id.value);
    }
}

void schedule_assist(unit_of_work& work, const group& here, assist one, instant now)
{
    const auto format = format_of(work, one);
    const auto where = zone_of(here);
    if (format.facilitated && !one.facilitator) one.facilitator = next_facilitator(work, here, one);
    one.state = assist_state::scheduled;
    one.suggested.clear();
    one.begins_at = next_working_moment(now, where);
    if (one.pace == assist_pace::live) {
        const auto written = written_before_call(one, format, 1);
        one.begins_at = std::max(now, written > hours{0} ? working_days_before(*one.meets_at, written, where)
                                                         : *one.meets_at);
    }
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
        const auto turn = next->turn;
        keep_question_of_turn(work, one);
        one.turn = turn;
        one.what = {};
        one.agreed_question.clear();
        if (const auto who = assistee_of_turn(work, one, turn)) {
            make_assistee(work, here, one, who, now);
            break;
        }
        if (turn >= format.turns) next.reset();
        if (next) next->turn = turn + 1;
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
    for (const auto kind : timers_of_run)
        work.timers().cancel(kind, run.id.value);
    auto over = run;
    over.ended_at = now;
    work.assists().save(over);
    keep_yield(work, here, over, now);
    go_on(work, here, work.assists().find(run.assist).value(), now);
}

void look_at_phase(unit_of_work& work, const group& here, assist_id id, instant now)
{
    const auto one = work.assists().find(id).value();
    auto run = work.assists().running(id);
    if (!run || one.state != assist_state::running) return;
    const auto what = phase_of(work, one, *run);
    if (run->waits_since && !run->ends_at) {
        if (!one.assistee || too_few(work, one, format_of(work, one))) return;
        for (const auto kind : timers_of_run)
            work.timers().cancel(kind, run->id.value);
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
    if (what.yields == phase_yield::agreed_question && one.agreed_question.empty()) return;
    if (speakers_of(work, one, what).empty()) return;
    const auto said = work.contributions().of_assist(id);
    const bool unanswered = std::any_of(said.begin(), said.end(), [&](const contribution& each) {
        return each.run == run->id && each.kind == contribution_kind::question &&
               each.author != one.assistee &&
               std::none_of(said.begin(), said.end(),
                            [&](const contribution& other) { return other.about == each.id; });
    });
    if (!unanswered) end_phase(work, here, *run, now);
}

void stop_because(unit_of_work& work, const group& here, assist one, stop_cause why, instant now)
{
    cancel_timers(work, one.id);
    if (auto run = work.assists().running(one.id)) {
        run->ended_at = now;
        work.assists().save(*run);
        if (!work.contributions().boxed(run->id).empty()) work.contributions().empty_box(run->id);
    }
    work.contributions().count_marks(one.id);
    one.state = assist_state::stopped;
    one.suggested.clear();
    one.stopped_because = why;
    one.ended_at = now;
    keep_assist(work, one);
    if (one.card)
        say(work, here, message_kind::assist_stopped, one.id.value, now);
    else if (one.assistee)
        tell(work, here, message_kind::assist_stopped, one.id.value, one.assistee, now);
    if (why == stop_cause::facilitator) return;
    for (const auto& who : facilitators(work, here.id))
        tell(work, here, message_kind::assist_not_held, one.id.value, who.id, now);
}

void give_challenge_to(unit_of_work& work, const group& here, assist one, member_id who, instant now)
{
    make_assistee(work, here, one, who, now);
    if (const auto run = work.assists().running(one.id)) return start_run(work, here, one, *run, now);
    if (one.state == assist_state::running) go_on(work, here, one, now);
}

void wait_for_assistee(unit_of_work& work, const group& here, const assist& one, instant now)
{
    const auto until = one.pace == assist_pace::live && one.meets_at && *one.meets_at <= now
                           ? now + live_claim_time
                           : after_working_days(now, claim_time, zone_of(here));
    set_timer(work, here, timer_kind::assist_unclaimed, one.id.value, until);
}

} // namespace peerbot::core
