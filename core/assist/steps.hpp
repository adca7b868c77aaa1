// Which phase comes next in an assist, and what it needs before it can begin. For the files of this area.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

struct step
{
    int turn;
    int place; // of the phase in the template, from 1
    bool live;
};

// The template that it goes by.
assist_template format_of(unit_of_work& work, const assist& one);

// Whether a phase of this assist is held in a call; nothing when the assist does not have it.
std::optional<bool> held_live(const assist& one, const phase& what);

// Nothing after the last phase of the last turn.
std::optional<step> next_step(unit_of_work& work, const assist& one, const assist_template& format);

// What was asked in a turn that is over stays, as a question of its assistee.
void keep_question_of_turn(unit_of_work& work, const assist& one);

// Who is the assistee in the next turn: whoever joined after the one before and is still there. Nobody when
// everybody had a turn.
member_id assistee_of_turn(unit_of_work& work, const assist& one, int turn);

bool needs_assisters(const assist& one, const phase& what);
bool too_few(unit_of_work& work, const assist& one, const assist_template& format);

// What is offered instead of it and needs neither a call nor so many people.
std::optional<assist_template> written_instead(unit_of_work& work, const group& here,
                                               const assist_template& format);

// From this phase on. Until the group has chosen, nobody is the assistee.
bool choice_ahead(const assist_template& format, int place);

// From this phase on, what is written before the call begins.
hours written_before_call(const assist& one, const assist_template& format, int place);

} // namespace peerbot::core
