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

// rotation_booking.cpp
plan held_typed(const invocation& told);
plan missed_typed(const invocation& told);
plan held_pressed(const press& pressed);
plan not_held_pressed(const press& pressed);

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

    // Nothing when so many were not named.
    std::optional<core::user_id> person(std::size_t index) const
    {
        return index < people.size() ? std::optional(people[index]) : std::nullopt;
    }
};
which read_which(const invocation& told);

// Rejects: no_session_planned.
core::result<std::optional<core::session_id>>
session_numbered(core::unit_of_work& work, const core::group& here, std::optional<int> number);

// The session of a button, as session_of_value() finds it. Rejects: no_session_planned.
core::result<core::session> pressed_session(core::unit_of_work& work, const press& pressed);

} // namespace peerbot::bot
