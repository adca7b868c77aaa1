// The handlers of the voting area, which one table in voting.cpp lists: topics, ballots, and the plans that
// results become.
#pragma once

#include "bot/commands/table.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace peerbot::bot {

// topics.cpp
plan topics_typed(const invocation& told);
plan topics_pressed(const press& pressed);
plan second_typed(const invocation& told);
plan unsecond_typed(const invocation& told);
plan second_pressed(const press& pressed);
plan teach_typed(const invocation& told);
plan unteach_typed(const invocation& told);
plan teach_pressed(const press& pressed);
plan reword_typed(const invocation& told);
plan merge_typed(const invocation& told);
plan withdraw_typed(const invocation& told);
// The number of a topic in that word after the command.
std::optional<int> topic_number(const invocation& told, std::size_t index = 0);
// Asks for a number, showing the command with one.
plan which_topic(std::string_view example);

// proposals.cpp
plan propose_typed(const invocation& told);
plan propose_pressed(const press& pressed); // although another topic is alike
plan propose_message(const message_shortcut& chosen);
plan propose_sent(const form& sent);
answer refuse_proposal(const core::rejection& why);
plan propose_again_typed(const invocation& told);
plan propose_again_pressed(const press& pressed);

// ballots.cpp
plan open_typed(const invocation& told);
plan open_sent(const form& sent);
answer refuse_opening(const core::rejection& why);

// results.cpp
plan close_typed(const invocation& told);
plan runoff_typed(const invocation& told);
plan runoff_pressed(const press& pressed);
plan results_typed(const invocation& told);
plan export_typed(const invocation& told);

// plans.cpp
plan plan_typed(const invocation& told);
plan settle_pressed(const press& pressed);
plan change_pressed(const press& pressed);
plan change_sent(const form& sent);
answer refuse_change(const core::rejection& why);
plan pick_pressed(const press& pressed);
plan pick_typed(const invocation& told);

// "12:34", "12:34:2": numbers of a button's value, from the first on; nothing when there are not so many or
// something else stands there.
std::optional<std::vector<std::int64_t>> numbers_of(std::string_view value);

// The ballots and sessions of a button belong to a group, and that to a workspace: a button from elsewhere is
// as good as none. Rejects: no_group_here.
core::result<core::group> group_of_press(core::unit_of_work& work, const caller& who, core::group_id id);

} // namespace peerbot::bot
