// What a person can do about a reminder they got, and about a kind of reminders.
#pragma once

#include "core/reminders/wish.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// A reminder as its buttons name it.
struct reminder_press
{
    workspace_id workspace;
    user_id person;
    message_kind kind;
    group_id group;
    std::int64_t subject = 0;
    instant now;
};

// It does not come again about this subject; what waits to be sent of it is dropped when its time comes.
// Rejects: no_such_reminder.
outcome reminder_done(unit_of_work& work, const reminder_press& press);

// The same comes again after `snooze_time`, in working hours; returns when. Rejects: no_such_reminder,
// too_late_to_snooze (with when it would be pointless).
result<instant> snooze_reminder(unit_of_work& work, const reminder_press& press);

// From every one to every second one, from there to none; returns which. Rejects: no_such_reminder,
// reminder_is_duty.
result<reminder_level> fewer_reminders(unit_of_work& work, const reminder_press& press);

// Rejects: no_such_reminder, reminder_is_duty (for anything but every one).
outcome set_reminder_level(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                           message_kind kind, reminder_level level);

reminder_level level_of(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                        message_kind kind);

} // namespace peerbot::core
