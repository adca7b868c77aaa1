#include "core/rotation/turns.hpp"

#include "core/groups/roles.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/topics.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

std::vector<slot> slots_of(unit_of_work& work, group_id here)
{
    std::vector<slot> slots;
    for (const auto& meeting : work.sessions().planned(here)) {
        slots.push_back({.meeting = meeting, .skipped = work.ledger().skipped(meeting.id)});
    }
    return slots;
}

member known_member(unit_of_work& work, member_id id)
{
    auto found = work.members().find(id);
    if (!found) throw std::logic_error("a stored turn names a member who is not stored");
    return std::move(*found);
}

// Rejects: no_session_planned, session_not_planned.
result<session> planned_session(unit_of_work& work, const group& here, session_id id)
{
    auto found = work.sessions().find(id);
    if (!found || found->group != here.id) return reason::no_session_planned;
    if (found->state != session_state::planned) {
        return rejection{.why = reason::session_not_planned, .number = found->number};
    }
    return *found;
}

candidate as_candidate(const member& who, const std::vector<balance>& accounts)
{
    candidate one{.member = who.id,
                  .owed = {},
                  .turns_led = 0,
                  .last_led = {},
                  .joined_at = who.joined_at,
                  .away_until = who.state == member_state::left ? date::max() : who.paused_until};
    const auto account = std::find_if(accounts.begin(), accounts.end(),
                                      [&](const balance& other) { return other.member == who.id; });
    if (account == accounts.end()) return one;
    one.owed = account->owed;
    one.turns_led = account->turns_led;
    one.last_led = account->last_led;
    return one;
}

void tell_leader(unit_of_work& work, const session& meeting, instant now)
{
    work.outbox().add({.kind = message_kind::leader_week,
                       .group = meeting.group,
                       .subject = meeting.id.value,
                       .to = known_member(work, meeting.leader).user,
                       .due_at = now,
                       .void_after = meeting.starts_at});
}

void reopen(unit_of_work& work, session meeting)
{
    meeting.leading = leader_state::open;
    meeting.leader = {};
    work.sessions().save(meeting);
}

// The holder's first turn, or the one of that session, that has not begun.
std::optional<turn> coming_turn_of(const std::vector<turn>& turns, member_id holder,
                                   std::optional<session_id> meeting, instant now)
{
    for (const auto& one : turns) {
        if (meeting && one.meeting.id != *meeting) continue;
        if (one.meeting.starts_at <= now) continue;
        if (one.leader == holder) return one;
    }
    return std::nullopt;
}

void tell_facilitators_of_missing_leader(unit_of_work& work, const session& meeting, instant now)
{
    for (const auto& who : facilitators(work, meeting.group)) {
        work.outbox().add({.kind = message_kind::leader_missing,
                           .group = meeting.group,
                           .subject = meeting.id.value,
                           .to = who.user,
                           .due_at = now,
                           .void_after = meeting.starts_at});
    }
}

// The holder of a turn gave it back: the next is asked at once, and so near to the session the facilitators
// hear of it.
void ask_the_next(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    ask_leader(work, here, meeting.id, now);
    if (meeting.starts_at - now < days{3}) tell_facilitators_of_missing_leader(work, meeting, now);
}

// Somebody who was asked or had confirmed is told that another leads.
void release_leader(unit_of_work& work, const session& meeting, const user_id& by, instant now)
{
    if (meeting.leading == leader_state::open) return;
    const auto released = known_member(work, meeting.leader);
    if (released.user == by || released.state == member_state::left) return;
    work.outbox().add({.kind = message_kind::leader_released,
                       .group = meeting.group,
                       .subject = meeting.id.value,
                       .to = released.user,
                       .due_at = now,
                       .void_after = meeting.starts_at});
}

// The one session that has begun and is not booked. Rejects: no_session_planned, session_not_over,
// several_unbooked.
result<session_id> unbooked_session(unit_of_work& work, const group& here, instant now)
{
    const auto planned = work.sessions().planned(here.id);
    if (planned.empty()) return reason::no_session_planned;
    if (planned.size() < 2 || planned[1].starts_at > now) return planned.front().id;
    rejection which{.why = reason::several_unbooked, .number = planned.front().number};
    for (const auto& one : planned) {
        if (one.starts_at <= now) which.text += (which.text.empty() ? "" : ", ") + std::to_string(one.number);
    }
    return which;
}

