// Asking for an assist, what a facilitator makes of it, and letting the group choose a challenge.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// A hint for whoever writes the one question.
enum class question_shape
{
    one,
    several,
    none, // does not ask anything
};
question_shape shape_of(std::string_view question);

struct assist_wish
{
    user_id by;
    std::string format = "classic"; // name of a template
    assist_pace pace = assist_pace::in_writing;
    brief what;
    std::optional<instant> meets_at = {}; // of a live one
    std::optional<instant> deadline = {}; // of an open question
    instant now;
};

// Whoever asks is the assistee. The facilitators other than them decide; without any, or when the template
// needs none, it is accepted at once. Rejects: not_a_member, member_is_paused, no_such_template,
// template_not_live, template_not_written, question_needed, text_too_long, time_not_ahead, assist_there
// (they have one that has not ended, with its number).
result<assist> ask_for_assist(unit_of_work& work, const group& here, const assist_wish& wish);

// What stands in the brief now, by the assistee until the phases are over. Rejects: no_such_assist,
// not_the_assistee, assist_over, question_needed, text_too_long.
result<assist> change_brief(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const brief& what, instant now);

// Below, by a facilitator of the group, of a draft. Reject: not_a_facilitator, no_such_assist,
// assist_not_draft, own_assist (the assistee does not decide on their own).

// Asks the assistee to think about something first; the draft stays. Rejects also: empty_text, text_too_long.
result<assist> coach_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const std::string& advice, instant now);

struct acceptance
{
    user_id by;
    std::optional<assist_pace> pace = {};
    std::optional<instant> meets_at = {}; // of a live one; also when it is to begin in writing
    instant now;
};
// It is scheduled, and somebody facilitates it: whoever owes that most. Also rejects: time_not_ahead,
// template_not_live, template_not_written.
result<assist> accept_assist(unit_of_work& work, const group& here, assist_id id, const acceptance& decision);
// Also rejects: no_such_template.
result<assist> suggest_format(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              const std::string& format, instant now);

// By the assistee: goes by the suggested format, or stays with their own; accepted with it in either case.
// Rejects: no_such_assist, not_the_assistee, assist_not_draft, nothing_suggested.
result<assist> answer_suggestion(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 bool take, instant now);

// Everybody can post one challenge, the group says which ones affect them, and the one that affects most is
// what the assist is about. An inventory in writing goes before the phases of the template. By a member.
// Rejects: not_a_member, member_is_paused, no_such_template, pick_there (with its number),
// template_not_live, template_not_written, time_not_ahead.
struct pick_wish
{
    user_id by;
    std::string format = "classic";
    assist_pace pace = assist_pace::in_writing;
    std::optional<instant> meets_at = {};
    session_id session = {};
    instant now;
};
result<assist> open_pick(unit_of_work& work, const group& here, const pick_wish& wish);

// It is a draft again, or still: asks the facilitators, and sets the timers that go on without them.
void propose(unit_of_work& work, const group& here, const assist& one, instant now);

// The timer of a draft nobody decided on: reminds the facilitators, and later accepts it as it was asked
// for.
void proposal_waited(unit_of_work& work, assist_id id, instant due_at, instant now);

// A session without a leader becomes an assist in its hour, whose challenge the group chooses. When there is
// too little time for an inventory, it begins with the session and the facilitators choose who brings one.
void hold_assist_in_session(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                            instant now);
// The session was moved, cancelled or became a training again.
void session_of_assist_changed(unit_of_work& work, const group& here, session_id meeting, instant now);

} // namespace peerbot::core
