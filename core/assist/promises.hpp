// Promises made in an assist: the one place where this area meets core/promises.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// Somebody who promised something without a day is asked after so long.
inline constexpr days promise_chased_after{3};

struct assist_promise
{
    member_id owner;
    std::string text;
    std::optional<date> due = {};
    instant now;
};
outcome note_promise(unit_of_work& work, const group& here, const assist& origin, const assist_promise& made);

} // namespace peerbot::core
