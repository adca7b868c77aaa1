#include "core/voting/settle_plan.hpp"

#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/schedule.hpp"
#include "core/voting/results.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

bool planned_already(const std::vector<session>& planned, topic_id one)
{
    return std::any_of(planned.begin(), planned.end(),
                       [&](const session& meeting) { return meeting.topic == one; });
}

// What of a result can be planned, by place: topics that somebody voted for, that are still on the list and
// that no session has.
std::vector<topic> plannable(unit_of_work& work, const group& here, const ballot& closed)
{
    const auto planned = work.sessions().planned(here.id);
    std::vector<topic> found;
    for (const auto& line : lines_by_place(work, closed.id)) {
        if (line.voters == 0 || line.subject.state != topic_state::open) continue;
        if (!planned_already(planned, line.subject.id)) found.push_back(line.subject);
    }
    return found;
}

std::vector<member_id> active_teachers(const std::vector<member>& people, const topic& subject)
{
    std::vector<member_id> found;
    for (const auto& who : people) {
        const auto& offered = subject.teachers;
        if (std::find(offered.begin(), offered.end(), who.user) != offered.end()) found.push_back(who.id);
    }
    return found;
}

planning planning_for(unit_of_work& work, const group& here, const ballot& closed, instant now)
{
    planning from{.rule = here.planning,
                  .people = candidates_of(work, here),
                  .last_leader = last_leader_of(work, here),
                  .recent_leaders = {},
                  .slots = {},
                  .topics = {}};
    for (const auto& held : work.sessions().held(here.id, static_cast<int>(from.people.size())))
        from.recent_leaders.push_back(held.leader);
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at > now)
            from.slots.push_back({.meeting = meeting, .skipped = work.ledger().skipped(meeting.id)});
    }
    const auto people = work.members().present(here.id);
    for (const auto& subject : plannable(work, here, closed))
        from.topics.push_back({.topic = subject.id, .teachers = active_teachers(people, subject)});
    return from;
}

void drop_earlier(unit_of_work& work, const group& here, const ballot& newest)
{
    for (int number = newest.number - 1; number > 0; --number) {
        const auto before = work.ballots().find_number(here.id, number);
        if (!before) continue;
        auto plan = work.plans().find(before->id);
        if (!plan) continue;
        if (plan->state == plan_state::proposed) {
            plan->state = plan_state::dropped;
            work.plans().save(*plan);
        }
        return;
    }
}

void write_to_leader(unit_of_work& work, const session& meeting, message_kind kind, instant now)
{
    const auto who = work.members().find(meeting.leader);
    if (!who) throw std::logic_error("a stored session names a leader who is not stored");
    if (who->state == member_state::left) return;
    work.outbox().add({.kind = kind,
                       .group = meeting.group,
                       .subject = meeting.id.value,
                       .to = who->user,
                       .due_at = now,
                       .void_after = meeting.starts_at});
}

// Whether the leader of the line could be asked to lead that session now. Who let it pass is not asked again,
// unless a facilitator says so.
bool can_be_asked(unit_of_work& work, const plan_line& line, const session& meeting)
{
    if (!line.leader) return false;
    const auto who = work.members().find(line.leader);
    if (!who || who->state == member_state::left) return false;
    const auto skipped = work.ledger().skipped(meeting.id);
    const bool let_it_pass = std::find(skipped.begin(), skipped.end(), line.leader) != skipped.end();
    if (let_it_pass && line.why != line_reason::chosen) return false;
    return !who->paused_until || *who->paused_until <= std::chrono::floor<days>(meeting.meets_at);
}

void apply(unit_of_work& work, const plan_line& line, instant now)
{
    auto meeting = work.sessions().find(line.meeting);
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at <= now) return;
    if (line.topic && !meeting->topic) {
        const auto subject = work.topics().find(line.topic);
        const bool is_free = !planned_already(work.sessions().planned(meeting->group), line.topic);
        if (subject && subject->state == topic_state::open && is_free) meeting->topic = line.topic;
    }
    const bool had_leader = meeting->leading != leader_state::open;
    const bool replaces = line.why == line_reason::chosen && meeting->leader != line.leader;
    if ((!had_leader || replaces) && can_be_asked(work, line, *meeting)) {
        if (had_leader) write_to_leader(work, *meeting, message_kind::leader_released, now);
        meeting->leading = leader_state::asked;
        meeting->leader = line.leader;
    }
    work.sessions().save(*meeting);
    if (meeting->leading != leader_state::open)
        write_to_leader(work, *meeting, message_kind::topic_turn, now);
}

void settle(unit_of_work& work, const group& here, topic_plan& plan, const user_id& by, instant now)
{
    for (const auto& line : plan.lines)
        apply(work, line, now);
    plan.state = plan_state::settled;
    plan.settled_by = by;
    work.plans().save(plan);
    work.cards().mark_dirty(here.card);
    work.outbox().add({.kind = message_kind::plan_settled,
                       .group = here.id,
                       .subject = plan.ballot.value,
                       .to = here.channel,
                       .due_at = now});
}

// Rejects: not_a_facilitator, no_plan, plan_settled.
result<topic_plan> open_plan(unit_of_work& work, const group& here, const user_id& by, ballot_id ballot)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto plan = plan_of(work, here, ballot);
    if (!plan) return plan;
    if (plan->state == plan_state::settled) {
        rejection why{.why = reason::plan_settled};
        if (plan->settled_by) why.people.push_back(*plan->settled_by);
        return why;
    }
    if (plan->state == plan_state::dropped) return reason::no_plan;
    return plan;
}

