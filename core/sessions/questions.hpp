// "What I don't know yet": what people say in or after a session that they would like to learn, and how it
// becomes a topic in one press.
#pragma once

#include "core/voting/topics.hpp"

namespace peerbot::core {

inline constexpr std::size_t most_questions = 20; // in one session

// From the start of a session to 14 days after it. Rejects: not_a_member, no_session_planned,
// session_not_over (it has not begun), session_not_planned (cancelled), session_over (too late), empty_text,
// text_too_long (a topic's title must hold it), too_many_topics (20 questions).
struct wondering
{
    user_id by;
    session_id meeting;
    std::string text;
    instant now;
};
result<open_question> ask_question(unit_of_work& work, const group& here, const wondering& told);

// By any member, in the name of who asked. When the list has it already, or one that is very similar, that
// one is linked and nothing is added. Rejects: not_a_member, no_such_question, question_is_topic (with the
// topic's number); as propose_topic.
result<proposed> make_topic_of(unit_of_work& work, const group& here, question_id id, const user_id& by,
                               instant now);

} // namespace peerbot::core
