#include "core/voting/close_ballot.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/count.hpp"
#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"

#include <algorithm>

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

// Those of the next three sessions that have no topic yet; of a run-off, as many as the tie has places among
// those.
int room_on(unit_of_work& work, const group& here, const ballot& running, instant now)
{
    if (running.decides) {
        const auto decided = work.ballots().find(running.decides);
        const auto lines = work.ballots().lines(running.decides);
        return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&](const ballot_line& one) {
            return one.place <= decided->room && work.ballots().has_line(running.id, one.subject.id);
        }));
    }
    plan_sessions(work, here, now);
    auto ahead = work.sessions().planned(here.id);
    std::erase_if(ahead, [&](const session& meeting) { return meeting.starts_at <= now; });
    if (ahead.size() > sessions_from_ballot) ahead.resize(sessions_from_ballot);
    return static_cast<int>(
        std::count_if(ahead.begin(), ahead.end(), [](const session& meeting) { return !meeting.topic; }));
}

void freeze(unit_of_work& work, const group& here, ballot& running, instant now)
{
    const auto cast = votes_that_count(work, running);
    running.room = room_on(work, here, running, now);
    const auto lines = work.ballots().lines(running.id);
    auto counted = count_votes(running, lines, cast, running.room);
    running.voters = counted.voters;
    running.electorate = work.members().count_active(here.id);
    running.closed_at = now;
    if (running.withheld()) counted = count_votes(running, lines, {}, running.room);
    for (const auto& line : counted.lines)
        work.ballots().save_line(running.id, line);
    for (const auto& one : counted.rounds)
        work.ballots().add_round(running.id, one);
}

struct tied_line
{
    ballot_line line;  // of the ballot that ended in the tie
    ballot_line again; // of the run-off
};

// The tied topics in the order of the run-off; where that is a tie again, in the order they had.
std::vector<tied_line> order_of_run_off(unit_of_work& work, const ballot& decided, const ballot& run_off)
{
    const auto lines = work.ballots().lines(run_off.id);
    std::vector<tied_line> order;
    for (const auto& line : lines_by_place(work, decided)) {
        const auto again = std::find_if(lines.begin(), lines.end(), [&](const ballot_line& one) {
            return one.subject.id == line.subject.id;
        });
        if (again != lines.end()) order.push_back({.line = line, .again = *again});
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const tied_line& a, const tied_line& b) { return a.again.votes > b.again.votes; });
    return order;
}

// The places of a tie follow the run-off; the votes that led to the tie stay as they were counted. Both
// ballots have the topics in the same order.
void break_tie(unit_of_work& work, const ballot& decided, const ballot& run_off)
{
    auto order = order_of_run_off(work, decided, run_off);
    std::vector<int> places;
    for (const auto& one : order)
        places.push_back(one.line.place);
    std::sort(places.begin(), places.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& [line, again] = order[i];
        line.place = places[i];
        again.place = static_cast<int>(i) + 1;
        line.decided_by = again.decided_by = place_rule::more_votes;
        if (i + 1 == order.size()) continue;
        const auto& next = order[i + 1];
        const bool tie = again.votes == next.again.votes;
        if (tie) again.decided_by = tie_rule(line, next.line);
        if (places[i + 1] == places[i] + 1) line.decided_by = tie ? again.decided_by : place_rule::run_off;
    }
    for (const auto& [line, again] : order) {
        work.ballots().save_line(decided.id, line);
        work.ballots().save_line(run_off.id, again);
    }
}

void finish(unit_of_work& work, ballot running, close_cause cause, instant now)
{
    const auto here = known_group(work, running.group);
    freeze(work, here, running, now);
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
    const auto decided = work.ballots().find(running.decides);
    break_tie(work, *decided, running);
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

} // namespace

std::vector<member> counting_voters(unit_of_work& work, const ballot& running)
{
    std::vector<member> people;
    for (const auto id : work.votes().voters(running)) {
        const auto who = work.members().find(id);
        if (who && who->active()) people.push_back(*who);
    }
    return people;
}

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
    if (running->anonymous && !late && counting_voters(work, *running).size() < fewest_for_anonymous)
        return rejection{
            .why = reason::too_few_to_close, .when = running->closes_at, .number = fewest_for_anonymous};
    finish(work, *running, late ? close_cause::deadline : close_cause::facilitator, now);
    return *work.ballots().find(running->id);
}

void deadline_came(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open() || running->closes_at > now) return;
    const bool enough = static_cast<int>(counting_voters(work, *running).size()) >=
                        quorum(work.members().count_active(running->group));
    if (enough || running->extended || running->decides)
        finish(work, *running, close_cause::deadline, now);
    else
        extend(work, *running, now);
}

void remind_voters(unit_of_work& work, ballot_id id, instant planned_for, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open() || running->closes_at <= now) return;
    const auto here = known_group(work, running->group);
    for (const auto& who : work.members().present(here.id)) {
        if (!who.active() || work.votes().has_voted(*running, who.id)) continue;
        remind(work,
               {.what = {.kind = message_kind::vote_reminder,
                         .group = here.id,
                         .subject = id.value,
                         .to = who.user,
                         .due_at = now,
                         .void_after = running->closes_at},
                .planned_for = planned_for},
               now);
    }
}

} // namespace peerbot::core
