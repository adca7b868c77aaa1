// What people promise each other in an assist: the one place where this area meets core/promises.
#pragma once

#include "core/assist/assist.hpp"
#include "core/promises/promise.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

// Nobody is asked about a promise earlier than so long after it was made; without a day it is due then.
inline constexpr days promise_chased_after{3};

// Somebody in the group says that they will do something, until a day: chased until it is done.
// Rejects: no_such_assist, not_a_member, assist_over, empty_text, text_too_long, date_not_ahead,
// date_too_far.
result<promise> promise_in_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                  const std::string& text, std::optional<date> due, instant now);

// Whatever became of them, in the order in which they were made.
std::vector<promise> promises_of(unit_of_work& work, assist_id id);

} // namespace peerbot::core
