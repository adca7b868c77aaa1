#include "core/voting/close_ballot.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/voting/count.hpp"
#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"

#include <algorithm>
#include <map>

namespace peerbot::core {
namespace {

// Who is not active any more is not counted.
std::vector<cast_row> votes_that_count(unit_of_work& work, const ballot& running)
{
    for (const auto voter : work.votes().voters(running)) {
        const auto who = work.members().find(voter);
        if (!who || !who->active()) work.votes().replace(running, voter, {});
    }
    return work.votes().all(running);
}

// How many of the ballot's topics are scheduled; of a run-off, as many as the tie has places above the line.
int room_on(unit_of_work& work, const ballot& running)
{
    if (!running.decides) return sessions_from_ballot;
    const auto decided = work.ballots().lines(running.decides);
    return static_cast<int>(std::count_if(decided.begin(), decided.end(), [&](const ballot_line& one) {
        return one.place <= sessions_from_ballot && work.ballots().has_line(running.id, one.subject.id);
    }));
}

void freeze(unit_of_work& work, ballot& running)
{
    const auto cast = votes_that_count(work, running);
    const auto counted = count_votes(running, work.ballots().lines(running.id), cast, room_on(work, running));
    for (const auto& line : counted.lines)
        work.ballots().save_line(running.id, line);
    for (const auto& one : counted.rounds)
        work.ballots().add_round(running.id, one);
    running.voters = counted.voters;
    running.electorate = work.members().count_active(running.group);
}

place_rule rule_of_run_off(place_rule counted)
{
    return counted == place_rule::more_votes ? place_rule::run_off : counted;
}

// The places of a tie follow the run-off, unless nobody voted on it; the votes that led to the tie stay as
// they were counted.
void break_tie(unit_of_work& work, const ballot& run_off)
{
    if (run_off.voters == 0) return;
    const auto order = lines_by_place(work, run_off.id);
    std::map<topic_id, ballot_line> tied;
    for (const auto& line : work.ballots().lines(run_off.decides))
        if (work.ballots().has_line(run_off.id, line.subject.id)) tied[line.subject.id] = line;
    const auto highest = std::min_element(tied.begin(), tied.end(), [](const auto& a, const auto& b) {
        return a.second.place < b.second.place;
    });
    const int above = highest->second.place - 1;
    for (const auto& line : order) {
        auto& decided = tied.at(line.subject.id);
        decided.place = above + line.place;
        decided.decided_by = rule_of_run_off(line.decided_by);
    }
    // What follows had fewer votes.
    tied.at(order.back().subject.id).decided_by = place_rule::more_votes;
    for (const auto& [topic, line] : tied)
        work.ballots().save_line(run_off.decides, line);
}

void finish(unit_of_work& work, ballot running, close_cause cause, instant now)
{
    const auto here = known_group(work, running.group);
    freeze(work, running);
    running.closed_at = now;
    running.closed_by = cause;
    work.ballots().save(running);
    if (running.anonymous) work.votes().forget_choices(running);
    work.timers().cancel(timer_kind::ballot_closes, running.id.value);
    work.timers().cancel(timer_kind::vote_reminder, running.id.value);
    work.cards().mark_dirty(running.card);
    work.outbox().add({.kind = message_kind::ballot_result,
                       .group = running.group,
                       .subject = running.id.value,
                       .to = here.channel,
                       .due_at = now});
    if (!running.decides) return propose_plan(work, here, running, now);
    break_tie(work, running);
    const auto decided = work.ballots().find(running.decides);
    work.cards().mark_dirty(decided->card);
    propose_plan(work, here, *decided, now);
}

// The 48 hours count from the deadline; from now when it was missed, so that there is time to vote.
void extend(unit_of_work& work, ballot running, instant now)
{
    const auto from = now - running.closes_at > closed_late_after ? now : running.closes_at;
    running.closes_at = from + extension_time;
    running.extended = true;
    work.ballots().save(running);
    work.timers().add({.id = {},
                       .kind = timer_kind::ballot_closes,
                       .group = running.group,
                       .subject = running.id.value,
                       .due_at = running.closes_at});
    work.cards().mark_dirty(running.card);
    work.outbox().add({.kind = message_kind::vote_extended,
                       .group = running.group,
                       .subject = running.id.value,
                       .to = known_group(work, running.group).channel,
                       .due_at = now,
                       .void_after = running.closes_at});
}

int voters_that_count(unit_of_work& work, const ballot& running)
{
    const auto people = work.votes().voters(running);
    return static_cast<int>(std::count_if(people.begin(), people.end(), [&](member_id id) {
        const auto who = work.members().find(id);
        return who && who->active();
    }));
}

bool reminder_waits(unit_of_work& work, const ballot& running)
{
    const auto waiting = work.timers().waiting(running.group);
    return std::any_of(waiting.begin(), waiting.end(), [&](const timer& one) {
        return one.kind == timer_kind::vote_reminder && one.subject == running.id.value;
    });
}

// Whether a reminder of its own told the person of this vote, or on its last day another message did, beside
// the one that is being written.
bool was_told(const std::vector<message>& told, const ballot& running)
{
    int others = 0;
    for (const auto& one : told) {
        const bool reminder = one.kind == message_kind::vote_reminder;
        if (reminder && one.subject == running.id.value) return true;
        if (!reminder && one.due_at >= running.closes_at - days{1}) ++others;
    }
    return others > 1;
}

} // namespace

int quorum(int active_members)
{
    return std::min(active_members, std::max(3, (active_members + 1) / 2));
}

result<ballot> close_ballot(unit_of_work& work, const group& here, const user_id& by, instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    // Its deadline has come, and its timer is about to fire.
    const bool late = running->closes_at <= now;
    finish(work, *running, late ? close_cause::deadline : close_cause::facilitator, now);
    return *work.ballots().find(running->id);
}

void deadline_came(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open() || running->closes_at > now) return;
    const bool enough =
        voters_that_count(work, *running) >= quorum(work.members().count_active(running->group));
    if (enough || running->extended || running->decides)
        finish(work, *running, close_cause::deadline, now);
    else
        extend(work, *running, now);
}

void remind_voters(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open() || running->closes_at <= now) return;
    const auto here = known_group(work, running->group);
    for (const auto& who : work.members().present(here.id)) {
        if (!who.active() || work.votes().has_voted(*running, who.id)) continue;
        if (!may_interrupt(work, here.workspace, who.user, now)) continue;
        work.outbox().add({.kind = message_kind::vote_reminder,
                           .group = here.id,
                           .subject = id.value,
                           .to = who.user,
                           .due_at = now,
                           .void_after = running->closes_at});
    }
}

std::vector<ballot> votes_to_mention(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                                     instant now)
{
    std::vector<ballot> found;
    for (const auto& who : work.members().of_person(workspace, person)) {
        if (!who.active()) continue;
        const auto running = work.ballots().open_in(who.group);
        if (!running || running->closes_at <= now || running->closes_at - now > days{1}) continue;
        if (work.votes().has_voted(*running, who.id)) continue;
        if (reminder_waits(work, *running)) continue;
        if (!was_told(work.outbox().told(workspace, person, running->opened_at), *running))
            found.push_back(*running);
    }
    return found;
}

} // namespace peerbot::core
