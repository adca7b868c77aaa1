#include "core/rotation/turns.hpp"

#include "core/assist/propose.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/eligibility.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// Sessions that nobody led are looked past, so many of them.
constexpr int sessions_without_leader = 60;

bool contains(const std::vector<member_id>& ids, member_id one)
{
    return std::find(ids.begin(), ids.end(), one) != ids.end();
}

std::vector<slot> slots_of(unit_of_work& work, group_id here)
{
    std::vector<slot> slots;
    for (const auto& meeting : work.sessions().planned(here)) {
        slots.push_back({.meeting = meeting, .skipped = work.ledger().skipped(meeting.id)});
    }
    return slots;
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

void note_turns_elsewhere(unit_of_work& work, const group& here, std::vector<candidate>& people)
{
    const auto planned = work.sessions().planned(here.id);
    if (planned.empty()) return;
    for (const auto& [who, at] :
         work.ledger().turns_elsewhere(here.id, planned.front().starts_at - between_turns)) {
        for (auto& one : people)
            if (one.member == who) one.elsewhere.push_back(at);
    }
}

// A session that has begun is booked later, when pauses of that day may be over and new ones have begun.
void note_times_away(unit_of_work& work, const group& here, std::vector<candidate>& people)
{
    const auto planned = work.sessions().planned(here.id);
    if (planned.empty()) return;
    for (const auto& pause : work.ledger().times_away(here.id, planned.front().starts_at)) {
        for (auto& one : people)
            if (one.member == pause.member && one.away_until != date::max()) one.away.push_back(pause);
    }
}

// The holder let a turn pass. A second one in a row may mean that something is wrong.
void ask_after_second_skip(unit_of_work& work, const group& here, const session& meeting,
                           const member& holder, instant now)
{
    const auto accounts = work.ledger().balances(here.id);
    const auto last_led = as_candidate(holder, accounts).last_led.value_or(instant{});
    if (work.ledger().skips_since(holder.id, last_led) != 2) return;
    tell_person(work, {.kind = message_kind::skipped_twice,
                       .group = here.id,
                       .subject = meeting.id.value,
                       .to = holder.user,
                       .due_at = now});
}

rejection led_by_another(unit_of_work& work, const session& meeting)
{
    rejection why{.why = reason::leader_confirmed, .number = meeting.number};
    for (const auto one : leaders_of(meeting))
        why.people.push_back(known_member(work, one).user);
    return why;
}

bool is_backup(unit_of_work& work, const session& meeting, member_id who)
{
    return meeting.leading != leader_state::confirmed && work.turns().backup(meeting.id) == who;
}

session stand_in(unit_of_work& work, const session& meeting, const member& who, instant now)
{
    const auto before = leaders_of(meeting);
    const auto changed = put_leader(work, meeting, who.id, leader_state::confirmed,
                                    {.cause = turn_cause::stood_in, .by = who.user, .now = now});
    for (const auto one : before)
        tell_released(work, changed, one, who.user, now);
    return changed;
}

// Of whoever is not the leader but was asked to step in.
std::optional<session> backed_up_by(unit_of_work& work, const group& here, member_id who,
                                    std::optional<session_id> wanted, instant now)
{
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (wanted && meeting.id != *wanted) continue;
        if (meeting.starts_at > now && is_backup(work, meeting, who)) return meeting;
    }
    return std::nullopt;
}

skipped_turn decline_as_backup(unit_of_work& work, const group& here, const session& meeting,
                               const member& who, instant now)
{
    work.turns().decline_backup(meeting.id, who.id, now);
    ask_backup(work, here, meeting.id, now);
    skipped_turn done{.meeting = meeting, .next = {}, .as_backup = true};
    if (const auto next = work.turns().backup(meeting.id)) done.next = known_member(work, *next);
    if (!done.next) see_to_choice(work, here, meeting.id, now);
    return done;
}

} // namespace

