// What is read and pressed once the phases of a peer assist are over: its summary, the parts of it, what was
// promised and what became of it. A summary names nobody.
#pragma once

#include "bot/cards/assist.hpp"
#include "core/assist/summary.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

rendering assist_closing_message(core::unit_of_work& work, const assist_scene& at, const core::message& what,
                                 core::instant now);

// assist_summary.cpp
slack::rendered draw_summary_card(core::unit_of_work& work, const core::assist& one);
// For the assistee while it is made: how it reads, with the buttons of that step. `note` says what was done.
slack::rendered summary_view(core::unit_of_work& work, const assist_scene& at, core::instant now,
                             const std::string& note = {});
// Of a section beside others: never empty, since what follows would stand below the question before.
std::string heading_of(const core::summary_section& one);
// What a part is, without who said it: "Question", "Somebody did this".
std::string part_words(const core::contribution& one);

// assist_markdown.cpp: all of it, however long
std::string summary_markdown(const core::assist_summary& made);

// assist_review.cpp
// What one person said of it, as it reads.
std::vector<core::contribution> own_parts(core::unit_of_work& work, const core::assist& one,
                                          core::member_id who);
// For a contributor: each of their parts, with what they decided.
slack::rendered review_view(core::unit_of_work& work, const assist_scene& at, core::member_id who,
                            core::instant now, const std::string& note = {});

// assist_outcome.cpp
// To one of those who asked for help.
rendering follow_up_message(core::unit_of_work& work, const assist_scene& at, const core::user_id& to);
void add_promises(assist_page& page, core::unit_of_work& work, const core::assist& one);
void add_outcomes(assist_page& page, core::unit_of_work& work, const core::assist& one);
// The newest, as people wrote it; empty when nothing was told.
std::string newest_outcome(core::unit_of_work& work, const core::assist& one);
slack::button promise_in_assist_button(const core::assist& one);

} // namespace peerbot::bot
