// The handlers about what comes after the phases of a peer assist, which the table in assist.cpp lists.
#pragma once

#include "bot/cards/assist_summary.hpp"
#include "bot/commands/assist.hpp"

#include <vector>

namespace peerbot::bot {

// What the viewer can do about the summary, the outcome and promises, and what was promised and told.
std::vector<slack::button> afterwards_buttons(core::unit_of_work& work, const assist_here& at);

// assist_summary.cpp
plan assist_summary_pressed(const press& pressed);
plan edit_pressed(const press& pressed);
plan edit_sent(const form& sent);
answer refuse_summary(const core::rejection& why);
plan send_for_review_pressed(const press& pressed);
plan publish_pressed(const press& pressed);
plan take_text_pressed(const press& pressed);
plan keep_pressed(const press& pressed);

// assist_review.cpp
plan own_part_pressed(const press& pressed);
plan part_all_pressed(const press& pressed);
plan part_none_pressed(const press& pressed);
plan part_in_pressed(const press& pressed);
plan part_out_pressed(const press& pressed);
plan part_words_pressed(const press& pressed);
plan part_words_sent(const form& sent);

// assist_afterwards.cpp
wording promise_form(const assist_here& at);
plan outcome_pressed(const press& pressed);
plan outcome_sent(const form& sent);
plan nothing_yet_pressed(const press& pressed);
plan promise_pressed(const press& pressed);
plan promise_sent(const form& sent);
answer refuse_promise(const core::rejection& why);
plan withdraw_pressed(const press& pressed);

} // namespace peerbot::bot
