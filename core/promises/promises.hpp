// Making, chasing and settling promises. They are private between peerbot and their owner, unless what they
// came of shows them.
#pragma once

#include "core/groups/group.hpp"
#include "core/promises/promise.hpp"
#include "core/reminders/timer.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_promise = 300; // code points
inline constexpr days promise_horizon{366};
// Asked on the day, then so much later, so often; then it is dropped without a word.
inline constexpr days chased_every{7};
inline constexpr int most_chases = 3;

struct new_promise
{
    member_id owner;
    std::string text;
    date due;
    promise_origin origin = promise_origin::critique;
    std::int64_t subject = 0;
    days chased_after{0}; // from the due date
};

// Its owner is asked at 09:00 of the due date, or so many days after it. Rejects: empty_text, text_too_long,
// date_not_ahead, date_too_far.
result<promise> make_promise(unit_of_work& work, const group& here, const new_promise& wanted, instant now);

// By its owner. Settling what is settled already changes nothing. Rejects: no_such_promise (also for
// anybody else's).
result<promise> promise_kept(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                             promise_id id, instant now);
result<promise> promise_dropped(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                                promise_id id, instant now);

// It waits again, also when it was settled. Rejects: no_such_promise, date_not_ahead, date_too_far.
result<promise> promise_put_off(unit_of_work& work, const workspace_id& workspace, const user_id& by,
                                promise_id id, date until, instant now);

// The timer: asks the owner how it stands, unless it is settled or they are away; plans the next time. The
// one after the last drops it.
void chase_promise(unit_of_work& work, const timer& due, instant now);

// Somebody left: what they promised is dropped.
void drop_promises(unit_of_work& work, const member& who, instant now);

} // namespace peerbot::core
