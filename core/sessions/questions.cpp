#include "core/sessions/questions.hpp"

#include "core/groups/roles.hpp"
#include "core/words/plain.hpp"
#include "core/words/utf8.hpp"

namespace peerbot::core {
namespace {

constexpr days asked_until{14};

result<session> session_to_ask_about(unit_of_work& work, const group& here, const wondering& told)
{
    auto meeting = work.sessions().find(told.meeting);
    if (!meeting || meeting->group != here.id) return reason::no_session_planned;
    if (meeting->state == session_state::cancelled)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (meeting->starts_at > told.now)
        return rejection{.why = reason::session_not_over, .number = meeting->number};
    if (meeting->ends_at() + asked_until < told.now)
        return rejection{.why = reason::session_over, .number = meeting->number};
    return *meeting;
}

} // namespace

result<open_question> ask_question(unit_of_work& work, const group& here, const wondering& told)
{
    if (const auto who = present_member(work, here.id, told.by); !who) return who.why();
    const auto meeting = session_to_ask_about(work, here, told);
    if (!meeting) return meeting.why();
    const auto text = clean_text(told.text, told.text.size());
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_title)
        return rejection{.why = reason::text_too_long, .number = longest_title};
    if (work.sessions().questions(meeting->id).size() >= most_questions)
        return rejection{.why = reason::too_many_topics, .number = most_questions};
    open_question fresh{
        .id = {}, .session = meeting->id, .asker = told.by, .text = text, .topic = {}, .asked_at = told.now};
    fresh.id = work.sessions().add_question(fresh);
    if (meeting->card) work.cards().mark_dirty(meeting->card);
    return fresh;
}

result<proposed> make_topic_of(unit_of_work& work, const group& here, question_id id, const user_id& by,
                               instant now)
{
    if (const auto who = present_member(work, here.id, by); !who) return who.why();
    auto asked = work.sessions().find_question(id);
    const auto meeting = asked ? work.sessions().find(asked->session) : std::nullopt;
    if (!meeting || meeting->group != here.id) return reason::no_such_question;
    if (asked->topic) {
        const auto made = work.topics().find(asked->topic);
        return rejection{.why = reason::question_is_topic, .text = made->title, .number = made->number};
    }
    // Who asked may have left since; then it is proposed by who pressed.
    const bool still_here = static_cast<bool>(present_member(work, here.id, asked->asker));
    auto made = propose_topic(work, here,
                              {.by = still_here ? asked->asker : by,
                               .title = asked->text,
                               .link = {},
                               .despite_similar = false,
                               .now = now});
    if (made.rejected_for(reason::same_title)) {
        const auto same = work.topics().find_number(here.id, static_cast<int>(made.why().number.value_or(0)));
        if (same) made = proposed{.subject = *same, .added = false};
    }
    if (!made) return made;
    asked->topic = made->subject.id;
    work.sessions().save_question(*asked);
    return made;
}

} // namespace peerbot::core
