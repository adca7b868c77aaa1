// Whoever cannot make it finds somebody else: a swap with one person, who must agree, or an offer to the
// group, which goes to whoever is first.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/rotation/offer.hpp"
#include "core/unit_of_work.hpp"

#include <optional>

namespace peerbot::core {

// By the holder of a coming turn: it stays theirs until somebody takes it, but is no longer for sure. A swap
// that waits for an answer is withdrawn. `meeting` is theirs when given, else their first one.
// Rejects: not_a_member, not_the_leader, no_session_planned.
struct offer_request
{
    user_id by;
    std::optional<session_id> meeting;
    instant now;
};
result<turn_offer> offer_turn(unit_of_work& work, const group& here, const offer_request& request);

// By the holder: asks one person to take the turn over. If that person is to lead another coming session, and
// the holder is there that day, it goes to the holder in return. An earlier offer of the turn is withdrawn.
// Rejects as offer_turn does, and: person_not_a_member, person_is_paused, same_person, already_leads.
struct swap_request
{
    user_id by;
    user_id with;
    std::optional<session_id> meeting;
    instant now;
};
result<turn_offer> ask_to_swap(unit_of_work& work, const group& here, const swap_request& request);

// What came of an offer: who leads what by now.
struct taken_turn
{
    session meeting;
    std::optional<session> in_return; // led by `from` now
    member_id from;                   // whose turn it was
};

// The first who takes an offer leads the session for sure; its holder can take it back so. A swap only whom
// it was made to. Rejects: no_offer, offer_taken (naming who was first), offer_over, offer_to_another,
// not_a_member, member_is_paused.
result<taken_turn> take_turn(unit_of_work& work, const group& here, offer_id offer, const user_id& by,
                             instant now);

// By whom a swap was asked of. Rejects: no_offer, offer_taken, offer_over, offer_to_another, not_a_member.
result<turn_offer> decline_offer(unit_of_work& work, const group& here, offer_id offer, const user_id& by,
                                 instant now);

// Opens an offer as described; one to the group is posted in its channel.
turn_offer open_offer(unit_of_work& work, const group& here, turn_offer fresh);

// The timer of an offer: when nobody took it, the next in the rotation is asked.
void offer_ended(unit_of_work& work, offer_id offer, instant now);

} // namespace peerbot::core
