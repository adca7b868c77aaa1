#include "core/rotation/booking.hpp"

#include "core/critique/critics.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/topics.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

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
    if (!who->facilitator && !leads(*meeting, who->id)) return facilitating_member(work, here.id, by).why();
    if (meeting->starts_at > now) {
        return rejection{
            .why = reason::session_not_over, .when = meeting->starts_at, .number = meeting->number};
    }
    return meeting;
}

result<std::vector<member>> named_leaders(unit_of_work& work, const group& here, const held_request& request)
{
    std::vector<member> named;
    for (const auto& one : {request.leader, request.co_leader}) {
        if (!one) continue;
        const auto who = named_member(work, here.id, *one);
        if (!who) return who.why();
        named.push_back(*who);
    }
    if (named.size() == 2 && named[0].id == named[1].id) return reason::same_person;
    return named;
}

result<std::vector<member>> leaders_who_led(unit_of_work& work, const group& here, const session& meeting,
                                            const held_request& request)
{
    if (request.leader) return named_leaders(work, here, request);
    if (meeting.leading == leader_state::open)
        return rejection{.why = reason::no_leader_known, .number = meeting.number};
    std::vector<member> found;
    for (const auto one : leaders_of(meeting))
        found.push_back(known_member(work, one));
    return found;
}

void book(unit_of_work& work, const group& here, session& held, const std::vector<member>& led_by,
          const held_request& request)
{
    leader_ids together;
    for (const auto& one : led_by)
        together.push_back(one.id);
    for (const auto& entry : entries_of(held, together, candidates_of(work, here)))
        work.ledger().add(here.id, entry);
    const change_of_leader change{.cause = turn_cause::led, .by = request.by, .now = request.now};
    if (leaders_of(held) != together) {
        held.format = session_format::training;
        held = put_leader(work, held, together.front(), leader_state::confirmed, change);
        if (together.size() > 1) held = put_co_leader(work, held, together.back(), change);
    }
    held.leading = leader_state::confirmed;
}

} // namespace

result<held_session> mark_held(unit_of_work& work, const group& here, const held_request& request)
{
    const auto meeting = markable(work, here, request.meeting, request.by, request.now);
    if (!meeting) return meeting.why();
    auto held = *meeting;
    std::vector<member> led_by;
    if (held.format == session_format::training || request.leader) {
        const auto found = leaders_who_led(work, here, held, request);
        if (!found) return found.why();
        led_by = *found;
        book(work, here, held, led_by, request);
    }
    end_offers(work, held.id);
    held.state = session_state::held;
    if (held.format != session_format::training) held.topic = {}; // nobody taught it, so it stays on the list
    keep_session(work, held);
    topic_was_taught(work, held);
    critique_session_booked(work, held, request.now);
    plan_sessions(work, here, request.now);
    work.cards().mark_dirty(here.card);
    return held_session{.meeting = held, .leaders = led_by};
}

result<session> mark_not_held(unit_of_work& work, const group& here, session_id id, const user_id& by,
                              instant now)
{
    const auto meeting = markable(work, here, id, by, now);
    if (!meeting) return meeting.why();
    auto changed = *meeting;
    end_offers(work, changed.id);
    changed.state = session_state::cancelled;
    keep_session(work, changed);
    critique_session_booked(work, changed, now);
    plan_sessions(work, here, now);
    work.cards().mark_dirty(here.card);
    return changed;
}

} // namespace peerbot::core
