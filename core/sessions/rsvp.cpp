#include "core/sessions/rsvp.hpp"

#include "core/groups/roles.hpp"

#include <algorithm>

namespace peerbot::core {

result<session> answer_session(unit_of_work& work, const group& here, const rsvp_request& request)
{
    const auto who = present_member(work, here.id, request.by);
    if (!who) return who.why();
    auto meeting = work.sessions().find(request.meeting);
    if (!meeting || meeting->group != here.id) return reason::no_session_planned;
    if (meeting->state != session_state::planned)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (meeting->ends_at() <= request.now)
        return rejection{.why = reason::session_over, .number = meeting->number};
    work.sessions().save_answer(meeting->id,
                                {.member = who->id, .coming = request.coming, .answered_at = request.now});
    if (meeting->card) work.cards().mark_dirty(meeting->card);
    return *meeting;
}

turnout turnout_of(unit_of_work& work, const session& meeting)
{
    turnout told;
    const auto answers = work.sessions().answers(meeting.id);
    for (const auto& one : work.members().present(meeting.group)) {
        const auto said = std::find_if(answers.begin(), answers.end(),
                                       [&](const rsvp& answer) { return answer.member == one.id; });
        if (said == answers.end()) {
            if (one.active()) told.silent.push_back(one);
        } else if (said->coming == attendance::yes) {
            told.yes.push_back(one);
        } else if (said->coming == attendance::no) {
            told.no.push_back(one);
        } else {
            told.maybe.push_back(one);
        }
    }
    return told;
}

} // namespace peerbot::core
