// The handlers of the rotation, which one table in rotation.cpp lists.
#pragma once

#include "bot/commands/table.hpp"
#include "core/sessions/session.hpp"

#include <optional>
#include <vector>

namespace peerbot::bot {

// rotation_why.cpp
plan why_typed(const invocation& told);

// rotation_offers.cpp
plan offer_typed(const invocation& told);
plan offer_pressed(const press& pressed);
plan swap_typed(const invocation& told);
plan swap_pressed(const press& pressed); // opens the form
plan swap_sent(const form& sent);
answer refuse_swap(const core::rejection& why);
plan take_typed(const invocation& told);
plan take_pressed(const press& pressed);
plan decline_typed(const invocation& told);
plan decline_pressed(const press& pressed);
plan cannot_pressed(const press& pressed);

// rotation_choices.cpp
plan backup_pressed(const press& pressed);
plan instead_pressed(const press& pressed);
plan assist_pressed(const press& pressed);
plan critique_pressed(const press& pressed);
plan week_later_pressed(const press& pressed);

// What "[N] [@name] [@name]" after a word says, in any order.
struct which
{
    std::optional<int> number;
    std::vector<core::user_id> people;
    bool understood = true;
};
which read_which(const invocation& told);

// Rejects: no_session_planned.
core::result<std::optional<core::session_id>>
session_numbered(core::unit_of_work& work, const core::group& here, std::optional<int> number);

// The session of a button, and the group it belongs to. A button can be pressed in a direct message, so the
// channel says nothing; a session of another workspace is as good as none. Rejects: no_session_planned.
core::result<core::session> pressed_session(core::unit_of_work& work, const press& pressed);

} // namespace peerbot::bot
