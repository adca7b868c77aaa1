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

// How many pieces of work a session is to look at: those that were given ten minutes of it; in a critique
// hour, every open request of the group too.
std::size_t pieces_in(unit_of_work& work, const session& meeting);

// Arrive, what is asked for, the work itself in equal parts of what is left, what each takes home. Pieces
// that would get less than five minutes are left to another day.
run_sheet critique_run_sheet(minutes length, std::size_t pieces);

// The run-sheet of one session: a critique hour has its own, a peer assist its phases (core/assist/hour.hpp),
// any other makes room for the pieces that were given ten minutes of it, out of its longest part.
run_sheet run_sheet_of(unit_of_work& work, const group& here, const session& meeting);

} // namespace peerbot::core
