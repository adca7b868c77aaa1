// What an assist leaves behind: drafted from what was tagged, changed by the assistee, agreed to by everybody
// whose words are in it, and published by the assistee's last press or not at all.
#pragma once

#include "core/assist/drafting.hpp"

namespace peerbot::core {

inline constexpr hours time_to_review{48}; // on working days

// Until when the assistee can go on with it; nothing while others review it, and once it is made.
std::optional<instant> summary_until(unit_of_work& work, const assist& one, instant now);

// By the assistee, while closing. Words of the blanks are matched whatever their case; once the others review
// their parts, more can be left out and none comes back.
// Rejects: no_such_assist, not_the_assistee, assist_not_closing, text_too_long.
struct summary_edit
{
    std::string question;
    std::string story;
    std::vector<std::string> blanks;
};
result<assist> edit_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const summary_edit& edit, instant now);
// The assistee is content with it: everybody else is asked about their part, for time_to_review.
result<assist> send_for_review(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant now);

// By a contributor, of one of their parts: `wording` replaces the text in the summary when it is not empty.
// Rejects: no_such_contribution, not_your_contribution, assist_not_closing, text_too_long.
result<contribution> review_part(unit_of_work& work, const group& here, contribution_id id, const user_id& by,
                                 approval decision, const std::string& wording, instant now);
// All of theirs at once. Rejects: no_such_assist, not_in_the_assist, assist_not_closing.
outcome review_all(unit_of_work& work, const group& here, assist_id id, const user_id& by, approval decision,
                   instant now);

// Somebody says one of their parts in other words. Once the parts are reviewed they are asked again whether
// it may stand in the summary, and until they say it is left out; the assistee is told when they thought that
// all was said. What its author left out stays out.
struct rewording
{
    contribution before;
    std::string text;
};
contribution reword_part(unit_of_work& work, const group& here, const assist& one, const rewording& change,
                         instant now);

// By the assistee, when all have answered or their time is over; what nobody approved is left out.
// `in_channel`: a card in the channel; otherwise the assistee takes it elsewhere as text.
// Rejects: no_such_assist, not_the_assistee, assist_not_closing, review_not_over (with until
// when, and the zone of the group).
result<assist> publish_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               bool in_channel, instant now);
// The assistee keeps it to the group. Rejects: no_such_assist, not_the_assistee, assist_not_closing.
result<assist> keep_unpublished(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now);

// By a contributor their own, and by whoever asked also what was said to their question, which is all of it
// but where several asked: it is removed from every place that peerbot holds, also while it is not
// published. Rejects: no_such_assist, not_in_the_assist.
outcome withdraw_from_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              instant now);

// For the engine: the phases are over; and the timers of closing.
void begin_closing(unit_of_work& work, const group& here, assist one, instant now);
// Without a summary, or after it.
void begin_follow_up(unit_of_work& work, const group& here, assist one, instant now);
// Somebody answered, or left: all who are asked may have answered.
void look_at_review(unit_of_work& work, const group& here, const assist& one, instant now);
// Everybody has answered, or their time is over.
void review_is_over(unit_of_work& work, const group& here, assist one, instant now);
// Time for the assistee's next press, of which they hear again before it is over.
void give_time_for_summary(unit_of_work& work, const group& here, const assist& one, instant now);
// The moment of that, anew when the time changed.
void call_for_summary(unit_of_work& work, const group& here, const assist& one, instant now);
void closing_ends_soon(unit_of_work& work, assist_id id, instant now);
void closing_ended(unit_of_work& work, assist_id id, instant now);
void review_ended(unit_of_work& work, assist_id id, instant now);
// The timer of a follow-up: whoever asked for help is asked what happened, and after the last one it is done.
void follow_up_came(unit_of_work& work, assist_id id, instant due_at, instant now);
// By whoever asked for help. Rejects: no_such_assist, not_the_assistee, assist_over (all of it was
// withdrawn), assist_not_over, empty_text, text_too_long.
result<assist> tell_outcome(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const std::string& text, instant now);

} // namespace peerbot::core
