// Who comes to a session, in their own words: yes, no or maybe.
#pragma once

#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Replaces what the member said before. Whoever is paused can answer too. Rejects: not_a_member,
// no_session_planned, session_not_planned, session_over.
struct rsvp_request
{
    user_id by;
    session_id meeting;
    attendance coming;
    instant now;
};
result<session> answer_session(unit_of_work& work, const group& here, const rsvp_request& request);

// Present members by what they said.
struct turnout
{
    std::vector<member> yes;
    std::vector<member> no;
    std::vector<member> maybe;
    std::vector<member> silent; // active, and have not answered
};
turnout turnout_of(unit_of_work& work, const session& meeting);

} // namespace peerbot::core
