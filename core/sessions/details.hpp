// What the leader and the facilitators add to a session: links and an outline before, recording and notes
// after.
#pragma once

#include "core/result.hpp"
#include "core/unit_of_work.hpp"
#include "core/words/web_link.hpp"

#include <string>

namespace peerbot::core {

inline constexpr std::size_t longest_outline = 600; // code points
inline constexpr std::size_t most_note_lines = 5;
inline constexpr std::size_t longest_note_line = 300; // code points

// An http or https address, as it was typed but for the space around it and what nobody sees; empty when
// nothing was typed. Rejects: not_a_link with what was typed.
result<std::string> parse_link(const std::string& typed);

// Each of the two below is allowed to the leader and the facilitators, and replaces what was there; an empty
// field takes it away. Reject: no_session_planned, leads_or_facilitates, session_not_planned (cancelled);
// not_a_link and text_too_long, with the field they are about.
struct preparation
{
    user_id by;
    session_id meeting;
    std::string video_link;
    std::string slides;
    std::string outline;
    instant now;
};
result<session> prepare_session(unit_of_work& work, const group& here, const preparation& told);

struct report
{
    user_id by;
    session_id meeting;
    std::string recording;
    bool not_recorded = false;
    std::string notes;
    instant now;
};
// Also rejects: session_not_over, recording_or_none when both are told.
result<session> report_session(unit_of_work& work, const group& here, const report& told);

// Something is missing that those who were not there would look for.
bool report_is_missing(const session_details& told);

} // namespace peerbot::core
