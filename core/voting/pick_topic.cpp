#include "core/voting/pick_topic.hpp"

#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/plan.hpp"
#include "core/sessions/keep.hpp"
#include "core/voting/results.hpp"
#include "core/voting/topic_plan.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

topic as_merged(unit_of_work& work, topic subject)
{
    while (subject.merged_into)
        subject = work.topics().find(subject.merged_into).value();
    return subject;
}

// Of these lines, in their order, the topics that are still on the list and that no session has.
std::vector<topic> free_topics(unit_of_work& work, const group& here, const std::vector<ballot_line>& lines)
{
    const auto planned = work.sessions().planned(here.id);
    std::vector<topic> found;
    for (const auto& line : lines) {
        const auto subject = as_merged(work, line.subject);
        const bool again = std::any_of(found.begin(), found.end(),
                                       [&](const topic& other) { return other.id == subject.id; });
        if (again || subject.state != topic_state::open || planned_already(planned, subject.id)) continue;
        found.push_back(subject);
    }
    return found;
}

// What the group voted for is not a leader's to throw out. Rejects: topic_settled, not_to_pick.
std::optional<rejection> not_theirs_to_pick(unit_of_work& work, const group& here, const session& meeting,
                                            const topic& wanted)
{
    if (meeting.topic == wanted.id) return std::nullopt;
    rejection why{.why = reason::topic_settled, .number = meeting.number};
    for (const auto& one : facilitators(work, here.id))
        why.people.push_back(one.user);
    if (meeting.topic) {
        why.text = work.topics().find(meeting.topic)->title;
        return why;
    }
    const auto best = topics_to_pick(work, here);
    const bool among =
        std::any_of(best.begin(), best.end(), [&](const topic& one) { return one.id == wanted.id; });
    if (among || best.empty()) return std::nullopt;
    why.why = reason::not_to_pick;
    why.text = wanted.title;
    return why;
}

// A facilitator chose what a session is about.
void tell_of_topic(unit_of_work& work, const group& here, const session& meeting, bool leads_it, instant now)
{
    if (!leads_it) tell_leaders(work, meeting, message_kind::topic_changed, now);
    work.outbox().add({.kind = message_kind::topic_changed,
                       .group = here.id,
                       .subject = meeting.id.value,
                       .to = here.channel,
                       .due_at = now,
                       .void_after = meeting.starts_at});
}

} // namespace

bool planned_already(const std::vector<session>& planned, topic_id one)
{
    return std::any_of(planned.begin(), planned.end(),
                       [&](const session& meeting) { return meeting.topic == one; });
}

std::vector<topic> plannable(unit_of_work& work, const group& here, const ballot& closed)
{
    auto lines = lines_by_place(work, closed);
    std::erase_if(lines, [](const ballot_line& line) { return line.voters == 0; });
    return free_topics(work, here, lines);
}

std::vector<topic> topics_of_result(unit_of_work& work, const group& here, const ballot& closed)
{
    return free_topics(work, here, lines_by_place(work, closed));
}

std::vector<topic> topics_to_pick(unit_of_work& work, const group& here)
{
    const auto newest = work.ballots().newest_with_result(here.id);
    if (!newest) return {};
    const auto decided = newest->decides ? work.ballots().find(newest->decides) : newest;
    auto best = plannable(work, here, *decided);
    if (best.size() > sessions_from_ballot) best.resize(sessions_from_ballot);
    return best;
}

void tell_leaders(unit_of_work& work, const session& meeting, message_kind kind, instant now)
{
    for (const auto one : leaders_of(meeting)) {
        const auto who = known_member(work, one);
        if (who.state != member_state::left) tell(work, meeting, {.kind = kind, .to = who.user}, now);
    }
}

result<session> pick_topic(unit_of_work& work, const group& here, const user_id& by, session_id id,
                           topic_id topic, instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    auto meeting = work.sessions().find(id);
    if (!meeting || meeting->group != here.id) return reason::no_session_planned;
    if (meeting->state != session_state::planned || meeting->starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    const bool leader = leads(*meeting, who->id);
    if (!leader && !who->facilitator) return reason::not_the_leader;
    const auto subject = work.topics().find(topic);
    if (!subject || subject->group != here.id) return reason::no_such_topic;
    if (subject->state != topic_state::open)
        return rejection{.why = reason::topic_not_open, .text = subject->title, .number = subject->number};
    if (meeting->topic != topic && planned_already(work.sessions().planned(here.id), topic))
        return rejection{.why = reason::topic_taken, .text = subject->title};
    if (!who->facilitator)
        if (auto why = not_theirs_to_pick(work, here, *meeting, *subject)) return std::move(*why);
    const bool changes = meeting->topic != topic && (meeting->topic || !leader);
    meeting->topic = topic;
    if (leader)
        meeting =
            confirm_leader(work, *meeting, who->id, {.cause = turn_cause::confirmed, .by = by, .now = now});
    keep_session(work, *meeting);
    work.cards().mark_dirty(here.card);
    if (changes) tell_of_topic(work, here, *meeting, leader, now);
    return *meeting;
}

} // namespace peerbot::core