bool may_mark(const member& by, const session& meeting)
{
    return by.facilitator || (meeting.leading != leader_state::open && meeting.leader == by.id);
}

// The session that a mark is about, begun and still planned, and whether the person may mark it.
result<session> markable(unit_of_work& work, const group& here, std::optional<session_id> id,
                         const user_id& by, instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    if (!id) {
        const auto only = unbooked_session(work, here, now);
        if (!only) return only.why();
        id = *only;
    }
    auto meeting = planned_session(work, here, *id);
    if (!meeting) return meeting.why();
    if (!may_mark(*who, *meeting)) return facilitating_member(work, here.id, by).why();
    if (meeting->starts_at > now) {
        return rejection{
            .why = reason::session_not_over, .when = meeting->starts_at, .number = meeting->number};
    }
    return meeting;
}

result<member> leader_of(unit_of_work& work, const group& here, const session& meeting,
                         const std::optional<user_id>& named)
{
    if (named) return named_member(work, here.id, *named);
    if (meeting.leading == leader_state::open) {
        return rejection{.why = reason::no_leader_known, .number = meeting.number};
    }
    return known_member(work, meeting.leader);
}

} // namespace

std::vector<candidate> candidates_of(unit_of_work& work, const group& here)
{
    const auto accounts = work.ledger().balances(here.id);
    std::vector<candidate> found;
    for (const auto& who : work.members().present(here.id))
        found.push_back(as_candidate(who, accounts));
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.leading == leader_state::open) continue;
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const candidate& one) { return one.member == meeting.leader; });
        if (!known) found.push_back(as_candidate(known_member(work, meeting.leader), accounts));
    }
    return found;
}

std::optional<member_id> last_leader_of(unit_of_work& work, const group& here)
{
    const auto held = work.sessions().held(here.id, 1);
    if (held.empty()) return std::nullopt;
    return held.front().leader;
}

std::vector<turn> coming_turns(unit_of_work& work, const group& here)
{
    return plan_turns(candidates_of(work, here), last_leader_of(work, here), slots_of(work, here.id));
}

explanation explain_rotation(unit_of_work& work, const group& here)
{
    const auto people = work.members().present(here.id);
    explanation told{
        .turns = coming_turns(work, here), .standings = {}, .last_leader = last_leader_of(work, here)};
    const auto accounts = candidates_of(work, here);
    for (std::size_t i = 0; i < people.size(); ++i) {
        told.standings.push_back({.who = people[i],
                                  .account = {.member = people[i].id,
                                              .owed = accounts[i].owed,
                                              .turns_led = accounts[i].turns_led,
                                              .last_led = accounts[i].last_led}});
    }
    std::stable_sort(told.standings.begin(), told.standings.end(),
                     [](const standing& a, const standing& b) { return a.account.owed > b.account.owed; });
    return told;
}

void ask_leader(unit_of_work& work, const group& here, session_id id, instant now)
{
    for (const auto& planned : coming_turns(work, here)) {
        if (planned.meeting.id != id) continue;
        if (planned.meeting.starts_at <= now || !planned.leader) return;
        if (planned.meeting.leading != leader_state::open) return;
        auto meeting = planned.meeting;
        meeting.leading = leader_state::asked;
        meeting.leader = *planned.leader;
        work.sessions().save(meeting);
        tell_leader(work, meeting, now);
        return;
    }
}

