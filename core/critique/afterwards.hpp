// What becomes of feedback: parts marked as helpful, things to do, what changed, and a summary for the group.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/promises/promise.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <span>

namespace peerbot::core {

inline constexpr std::size_t most_resolutions = 3;
inline constexpr days asked_what_changed_after{14};
inline constexpr std::size_t longest_change = 1000;  // code points
inline constexpr std::size_t longest_summary = 2500; // code points

// By the asker, of what they may read; the critic hears of it privately, ten minutes later and once for each
// request. Marking again takes it back, silently. Rejects: no_such_critique, not_the_asker, no_such_feedback.
result<feedback> mark_helpful(unit_of_work& work, const group& here, critique_id id, member_id author,
                              critique_part part, const user_id& by, instant now);

struct resolution
{
    std::string text;
    date due;
    std::string place = {}; // how a rejection names it in its `field`
};
// At most three in all, kept as promises of the asker; returns those made now. Rejects: no_such_critique,
// not_the_asker, critique_still_open, too_many_resolutions; as make_promise.
result<std::vector<promise>> resolve(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                     std::span<const resolution> wanted, instant now);

// What the asker says two weeks later; the critics read it. Rejects: no_such_critique, not_the_asker,
// critique_still_open, empty_text, text_too_long.
result<critique> tell_what_changed(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                   const std::string& text, instant now);

// A first wording of a summary: what was found helpful, without the critics' names; empty when nothing was.
std::string summary_draft(unit_of_work& work, const critique& request);

// Posted in the channel in exactly these words. Rejects: no_such_critique, not_the_asker,
// critique_still_open, empty_text, text_too_long, summary_shared.
result<critique> share_summary(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                               const std::string& text, instant now);

} // namespace peerbot::core
