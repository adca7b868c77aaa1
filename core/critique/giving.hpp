// Writing feedback: drafts that are kept, and handing in.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_feedback_part = 2500; // code points: with its heading it fits a section

struct written_feedback
{
    user_id by;
    critique_id request;
    std::array<std::string, critique_parts> parts;
    std::optional<advice_source> source;
    instant now;
};

// Keeps what was typed so far; nobody else sees it. A draft older than the stored one, or after handing in,
// changes nothing. Rejects: no_such_critique, not_a_critic.
outcome save_draft(unit_of_work& work, const group& here, const written_feedback& typed);

// By whoever is or was a critic of it. Handing in again replaces the words until the request ends. The asker
// is told, at once or at the end, as they chose; the last one ends the request. Rejects: no_such_critique,
// critique_ended, not_a_critic, too_little_feedback (two of the three parts are needed), no_source,
// text_too_long (with the part: "noticed", "works", "could_try"). What was rejected can be kept with
// save_draft(), also when the request has ended.
result<feedback> hand_in(unit_of_work& work, const group& here, const written_feedback& typed);

// What one viewer may read of a request, in the order in which it was handed in: the asker what `reading`
// allows, critics their own and, once theirs is in, the others'; nobody else anything.
std::vector<feedback> readable_feedback(unit_of_work& work, const critique& request, member_id viewer);

} // namespace peerbot::core
