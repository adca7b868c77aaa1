// Who leads one session, changed in one place: what hangs on it follows, and the log says who did it and why.
#pragma once

#include "core/rotation/offer.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Throws std::logic_error when the row is gone.
member known_member(unit_of_work& work, member_id id);

bool leads(const session& meeting, member_id who);

struct change_of_leader
{
    turn_cause cause = turn_cause::asked;
    std::optional<user_id> by = {}; // nobody when the rotation does it
    instant now;
};

// Makes `who` the one who was asked or has confirmed, in place of everybody who was: offers of the turn are
// withdrawn. Once they have confirmed, who was asked as backup is forgotten. Returns the session as stored.
session put_leader(unit_of_work& work, session meeting, member_id who, leader_state how,
                   const change_of_leader& change);

// The same for one of two leaders, `from`; the other stays.
session put_leader_for(unit_of_work& work, session meeting, member_id from, member_id who, leader_state how,
                       const change_of_leader& change);

// Who leads it already, or is to, says yes: as put_leader, but the other of two leaders stays.
session confirm_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change);

// The holder cannot make it: still theirs, but no longer for sure. Of two leaders, the other stays sure.
session unsettle_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change);

// A second leader beside the one there is, or nobody.
session put_co_leader(unit_of_work& work, session meeting, member_id who, const change_of_leader& change);

// `from` does not lead it any more. The other of two leads on alone; otherwise it is open again, and offers
// of it are withdrawn.
session take_off(unit_of_work& work, session meeting, member_id from, const change_of_leader& change);

// Ends an offer that is open; its card shows it.
void end_offer(unit_of_work& work, turn_offer offer, offer_state how, member_id answered_by = {});

// The session is over, or will not be: nobody is asked to take its turn any more.
void end_offers(unit_of_work& work, session_id meeting);

// What one person hears about a coming session.
struct news
{
    message_kind kind;
    user_id to;
    std::optional<offer_id> offer = {};     // that it is about, rather than the session itself
    std::optional<instant> void_after = {}; // the start of the session, when not given
};

// Says it in the receiver's working hours, unless half of the time for it would be over before that.
void tell(unit_of_work& work, const session& meeting, const news& said, instant now);

// Tells a leader that another leads, unless they did it themselves or are gone.
void tell_released(unit_of_work& work, const session& meeting, member_id released,
                   const std::optional<user_id>& by, instant now);

// Asks the leader of the session whether they will.
void tell_asked(unit_of_work& work, const session& meeting, instant now);

} // namespace peerbot::core
