// What the card of an assist shows, and who is asked for what right now.
#pragma once

#include "core/assist/contribution.hpp"

namespace peerbot::core {

struct assist_view
{
    assist what;
    assist_template format;
    std::optional<phase_run> run;
    std::optional<phase> current;
    std::vector<participant> people;
    // In writing: whose turn it is and who has not spoken in this phase. Nobody where names must not show.
    std::vector<member_id> silent;
    std::vector<contribution> shown; // experience before ideas, otherwise oldest first
    std::vector<contribution> challenges;
    std::vector<call_slot> slots;
    int held = 0;   // contributions that wait for their time
    int phases = 0; // that this assist has; what only the other pace needs is not counted
    int place = 0;  // among these, of the phase that runs
};

assist_view view_of(unit_of_work& work, const assist& one);

// Whose turn it is in a phase; without those who left.
std::vector<member_id> speakers_of(unit_of_work& work, const assist& one, const phase& what);
std::vector<member_id> silent_speakers(unit_of_work& work, const assist& one, const phase_run& run);

// What only this person may see: their notes, and what they wrote that is held.
std::vector<contribution> own_notes(unit_of_work& work, const assist& one, member_id who);

// The phase of a run.
phase phase_of(unit_of_work& work, const assist& one, const phase_run& run);

} // namespace peerbot::core