result<session> confirm_turn(unit_of_work& work, const group& here, session_id id, const user_id& by,
                             instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    auto meeting = planned_session(work, here, id);
    if (!meeting) return meeting.why();
    if (meeting->starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (!coming_turn_of(coming_turns(work, here), who->id, id, now)) {
        return rejection{.why = reason::not_the_leader, .number = meeting->number};
    }
    auto changed = *meeting;
    changed.leading = leader_state::confirmed;
    changed.leader = who->id;
    work.sessions().save(changed);
    return changed;
}

result<session> confirm_next_turn(unit_of_work& work, const group& here, const user_id& by, instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    for (const auto& planned : coming_turns(work, here)) {
        if (planned.leader == who->id && planned.meeting.starts_at > now) {
            return confirm_turn(work, here, planned.meeting.id, by, now);
        }
    }
    return reason::not_the_leader;
}

result<skipped_turn> skip_turn(unit_of_work& work, const group& here, const skip_request& request)
{
    const bool own = request.by == request.holder;
    if (!own) {
        if (const auto by = facilitating_member(work, here.id, request.by); !by) return by.why();
    }
    const auto holder =
        own ? present_member(work, here.id, request.holder) : named_member(work, here.id, request.holder);
    if (!holder) return holder.why();
    const auto theirs = coming_turn_of(coming_turns(work, here), holder->id, request.meeting, request.now);
    if (!theirs) return reason::not_the_leader;

    const bool had_been_asked = theirs->meeting.leading != leader_state::open;
    work.ledger().add_skip(theirs->meeting.id, holder->id, request.now);
    release_leader(work, theirs->meeting, request.by, request.now);
    reopen(work, theirs->meeting);

    skipped_turn done{.meeting = theirs->meeting, .next = {}};
    for (const auto& planned : coming_turns(work, here)) {
        if (planned.meeting.id != theirs->meeting.id) continue;
        if (!planned.leader)
            return rejection{.why = reason::nobody_else_can_lead, .number = planned.meeting.number};
        done.next = known_member(work, *planned.leader);
    }
    if (had_been_asked) ask_the_next(work, here, theirs->meeting, request.now);
    return done;
}

result<session> assign_turn(unit_of_work& work, const group& here, std::optional<int> number,
                            const user_id& by, const user_id& leader, instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    const auto who = named_active_member(work, here.id, leader);
    if (!who) return who.why();
    const auto planned = work.sessions().planned(here.id);
    const auto wanted = std::find_if(planned.begin(), planned.end(), [&](const session& one) {
        return number ? one.number == *number : one.starts_at > now;
    });
    if (wanted == planned.end()) return rejection{.why = reason::no_session_planned, .number = number};
    auto meeting = *wanted;
    if (meeting.starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = meeting.number};
    if (meeting.leading != leader_state::open && meeting.leader != who->id)
        release_leader(work, meeting, by, now);
    meeting.leading = leader_state::confirmed;
    meeting.leader = who->id;
    work.sessions().save(meeting);
    work.outbox().add({.kind = message_kind::leader_changed,
                       .group = here.id,
                       .subject = meeting.id.value,
                       .to = who->user,
                       .due_at = now,
                       .void_after = meeting.starts_at});
    return meeting;
}

result<held_session> mark_held(unit_of_work& work, const group& here, const held_request& request)
{
    const auto meeting = markable(work, here, request.meeting, request.by, request.now);
    if (!meeting) return meeting.why();
    const auto leader = leader_of(work, here, *meeting, request.leader);
    if (!leader) return leader.why();

    const auto entries = entries_of(*meeting, leader->id, candidates_of(work, here));
    auto held = *meeting;
    held.state = session_state::held;
    held.leading = leader_state::confirmed;
    held.leader = leader->id;
    work.sessions().save(held);

    for (const auto& entry : entries)
        work.ledger().add(here.id, entry);
    topic_was_taught(work, held);
    plan_sessions(work, here, request.now);
    work.cards().mark_dirty(here.card);
    return held_session{.meeting = held, .leader = *leader};
}

result<session> mark_not_held(unit_of_work& work, const group& here, session_id id, const user_id& by,
                              instant now)
{
    const auto meeting = markable(work, here, id, by, now);
    if (!meeting) return meeting.why();
    auto changed = *meeting;
    changed.state = session_state::cancelled;
    work.sessions().save(changed);
    plan_sessions(work, here, now);
    work.cards().mark_dirty(here.card);
    return changed;
}

void give_back_turns(unit_of_work& work, const group& here, member_id who, std::optional<date> back_on,
                     instant now)
{
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.leading == leader_state::open || meeting.leader != who || meeting.starts_at <= now)
            continue;
        if (back_on && *back_on <= std::chrono::floor<days>(meeting.meets_at)) continue;
        reopen(work, meeting);
        ask_the_next(work, here, meeting, now);
    }
}

} // namespace peerbot::core
