// What will be sent to a person, as far as it can be told today.
#pragma once

#include "core/reminders/wish.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

inline constexpr days foreseen_for{30};

struct foreseen_reminder
{
    message_kind kind;
    group_id group;
    std::int64_t subject = 0;
    instant when; // not before
    reminder_level level = reminder_level::every_one;
};

// From the waiting timers of every group the person is active in, and what waits in the outbox for them;
// by time. Turns to lead are foretold as the rotation stands now.
std::vector<foreseen_reminder> foresee(unit_of_work& work, const workspace_id& workspace,
                                       const user_id& person, instant now);

} // namespace peerbot::core
