#include "core/rotation/offers.hpp"

#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/absence.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"
#include "core/time/zone.hpp"

#include <stdexcept>
#include <utility>

namespace peerbot::core {
namespace {

struct held_turn
{
    member holder;
    session meeting;
};

// Rejects: not_a_member, not_the_leader, no_session_planned.
result<held_turn> turn_of(unit_of_work& work, const group& here, const user_id& by,
                          std::optional<session_id> wanted, instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    if (wanted) {
        if (const auto known = planned_session(work, here, *wanted); !known) return known.why();
    }
    const auto theirs = coming_turn_of(work, here, who->id, wanted, now);
    if (!theirs) return reason::not_the_leader;
    return held_turn{.holder = *who, .meeting = theirs->meeting};
}

void withdraw_open(unit_of_work& work, session_id meeting)
{
    if (const auto open = work.turns().open_for(meeting)) end_offer(work, *open, offer_state::withdrawn);
}

// The first coming session of the person that could go to whoever asks.
session_id return_for(unit_of_work& work, const group& here, const held_turn& asked, member_id of,
                      instant now)
{
    for (const auto& planned : coming_turns(work, here)) {
        const auto& meeting = planned.meeting;
        if (meeting.id == asked.meeting.id || meeting.starts_at <= now) continue;
        if (planned.leader != of && !leads(meeting, of)) continue;
        if (leads(meeting, asked.holder.id) || is_away(asked.holder, meeting)) continue;
        return meeting.id;
    }
    return {};
}

// What was to be given in return, if it still can be.
std::optional<session> still_in_return(unit_of_work& work, const group& here, const turn_offer& offer,
                                       instant now)
{
    if (!offer.in_return || !offer.from) return std::nullopt;
    const auto theirs = coming_turn_of(work, here, offer.to, offer.in_return, now);
    if (!theirs || leads(theirs->meeting, offer.from)) return std::nullopt;
    if (is_away(known_member(work, offer.from), theirs->meeting)) return std::nullopt;
    return theirs->meeting;
}

void tell_holder(unit_of_work& work, const turn_offer& offer, instant now)
{
    if (offer.cause != offer_cause::cannot) return;
    const auto holder = known_member(work, offer.from);
    if (holder.state == member_state::left) return;
    tell(work, *work.sessions().find(offer.meeting),
         {.kind = message_kind::offer_answered, .to = holder.user, .offer = offer.id}, now);
}

rejection already_over(unit_of_work& work, const turn_offer& offer, const session& meeting)
{
    if (offer.state != offer_state::accepted) return {.why = reason::offer_over, .number = meeting.number};
    return {.why = reason::offer_taken,
            .number = meeting.number,
            .people = {known_member(work, offer.answered_by).user}};
}

// An offer of this group that can still be answered, and its session.
struct answerable
{
    turn_offer offer;
    session meeting;
};

// Rejects: no_offer, offer_taken, offer_over.
result<answerable> open_one(unit_of_work& work, const group& here, offer_id id, instant now)
{
    const auto offer = work.turns().find(id);
    if (!offer) return reason::no_offer;
    const auto meeting = work.sessions().find(offer->meeting);
    if (!meeting || meeting->group != here.id) return reason::no_offer;
    if (offer->state != offer_state::open) return already_over(work, *offer, *meeting);
    if (meeting->state != session_state::planned || meeting->starts_at <= now)
        return rejection{.why = reason::offer_over, .number = meeting->number};
    return answerable{.offer = *offer, .meeting = *meeting};
}

rejection meant_for_another(unit_of_work& work, const answerable& at)
{
    return {.why = reason::offer_to_another,
            .number = at.meeting.number,
            .people = {known_member(work, at.offer.to).user}};
}

taken_turn hand_over(unit_of_work& work, const group& here, const answerable& at, const member& to,
                     instant now)
{
    const auto back = still_in_return(work, here, at.offer, now);
    auto accepted = at.offer;
    if (!back) accepted.in_return = {};
    end_offer(work, accepted, offer_state::accepted, to.id);

    const change_of_leader change{
        .cause = at.offer.to ? turn_cause::swapped : turn_cause::took_offer, .by = to.user, .now = now};
    const auto silent = at.offer.cause == offer_cause::unanswered ? leaders_of(at.meeting) : leader_ids{};
    taken_turn done{
        .meeting = put_leader_for(work, at.meeting, at.offer.from, to.id, leader_state::confirmed, change),
        .in_return = {},
        .from = at.offer.from};
    if (back)
        done.in_return = put_leader_for(work, *back, to.id, at.offer.from, leader_state::confirmed, change);
    for (const auto one : silent)
        tell_released(work, done.meeting, one, to.user, now);
    tell_holder(work, accepted, now);
    return done;
}

} // namespace

turn_offer open_offer(unit_of_work& work, const group& here, turn_offer fresh)
{
    withdraw_open(work, fresh.meeting);
    fresh.id = work.turns().add(fresh);
    work.timers().add({.id = {},
                       .kind = timer_kind::offer_ends,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .due_at = fresh.ends_at});
    if (fresh.to) {
        tell(work, *work.sessions().find(fresh.meeting),
             {.kind = message_kind::swap_asked,
              .to = known_member(work, fresh.to).user,
              .offer = fresh.id,
              .void_after = fresh.ends_at},
             fresh.opened_at);
        return fresh;
    }
    fresh.card = work.cards().add(
        {.id = {}, .kind = card_kind::turn_offer, .group = here.id, .subject = fresh.id.value});
    work.turns().save(fresh);
    work.outbox().add({.kind = message_kind::turn_offered,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .to = here.channel,
                       .card = fresh.card,
                       .due_at = fresh.opened_at,
                       .void_after = fresh.ends_at});
    return fresh;
}

result<turn_offer> offer_turn(unit_of_work& work, const group& here, const offer_request& request)
{
    const auto theirs = turn_of(work, here, request.by, request.meeting, request.now);
    if (!theirs) return theirs.why();
    const auto open = work.turns().open_for(theirs->meeting.id);
    if (open && !open->to && open->cause == offer_cause::cannot && open->from == theirs->holder.id)
        return *open;
    unsettle_leader(work, theirs->meeting, theirs->holder.id,
                    {.cause = turn_cause::offered, .by = request.by, .now = request.now});
    return open_offer(work, here,
                      {.id = {},
                       .meeting = theirs->meeting.id,
                       .cause = offer_cause::cannot,
                       .from = theirs->holder.id,
                       .opened_at = request.now,
                       .ends_at = offer_ends_at(theirs->meeting, zone_of(here), request.now)});
}

result<turn_offer> ask_to_swap(unit_of_work& work, const group& here, const swap_request& request)
{
    const auto theirs = turn_of(work, here, request.by, request.meeting, request.now);
    if (!theirs) return theirs.why();
    const auto with = named_active_member(work, here.id, request.with);
    if (!with) return with.why();
    if (with->id == theirs->holder.id) return reason::same_person;
    if (leads(theirs->meeting, with->id))
        return rejection{
            .why = reason::already_leads, .number = theirs->meeting.number, .people = {with->user}};
    const auto open = work.turns().open_for(theirs->meeting.id);
    if (open && open->to == with->id && open->from == theirs->holder.id) return *open;
    const auto in_return = return_for(work, here, *theirs, with->id, request.now);
    if (theirs->meeting.leading == leader_state::open)
        put_leader(work, theirs->meeting, theirs->holder.id, leader_state::asked,
                   {.cause = turn_cause::asked, .now = request.now});
    return open_offer(work, here,
                      {.id = {},
                       .meeting = theirs->meeting.id,
                       .cause = offer_cause::cannot,
                       .from = theirs->holder.id,
                       .to = with->id,
                       .in_return = in_return,
                       .opened_at = request.now,
                       .ends_at = offer_ends_at(theirs->meeting, zone_of(here), request.now)});
}

result<taken_turn> take_turn(unit_of_work& work, const group& here, offer_id id, const user_id& by,
                             instant now)
{
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    const auto at = open_one(work, here, id, now);
    if (!at) return at.why();
    if (leads(at->meeting, who->id)) {
        const auto kept = confirm_leader(work, at->meeting, who->id,
                                         {.cause = turn_cause::confirmed, .by = by, .now = now});
        return taken_turn{.meeting = kept, .in_return = {}, .from = who->id};
    }
    if (at->offer.to && at->offer.to != who->id) return meant_for_another(work, *at);
    return hand_over(work, here, *at, *who, now);
}

result<turn_offer> decline_offer(unit_of_work& work, const group& here, offer_id id, const user_id& by,
                                 instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    const auto at = open_one(work, here, id, now);
    if (!at) return at.why();
    if (!at->offer.to) return rejection{.why = reason::no_offer, .number = at->meeting.number};
    if (at->offer.to != who->id) return meant_for_another(work, *at);
    end_offer(work, at->offer, offer_state::declined, who->id);
    tell_holder(work, at->offer, now);
    return at->offer;
}

void offer_ended(unit_of_work& work, offer_id id, instant now)
{
    const auto offer = work.turns().find(id);
    if (!offer || offer->state != offer_state::open) return;
    end_offer(work, *offer, offer_state::expired);
    const auto meeting = work.sessions().find(offer->meeting);
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at <= now) return;
    tell_holder(work, *offer, now);
    if (offer->to) return;
    const auto here = known_group(work, meeting->group);
    ask_backup(work, here, meeting->id, now);
    see_to_choice(work, here, meeting->id, now);
}

} // namespace peerbot::core
