// What the summary of an assist says, drafted from what was tagged.
#pragma once

#include "core/assist/contribution.hpp"

namespace peerbot::core {

// Stands for the question of a turn that was asked aloud, so that whoever asked it can say whether what was
// answered may be published, and in which words it was asked.
inline constexpr const char* unwritten_question = "The question was not written down.";

// What belongs to one question: all of it, but where several asked.
struct summary_section
{
    std::string question;
    std::optional<contribution> asked;   // the same question, where it was somebody else's turn
    std::string story;                   // the assistee's own words, empty when there are none
    std::vector<contribution> questions; // each followed by its answers
    std::vector<contribution> help;      // experience first
    std::vector<contribution> commitments;
    std::vector<contribution> takeaways;
};

struct assist_summary
{
    assist about;
    std::string title; // of the template
    std::vector<summary_section> sections;
    std::vector<contribution> happened;
};

// As it would be published now, with the words left out that are to be: of others only what they approved,
// and of the turn of another nothing unless they approved their question.
// Everything that is asked for approval when `everything` is true.
assist_summary summary_of(unit_of_work& work, const assist& one, bool everything = false);

// What somebody wrote, as it reads.
std::vector<contribution> parts_in(const assist_summary& made);

// Words in it that may tell who or where it was: names, organisations, places and numbers, by plain looks.
std::vector<std::string> candidates_for_blanking(unit_of_work& work, const assist& one);

// Whether others asked something in a turn of theirs, and so decide about a part of the summary.
bool several_asked(unit_of_work& work, const assist& one);
bool in_turn_of_another(unit_of_work& work, const assist& one, const contribution& said);
// What this person asked, in their own turn; empty when that is not known.
std::string question_asked_by(unit_of_work& work, const assist& one, member_id who);
// All that was said, also privately, to what this person asked for help with: everything, but where several
// asked.
std::vector<contribution> said_about_question_of(unit_of_work& work, const assist& one, member_id who);

// Whether its kind and state let it stand in a summary.
bool in_summary(const contribution& one);
// All of that; in the order in which it was said.
std::vector<contribution> said_for_summary(unit_of_work& work, const assist& one);

} // namespace peerbot::core
