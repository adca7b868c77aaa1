#include "core/voting/open_ballot.hpp"

#include "core/groups/roles.hpp"
#include "core/time/working_hours.hpp"
#include "core/time/zone.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// A day before the close, or half-way when the whole vote is shorter than two days; in working hours when
// there are any in between.
instant warned_at(const ballot& running, const group& here)
{
    const auto wanted = std::max<instant>(running.closes_at - days{1},
                                          running.opened_at + (running.closes_at - running.opened_at) / 2);
    const auto where = zone::named(here.zone);
    if (!where) return wanted;
    const auto later = next_working_moment(wanted, *where);
    if (later < running.closes_at) return later;
    const auto earlier = latest_working_moment_before(wanted + minutes{1}, *where);
    return earlier > running.opened_at ? earlier : wanted;
}

void close(unit_of_work& work, ballot running, close_cause cause, instant now)
{
    running.closed_at = now;
    running.closed_by = cause;
    work.ballots().save(running);
    work.timers().cancel(timer_kind::ballot_closes, running.id.value);
    work.timers().cancel(timer_kind::ballot_few_votes, running.id.value);
    work.cards().mark_dirty(running.card);
    work.outbox().add({.kind = message_kind::ballot_result,
                       .group = running.group,
                       .subject = running.id.value,
                       .to = known_group(work, running.group).channel,
                       .due_at = now});
}

} // namespace

result<ballot> open_ballot(unit_of_work& work, const group& here, const user_id& by, minutes lasts,
                           instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    if (const auto running = work.ballots().open_in(here.id)) {
        return rejection{.why = reason::ballot_open, .when = running->closes_at};
    }
    if (lasts < shortest_voting_time) return reason::deadline_too_near;
    if (lasts > longest_voting_time) return reason::deadline_too_far;
    const auto chosen = work.topics().next_for_ballot(here.id, most_topics_on_ballot);
    if (chosen.empty()) return reason::no_topics;

    ballot fresh;
    fresh.group = here.id;
    fresh.opener = by;
    fresh.opened_at = now;
    fresh.closes_at = now + lasts;
    fresh.id = work.ballots().add(fresh, chosen);
    fresh.card =
        work.cards().add({.id = {}, .kind = card_kind::ballot, .group = here.id, .subject = fresh.id.value});
    work.ballots().save(fresh);

    work.timers().add({.id = {},
                       .kind = timer_kind::ballot_closes,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .due_at = fresh.closes_at});
    work.timers().add({.id = {},
                       .kind = timer_kind::ballot_few_votes,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .due_at = warned_at(fresh, here)});
    work.outbox().add({.kind = message_kind::ballot_card,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .to = here.channel,
                       .card = fresh.card,
                       .due_at = now});
    return fresh;
}

result<ballot> close_ballot(unit_of_work& work, const group& here, const user_id& by, instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    // Its deadline has come, and its timer is about to fire.
    const bool late = running->closes_at <= now;
    close(work, *running, late ? close_cause::deadline : close_cause::facilitator, now);
    return *work.ballots().find(running->id);
}

void close_at_deadline(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open()) return;
    close(work, *running, close_cause::deadline, now);
}

int expected_voters(int active_members)
{
    return std::min(active_members, std::max(3, (active_members + 1) / 2));
}

void warn_of_few_votes(unit_of_work& work, ballot_id id, instant now)
{
    const auto running = work.ballots().find(id);
    if (!running || !running->open()) return;
    if (running->voters >= expected_voters(work.members().count_active(running->group))) return;
    for (const auto& who : facilitators(work, running->group)) {
        work.outbox().add({.kind = message_kind::few_votes,
                           .group = running->group,
                           .subject = id.value,
                           .to = who.user,
                           .due_at = now,
                           .void_after = running->closes_at});
    }
}

} // namespace peerbot::core
