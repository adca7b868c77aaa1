#include "core/voting/close_ballot.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"
#include "core/voting/count.hpp"
#include "core/voting/reminded_at.hpp"
#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"

#include <algorithm>
#include <map>

namespace peerbot::core {
namespace {

// Who is not active any more is not counted.
std::vector<cast_row> votes_that_count(unit_of_work& work, const ballot& running)
{
    for (const auto voter : work.votes().voters_away(running))
        work.votes().replace(running, voter, {});
    return work.votes().all(running);
}

// As many as the tie has places among the topics that there was room for.
int room_in_tie(unit_of_work& work, const ballot& run_off)
{
    const auto decided = work.ballots().find(run_off.decides);
    int room = 0;
    int left = decided->room;
    for (const auto& line : lines_by_place(work, *decided)) {
        if (!line.plannable || left-- <= 0) continue;
        if (work.ballots().has_line(run_off.id, line.subject.id)) ++room;
    }
    return room;
}

// Those of the next three sessions that have no topic yet; of a run-off, the places of its tie.
int room_on(unit_of_work& work, const group& here, const ballot& running, instant now)
{
    if (running.decides) return room_in_tie(work, running);
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
    auto lines = work.ballots().lines(running.id);
    for (auto& line : lines) {
        line.plannable = line.subject.state == topic_state::open && line.planned_for == 0;
        line.title = line.subject.title;
    }
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

// What sets a line of the decided ballot apart from the next one, when either was in the run-off.
place_rule rule_after_run_off(const ballot& decided, const ballot_line& line, const ballot_line& next,
                              const std::map<topic_id, ballot_line>& again)
{
    const auto one = again.find(line.subject.id);
    const auto other = again.find(next.subject.id);
    if (one != again.end() && other != again.end())
        return one->second.votes == other->second.votes ? place_rule::as_before : place_rule::run_off;
    const bool equal = decided.method != ballot_method::ranked && line.votes == next.votes;
    return equal ? place_rule::run_off : place_rule::more_votes;
}

// The places of a tie follow the run-off; the votes that led to the tie stay as they were counted. Both
// ballots have the topics in the same order. A run-off without a result changes nothing.
void break_tie(unit_of_work& work, const ballot& decided, const ballot& run_off)
{
    auto order = order_of_run_off(work, decided, run_off);
    std::vector<int> places;
    for (const auto& one : order)
        places.push_back(one.line.place);
    std::sort(places.begin(), places.end());
    std::map<topic_id, ballot_line> again;
    auto lines = lines_by_place(work, decided);
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& one = order[i].again;
        const bool tie = i + 1 < order.size() && one.votes == order[i + 1].again.votes;
        one.place = static_cast<int>(i) + 1;
        one.decided_by = tie ? place_rule::as_before : place_rule::more_votes;
        work.ballots().save_line(run_off.id, one);
        again.emplace(one.subject.id, one);
        for (auto& line : lines)
            if (line.subject.id == one.subject.id) line.place = places[i];
    }
    if (run_off.voters == 0 || run_off.withheld()) return;
    std::stable_sort(lines.begin(), lines.end(),
                     [](const ballot_line& a, const ballot_line& b) { return a.place < b.place; });
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& line = lines[i];
        const bool last = i + 1 == lines.size();
        if (again.contains(line.subject.id) || (!last && again.contains(lines[i + 1].subject.id)))
            line.decided_by =
                last ? place_rule::more_votes : rule_after_run_off(decided, line, lines[i + 1], again);
        work.ballots().save_line(decided.id, line);
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

bool anybody_was_reminded(unit_of_work& work, const group& here, const ballot& running)
{
    const auto people = work.members().present(here.id);
    return std::any_of(people.begin(), people.end(), [&](const member& who) {
        const auto told = work.outbox().told(here.workspace, who.user, running.opened_at);
        return std::any_of(told.begin(), told.end(), [&](const message& one) {
            return one.kind == message_kind::vote_reminder && one.subject == running.id.value;
        });
    });
}

// The 48 hours count from the deadline; from now when it was missed, so that there is time to vote.
void extend(unit_of_work& work, ballot running, instant now)
{
    const auto here = known_group(work, running.group);
    const auto from = now - running.closes_at > closed_late_after ? now : running.closes_at;
    running.closes_at = from + extension_time;
    running.extended = true;
    work.ballots().save(running);
    work.timers().add({.id = {},
                       .kind = timer_kind::ballot_closes,
                       .group = running.group,
                       .subject = running.id.value,
                       .due_at = running.closes_at});
    // The first reminder was lost in an outage, or did not fit anybody's attention budget.
    if (!anybody_was_reminded(work, here, running))
        work.timers().add({.id = {},
                           .kind = timer_kind::vote_reminder,
                           .group = running.group,
                           .subject = running.id.value,
                           .due_at = reminded_at(running, here, from)});
    work.cards().mark_dirty(running.card);
    work.outbox().add({.kind = message_kind::vote_extended,
                       .group = running.group,
                       .subject = running.id.value,
                       .to = here.channel,
                       .due_at = now,
                       .void_after = running.closes_at});
}

} // namespace

int counting_voters(unit_of_work& work, const ballot& running)
{
    return work.ballots().find(running.id)->voters -
           static_cast<int>(work.votes().voters_away(running).size());
}

std::vector<ballot_line> lines_so_far(unit_of_work& work, const ballot& running)
{
    auto lines = work.ballots().lines(running.id);
    if (!running.open() || running.hidden) return lines;
    for (const auto id : work.votes().voters_away(running)) {
        for (const auto& one : work.votes().of(running, id)) {
            const auto line = std::find_if(lines.begin(), lines.end(), [&](const ballot_line& other) {
                return other.subject.id == one.topic;
            });
            const bool ranked = running.method == ballot_method::ranked;
            line->votes -= ranked ? static_cast<int>(one.mark == 1) : one.mark;
        }
    }
    return lines;
}

int voters_needed(const ballot& running, int active_members)
{
    return std::max(quorum(active_members), running.anonymous ? fewest_for_anonymous : 0);
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
    if (running->anonymous && !late && counting_voters(work, *running) < fewest_for_anonymous)
        return rejection{
            .why = reason::too_few_to_close, .when = running->closes_at, .number = fewest_for_anonymous};
    finish(work, *running, late ? close_cause::deadline : close_cause::facilitator, now);
    return *work.ballots().find(running->id);
}

void deadline_came(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open() || running->closes_at > now) return;
    const bool enough = counting_voters(work, *running) >=
                        voters_needed(*running, work.members().count_active(running->group));
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
