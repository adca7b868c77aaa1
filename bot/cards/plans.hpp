// A plan made of a vote's result, in words and buttons.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/unit_of_work.hpp"
#include "core/voting/topic_plan.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

// "Session 2, <when>: Title, led by Ben. Ben can teach it and owes most of those who can, 1/5 of a turn."
std::string plan_line_words(core::unit_of_work& work, const core::group& here, const core::plan_line& line);
std::string plan_words(core::unit_of_work& work, const core::group& here, const core::topic_plan& plan);

// What became of a settled plan, as its sessions stand now.
std::string settled_words(core::unit_of_work& work, const core::group& here, const core::topic_plan& plan);

// What its buttons and its form carry: the ballot and the revision that somebody saw.
std::string plan_value(const core::topic_plan& plan);

// Settle, change; and a run-off where a tie decides what is scheduled.
std::vector<slack::button> plan_buttons(core::unit_of_work& work, const core::topic_plan& plan);

// A button for each topic that the leader of a session can pick.
std::vector<slack::button> pick_buttons(core::session_id meeting, const std::vector<core::topic>& topics);

} // namespace peerbot::bot
