#include "core/rotation/leader.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/sessions/keep.hpp"

#include <stdexcept>
#include <utility>

namespace peerbot::core {
namespace {

void note(unit_of_work& work, const session& meeting, member_id from, member_id to,
          const change_of_leader& change)
{
    work.turns().note({.meeting = meeting.id,
                       .from = from,
                       .to = to,
                       .by = change.by,
                       .cause = change.cause,
                       .at = change.now});
}

void withdraw_offer(unit_of_work& work, session_id meeting)
{
    if (const auto open = work.turns().open_for(meeting)) end_offer(work, *open, offer_state::withdrawn);
}

session keep(unit_of_work& work, session meeting)
{
    keep_session(work, meeting);
    if (meeting.leading == leader_state::confirmed) {
        end_offers(work, meeting.id);
    }
    return meeting;
}

} // namespace

member known_member(unit_of_work& work, member_id id)
{
    auto found = work.members().find(id);
    if (!found) throw std::logic_error("a stored turn names a member who is not stored");
    return std::move(*found);
}

bool leads(const session& meeting, member_id who)
{
    return meeting.leading != leader_state::open && (meeting.leader == who || meeting.co_leader == who);
}

session put_leader(unit_of_work& work, session meeting, member_id who, leader_state how,
                   const change_of_leader& change)
{
    const auto before = meeting.leading == leader_state::open ? member_id{} : meeting.leader;
    if (meeting.co_leader && meeting.co_leader != who) note(work, meeting, meeting.co_leader, {}, change);
    note(work, meeting, before, who, change);
    meeting.leading = how;
    meeting.leader = who;
    meeting.co_leader = {};
    if (before != who) withdraw_offer(work, meeting.id);
    return keep(work, meeting);
}

session confirm_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change)
{
    if (!leads(meeting, who))
        return put_leader(work, std::move(meeting), who, leader_state::confirmed, change);
    if (meeting.leading != leader_state::confirmed) note(work, meeting, who, who, change);
    meeting.leading = leader_state::confirmed;
    return keep(work, meeting);
}

session unsettle_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change)
{
    note(work, meeting, leads(meeting, who) ? who : member_id{}, who, change);
    if (!leads(meeting, who)) meeting.leader = who;
    if (!meeting.co_leader) meeting.leading = leader_state::asked;
    keep_session(work, meeting);
    return meeting;
}

session put_leader_for(unit_of_work& work, session meeting, member_id from, member_id who, leader_state how,
                       const change_of_leader& change)
{
    if (!leads(meeting, from) || !meeting.co_leader)
        return put_leader(work, std::move(meeting), who, how, change);
    note(work, meeting, from, who, change);
    const auto other = meeting.leader == from ? meeting.co_leader : meeting.leader;
    meeting.leader = other;
    meeting.co_leader = who == other ? member_id{} : who;
    meeting.leading = leader_state::confirmed;
    return keep(work, meeting);
}

session put_co_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change)
{
    if (meeting.leading == leader_state::open || meeting.leader == who)
        throw std::logic_error("a second leader needs a first one, somebody else");
    note(work, meeting, meeting.co_leader, who, change);
    meeting.co_leader = who;
    return keep(work, meeting);
}

session take_off(unit_of_work& work, session meeting, member_id from, const change_of_leader& change)
{
    if (!leads(meeting, from)) return meeting;
    if (meeting.co_leader) {
        note(work, meeting, from, {}, change);
        if (meeting.leader == from) meeting.leader = meeting.co_leader;
        meeting.co_leader = {};
        return keep(work, meeting);
    }
    note(work, meeting, from, {}, change);
    meeting.leading = leader_state::open;
    meeting.leader = {};
    withdraw_offer(work, meeting.id);
    return keep(work, meeting);
}

void end_offer(unit_of_work& work, turn_offer offer, offer_state how, member_id answered_by)
{
    offer.state = how;
    offer.answered_by = answered_by;
    work.turns().save(offer);
    work.timers().cancel(timer_kind::offer_ends, offer.id.value);
    if (offer.card) work.cards().mark_dirty(offer.card);
}

void end_offers(unit_of_work& work, session_id meeting)
{
    withdraw_offer(work, meeting);
    work.turns().forget_backups(meeting);
}

void tell(unit_of_work& work, const session& meeting, const news& said, instant now)
{
    const auto limit = said.void_after.value_or(meeting.starts_at);
    // With less than half of the time left, there would be too little to act on it.
    tell_person(work,
                {.kind = said.kind,
                 .group = meeting.group,
                 .subject = said.offer ? said.offer->value : meeting.id.value,
                 .to = said.to,
                 .due_at = now,
                 .void_after = limit},
                now + (limit - now) / 2);
}

void tell_released(unit_of_work& work, const session& meeting, member_id released,
                   const std::optional<user_id>& by, instant now)
{
    const auto who = known_member(work, released);
    if (who.state == member_state::left || who.user == by) return;
    tell(work, meeting, {.kind = message_kind::leader_released, .to = who.user}, now);
}

void tell_asked(unit_of_work& work, const session& meeting, instant now)
{
    tell(work, meeting, {.kind = message_kind::leader_week, .to = known_member(work, meeting.leader).user},
         now);
}

} // namespace peerbot::core