std::vector<candidate> candidates_of(unit_of_work& work, const group& here)
{
    const auto accounts = work.ledger().balances(here.id);
    const auto first_held = work.ledger().first_held(here.id);
    std::vector<candidate> found;
    for (const auto& who : work.members().present(here.id)) {
        found.push_back(as_candidate(who, accounts));
        found.back().leads_from = leads_from(work, who, first_held);
    }
    for (const auto& meeting : work.sessions().planned(here.id)) {
        for (const auto leader : leaders_of(meeting)) {
            const bool known = std::any_of(found.begin(), found.end(),
                                           [&](const candidate& one) { return one.member == leader; });
            if (!known) found.push_back(as_candidate(known_member(work, leader), accounts));
        }
    }
    note_turns_elsewhere(work, here, found);
    note_times_away(work, here, found);
    return found;
}

leader_ids last_leaders_of(unit_of_work& work, const group& here)
{
    for (const auto& held : work.sessions().held(here.id, 1)) {
        if (held.leading != leader_state::open) return leaders_of(held);
    }
    for (const auto& held : work.sessions().held(here.id, sessions_without_leader)) {
        if (held.leading != leader_state::open) return leaders_of(held);
    }
    return {};
}

std::vector<turn> coming_turns(unit_of_work& work, const group& here)
{
    return plan_turns(candidates_of(work, here), last_leaders_of(work, here), slots_of(work, here.id));
}

std::optional<member_id> next_in_order(unit_of_work& work, const group& here, session_id meeting,
                                       const std::vector<member_id>& left_out)
{
    auto slots = slots_of(work, here.id);
    for (auto& at : slots) {
        if (at.meeting.id != meeting) continue;
        for (const auto one : leaders_of(at.meeting))
            at.skipped.push_back(one);
        at.skipped.insert(at.skipped.end(), left_out.begin(), left_out.end());
        at.meeting.leading = leader_state::open;
        at.meeting.format = session_format::training;
    }
    for (const auto& planned : plan_turns(candidates_of(work, here), last_leaders_of(work, here), slots)) {
        if (planned.meeting.id == meeting) return planned.leader;
    }
    return std::nullopt;
}

result<session> planned_session(unit_of_work& work, const group& here, session_id id)
{
    auto found = work.sessions().find(id);
    if (!found || found->group != here.id) return reason::no_session_planned;
    if (found->state != session_state::planned) {
        return rejection{.why = reason::session_not_planned, .number = found->number};
    }
    return *found;
}

std::optional<turn> coming_turn_of(unit_of_work& work, const group& here, member_id holder,
                                   std::optional<session_id> meeting, instant now)
{
    for (const auto& one : coming_turns(work, here)) {
        if (meeting && one.meeting.id != *meeting) continue;
        if (one.meeting.starts_at <= now) continue;
        if (one.leader == holder || leads(one.meeting, holder)) return one;
    }
    return std::nullopt;
}

explanation explain_rotation(unit_of_work& work, const group& here)
{
    const auto people = work.members().present(here.id);
    explanation told{
        .turns = coming_turns(work, here), .standings = {}, .last_leaders = last_leaders_of(work, here)};
    const auto accounts = candidates_of(work, here);
    for (std::size_t i = 0; i < people.size(); ++i) {
        told.standings.push_back({.who = people[i],
                                  .account = {.member = people[i].id,
                                              .owed = accounts[i].owed,
                                              .turns_led = accounts[i].turns_led,
                                              .last_led = accounts[i].last_led},
                                  .leads_from = accounts[i].leads_from});
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
        const auto meeting = put_leader(work, planned.meeting, *planned.leader, leader_state::asked,
                                        {.cause = turn_cause::asked, .now = now});
        tell_asked(work, meeting, now);
        return;
    }
}