bool planned_elsewhere(const std::vector<session>& planned, const plan_line& line)
{
    return line.topic && std::any_of(planned.begin(), planned.end(), [&](const session& meeting) {
               return meeting.topic == line.topic && meeting.id != line.meeting;
           });
}

// A topic that two lines want, or none.
topic_id topic_in_two(const std::vector<plan_line>& lines)
{
    std::vector<topic_id> seen;
    for (const auto& line : lines) {
        if (std::find(seen.begin(), seen.end(), line.topic) != seen.end()) return line.topic;
        if (line.topic) seen.push_back(line.topic);
    }
    return {};
}

rejection taken(unit_of_work& work, topic_id topic)
{
    return {.why = reason::topic_taken, .text = work.topics().find(topic)->title};
}

// Rejects: no_such_topic, person_not_a_member, person_is_paused.
result<plan_line> wished_line(unit_of_work& work, const group& here, const plan_line& before,
                              const line_wish& wish)
{
    auto line = before;
    if (wish.topic) {
        const auto subject = work.topics().find(wish.topic);
        if (!subject || subject->group != here.id || subject->state != topic_state::open)
            return reason::no_such_topic;
    }
    member_id leader;
    if (wish.leader) {
        const auto who = named_active_member(work, here.id, *wish.leader);
        if (!who) return who.why();
        leader = who->id;
    }
    if (line.topic == wish.topic && line.leader == leader) return line;
    if (line.leader != leader) line.why = leader ? line_reason::chosen : line_reason::nobody;
    line.topic = wish.topic;
    line.leader = leader;
    return line;
}

} // namespace

void propose_plan(unit_of_work& work, const group& here, const ballot& closed, instant now)
{
    drop_earlier(work, here, closed);
    plan_sessions(work, here, now);
    const auto from = planning_for(work, here, closed, now);
    if (from.topics.empty()) return;
    topic_plan plan{.ballot = closed.id, .rule = here.planning, .lines = plan_topics(from)};
    if (plan.lines.empty()) return;
    work.plans().save(plan);
    for (const auto& who : facilitators(work, here.id)) {
        work.outbox().add({.kind = message_kind::plan_proposed,
                           .group = here.id,
                           .subject = closed.id.value,
                           .to = who.user,
                           .due_at = now});
    }
}

result<topic_plan> plan_of(unit_of_work& work, const group& here, std::optional<ballot_id> ballot)
{
    if (!ballot) {
        const auto newest = work.ballots().newest_closed(here.id);
        if (!newest) return reason::no_plan;
        ballot = newest->decides ? newest->decides : newest->id;
    }
    const auto about = work.ballots().find(*ballot);
    if (!about || about->group != here.id) return reason::no_plan;
    auto plan = work.plans().find(*ballot);
    if (!plan) return reason::no_plan;
    return std::move(*plan);
}

result<topic_plan> settle_plan(unit_of_work& work, const group& here, const user_id& by, ballot_id ballot,
                               instant now)
{
    auto plan = open_plan(work, here, by, ballot);
    if (!plan) return plan;
    auto settled = *plan;
    settle(work, here, settled, by, now);
    return settled;
}

result<topic_plan> change_plan(unit_of_work& work, const group& here, const user_id& by, ballot_id ballot,
                               const std::vector<line_wish>& wishes, instant now)
{
    const auto plan = open_plan(work, here, by, ballot);
    if (!plan) return plan;
    auto changed = *plan;
    for (auto& line : changed.lines) {
        const auto wish = std::find_if(wishes.begin(), wishes.end(),
                                       [&](const line_wish& one) { return one.meeting == line.meeting; });
        if (wish == wishes.end()) continue;
        const auto wanted = wished_line(work, here, line, *wish);
        if (!wanted) return wanted.why();
        line = *wanted;
        if (planned_elsewhere(work.sessions().planned(here.id), line)) return taken(work, line.topic);
    }
    if (const auto twice = topic_in_two(changed.lines)) return taken(work, twice);
    settle(work, here, changed, by, now);
    return changed;
}

result<group> choose_plan_rule(unit_of_work& work, const group& here, const user_id& by, plan_rule rule,
                               instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto changed = here;
    changed.planning = rule;
    work.groups().save(changed);
    const auto waiting = plan_of(work, changed, {});
    if (waiting && waiting->state == plan_state::proposed && waiting->rule != rule)
        propose_plan(work, changed, *work.ballots().find(waiting->ballot), now);
    return changed;
}

std::vector<topic> topics_to_pick(unit_of_work& work, const group& here)
{
    const auto newest = work.ballots().newest_closed(here.id);
    if (!newest) return {};
    const auto decided = newest->decides ? work.ballots().find(newest->decides) : newest;
    auto best = plannable(work, here, *decided);
    if (best.size() > sessions_from_ballot) best.resize(sessions_from_ballot);
    return best;
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
    const bool leads = meeting->leading != leader_state::open && meeting->leader == who->id;
    if (!leads && !who->facilitator) return reason::not_the_leader;
    const auto subject = work.topics().find(topic);
    if (!subject || subject->group != here.id) return reason::no_such_topic;
    if (subject->state != topic_state::open)
        return rejection{.why = reason::topic_not_open, .text = subject->title, .number = subject->number};
    if (meeting->topic != topic && planned_already(work.sessions().planned(here.id), topic))
        return rejection{.why = reason::topic_taken, .text = subject->title};
    meeting->topic = topic;
    if (leads) meeting->leading = leader_state::confirmed;
    work.sessions().save(*meeting);
    work.cards().mark_dirty(here.card);
    return *meeting;
}

} // namespace peerbot::core
