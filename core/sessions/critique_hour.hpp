// A session that is for feedback on members' work instead of a training.
#pragma once

#include "core/result.hpp"
#include "core/sessions/run_sheet.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// A coming session becomes a critique hour: nobody leads it, and nobody owes a turn for it. By its leader or
// a facilitator; of a session that somebody else has confirmed to lead, only by them or a facilitator.
// Rejects: not_a_member, no_session_planned, session_not_planned, session_over, leads_or_facilitates,
// no_leader_needed (it is one already).
result<session> make_critique_hour(unit_of_work& work, const group& here, session_id meeting,
                                   const user_id& by, instant now);

// Arrive, what is asked for, the work itself in equal parts of what is left, what each takes home.
run_sheet critique_run_sheet(minutes length, std::size_t pieces);

} // namespace peerbot::core