result<session> confirm_turn(unit_of_work& work, const group& here, session_id id, const user_id& by,
                             instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    const auto meeting = planned_session(work, here, id);
    if (!meeting) return meeting.why();
    if (meeting->starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (meeting->format != session_format::training)
        return rejection{.why = reason::no_leader_needed, .number = meeting->number};
    if (meeting->leading == leader_state::confirmed && !leads(*meeting, who->id))
        return led_by_another(work, *meeting);
    if (is_backup(work, *meeting, who->id)) return stand_in(work, *meeting, *who, now);
    if (!coming_turn_of(work, here, who->id, id, now))
        return rejection{.why = reason::not_the_leader, .number = meeting->number};
    return confirm_leader(work, *meeting, who->id, {.cause = turn_cause::confirmed, .by = by, .now = now});
}

result<session> confirm_next_turn(unit_of_work& work, const group& here, const user_id& by, instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    const auto theirs = coming_turn_of(work, here, who->id, {}, now);
    const auto asked = backed_up_by(work, here, who->id, {}, now);
    if (asked && (!theirs || asked->starts_at < theirs->meeting.starts_at))
        return stand_in(work, *asked, *who, now);
    if (theirs) return confirm_turn(work, here, theirs->meeting.id, by, now);
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
    const auto theirs = coming_turn_of(work, here, holder->id, request.meeting, request.now);
    const auto asked = backed_up_by(work, here, holder->id, request.meeting, request.now);
    if (asked && (!theirs || asked->starts_at < theirs->meeting.starts_at))
        return decline_as_backup(work, here, *asked, *holder, request.now);
    if (!theirs) return reason::not_the_leader;

    const auto before = theirs->meeting;
    work.ledger().add_skip(before.id, holder->id, request.now);
    if (leads(before, holder->id)) tell_released(work, before, holder->id, request.by, request.now);
    const auto after = take_off(work, before, holder->id,
                                {.cause = turn_cause::passed, .by = request.by, .now = request.now});

    skipped_turn done{.meeting = before, .next = {}};
    for (const auto& planned : coming_turns(work, here)) {
        if (planned.meeting.id != before.id) continue;
        if (!planned.leader)
            return rejection{.why = reason::nobody_else_can_lead, .number = planned.meeting.number};
        done.next = known_member(work, *planned.leader);
    }
    if (before.leading != leader_state::open && after.leading == leader_state::open)
        ask_the_next(work, here, after.id, request.now);
    ask_after_second_skip(work, here, before, *holder, request.now);
    return done;
}

result<session> assign_turn(unit_of_work& work, const group& here, std::optional<int> number,
                            const user_id& by, const user_id& leader, instant now,
                            const std::optional<user_id>& co_leader)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    std::vector<member> chosen;
    for (const auto& one : {std::optional(leader), co_leader}) {
        if (!one) continue;
        const auto who = named_active_member(work, here.id, *one);
        if (!who) return who.why();
        chosen.push_back(*who);
    }
    if (chosen.size() == 2 && chosen[0].id == chosen[1].id) return reason::same_person;
    const auto planned = work.sessions().planned(here.id);
    const auto wanted = std::find_if(planned.begin(), planned.end(), [&](const session& one) {
        return number ? one.number == *number : one.starts_at > now;
    });
    if (wanted == planned.end()) return rejection{.why = reason::no_session_planned, .number = number};
    if (wanted->starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = wanted->number};

    leader_ids together;
    for (const auto& one : chosen)
        together.push_back(one.id);
    for (const auto one : leaders_of(*wanted))
        if (!contains(together, one)) tell_released(work, *wanted, one, by, now);
    auto meeting = *wanted;
    meeting.format = session_format::training;
    const change_of_leader change{.cause = turn_cause::named, .by = by, .now = now};
    meeting = put_leader(work, meeting, together.front(), leader_state::confirmed, change);
    if (together.size() > 1) meeting = put_co_leader(work, meeting, together.back(), change);
    session_of_assist_changed(work, here, meeting.id, now);
    for (const auto& one : chosen)
        tell(work, meeting, {.kind = message_kind::leader_changed, .to = one.user}, now);
    return meeting;
}

} // namespace peerbot::core
