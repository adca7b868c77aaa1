// The end of a request, however it comes about.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

#include <optional>

namespace peerbot::core {

// Finished when there is feedback, or when `in_session`; otherwise withdrawn. Whoever still waits to write is
// told that they need not; the asker is told too, unless it is `by` them or they have left. Serves nobody
// else: serve_waiting_requests() does.
void end_critique(unit_of_work& work, const group& here, critique& request, instant now,
                  const std::optional<user_id>& by = {}, bool in_session = false);

// Ends an open request for which something was given when it is due, or when everything that can come has:
// nobody waits, and all that it wants were given, or nobody is left who was not asked. Returns whether it
// did.
bool finish_when_complete(unit_of_work& work, const group& here, critique& request, instant now);

// A critic need not any more. Tells them, if the request has reached them.
void let_off(unit_of_work& work, const group& here, const critique& request, critic who, instant now);

// Saves the request and has its card drawn anew.
void keep_critique(unit_of_work& work, const critique& changed);

// News of a request for one person, from `now` on, in their working hours; nothing for somebody who has left.
void tell_of_critique(unit_of_work& work, const group& here, const critique& request, message_kind kind,
                      member_id whom, instant now);

} // namespace peerbot::core
