// What people read about peer assists: lists, one of them, and the templates.
#pragma once

#include "bot/commands/table.hpp"

#include <optional>

namespace peerbot::bot {

plan assists_typed(const invocation& told);
plan show_assist_typed(const invocation& told);
plan show_assist_pressed(const press& pressed);
// "/assist 3"; nothing when the words are not a number alone.
std::optional<plan> assist_of_number(const invocation& told);
plan templates_typed(const invocation& told);
plan assist_history_typed(const invocation& told);

} // namespace peerbot::bot
