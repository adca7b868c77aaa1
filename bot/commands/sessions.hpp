// The handlers about single sessions, which the table in rotation.cpp lists beside those about turns.
#pragma once

#include "bot/cards/sessions.hpp"
#include "bot/commands/table.hpp"

#include <optional>

namespace peerbot::bot {

// "/rotation 2"; nothing when the words are not a number alone.
std::optional<plan> session_typed(const invocation& told);
plan session_shown(const press& pressed);
plan history_typed(const invocation& told);
plan history_pressed(const press& pressed);

plan coming_typed(const invocation& told);
plan maybe_coming_typed(const invocation& told);
plan not_coming_typed(const invocation& told);
plan coming_pressed(const press& pressed);
plan maybe_coming_pressed(const press& pressed);
plan not_coming_pressed(const press& pressed);

// session_changes.cpp
plan move_typed(const invocation& told);
plan move_pressed(const press& pressed);
plan move_sent(const form& sent);
answer refuse_move(const core::rejection& why);
plan cancel_typed(const invocation& told);
plan cancel_pressed(const press& pressed);
plan cancel_sent(const form& sent);
answer refuse_cancel(const core::rejection& why);

// session_forms.cpp
plan prepare_typed(const invocation& told);
plan prepare_pressed(const press& pressed);
plan prepare_sent(const form& sent);
answer refuse_preparation(const core::rejection& why);
plan report_typed(const invocation& told);
plan report_pressed(const press& pressed);
plan report_sent(const form& sent);
answer refuse_report(const core::rejection& why);
plan wonder_pressed(const press& pressed);
plan wonder_sent(const form& sent);
answer refuse_wonder(const core::rejection& why);
plan question_to_topic(const press& pressed);
plan run_sheet_typed(const invocation& told);

// The session of a button or form, and the group it belongs to. A button can be pressed in a direct message,
// so the channel says nothing; a session of another workspace is as good as none.
struct session_here
{
    core::group here;
    core::session meeting;
};
// Rejects: no_session_planned.
core::result<session_here> session_of_value(core::unit_of_work& work, const caller& who,
                                            std::string_view value);
// Rejects: no_group_here, no_session_planned.
core::result<session_here> session_numbered_here(core::unit_of_work& work, const caller& who, int number);

// What the person may do with it; nothing, for who is not in the group.
viewing viewing_of(core::unit_of_work& work, const session_here& at, const core::user_id& person);

// "3. Tue 9 Mar 2027, *Audio*: @ana led".
std::string history_line(core::unit_of_work& work, const core::session& meeting);

} // namespace peerbot::bot
