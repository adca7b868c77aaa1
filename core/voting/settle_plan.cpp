#include "core/voting/settle_plan.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/absence.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"
#include "core/voting/pick_topic.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace peerbot::core {
namespace {

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
                  .last_leaders = last_leaders_of(work, here),
                  .recent_leaders = {},
                  .slots = {},
                  .topics = {}};
    for (const auto& held : work.sessions().held(here.id, static_cast<int>(from.people.size())))
        for (const auto leader : leaders_of(held))
            from.recent_leaders.push_back(leader);
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at > now && meeting.format == session_format::training)
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

// Whether the leader of the line could be asked to lead that session now. Who let it pass is not asked again,
// unless a facilitator says so.
bool can_be_asked(unit_of_work& work, const plan_line& line, const session& meeting)
{
    if (!line.leader || meeting.format != session_format::training) return false;
    const auto who = work.members().find(line.leader);
    if (!who || is_away(*who, meeting)) return false;
    const auto skipped = work.ledger().skipped(meeting.id);
    const bool let_it_pass = std::find(skipped.begin(), skipped.end(), line.leader) != skipped.end();
    return !let_it_pass || line.why == line_reason::chosen;
}

void apply(unit_of_work& work, const plan_line& line, const user_id& by, instant now)
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
    if (had_leader && !line.leader) {
        for (const auto one : leaders_of(*meeting)) {
            tell_released(work, *meeting, one, {}, now);
            meeting = take_off(work, *meeting, one, {.cause = turn_cause::planned, .by = by, .now = now});
        }
    } else if ((!had_leader || replaces) && can_be_asked(work, line, *meeting)) {
        for (const auto one : leaders_of(*meeting))
            tell_released(work, *meeting, one, {}, now);
        meeting = put_leader(work, *meeting, line.leader, leader_state::asked,
                             {.cause = turn_cause::planned, .by = by, .now = now});
    }
    keep_session(work, *meeting);
    if (meeting->leading != leader_state::open) tell_leaders(work, *meeting, message_kind::topic_turn, now);
}

void settle(unit_of_work& work, const group& here, topic_plan& plan, const user_id& by, instant now)
{
    for (const auto& line : plan.lines)
        apply(work, line, by, now);
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

// The stored plan. Rejects: no_plan.
result<topic_plan> stored_plan(unit_of_work& work, const group& here, std::optional<ballot_id> ballot)
{
    if (!ballot) {
        const auto newest = work.ballots().newest_with_result(here.id);
        if (!newest) return reason::no_plan;
        ballot = newest->decides ? newest->decides : newest->id;
    }
    const auto about = work.ballots().find(*ballot);
    if (!about || about->group != here.id) return reason::no_plan;
    auto plan = work.plans().find(*ballot);
    if (!plan) return reason::no_plan;
    return std::move(*plan);
}

// A number that tells proposals apart by what they say (FNV-1a). Counting up would not do: two looks at a
// plan, with a change between them and nothing written by either, would show the same number on different
// proposals. Topics say something else once they were reworded.
int revision_of(unit_of_work& work, plan_rule rule, const std::vector<plan_line>& lines)
{
    std::uint32_t sum = 2'166'136'261;
    const auto add = [&sum](std::int64_t part) {
        for (int byte = 0; byte < 8; ++byte, part >>= 8)
            sum = (sum ^ static_cast<std::uint32_t>(part & 0xff)) * 16'777'619;
    };
    add(static_cast<std::int64_t>(rule));
    for (const auto& line : lines) {
        const auto subject = work.topics().find(line.topic);
        const auto edited = subject ? subject->edited_at.value_or(instant{}) : instant{};
        for (const auto part :
             {line.meeting.value, line.topic.value, line.leader.value, static_cast<std::int64_t>(line.why),
              line.owed.parts, static_cast<std::int64_t>(edited.time_since_epoch().count())})
            add(part);
    }
    return static_cast<int>(sum >> 2) + 2;
}

// A waiting plan as it would be made now; with a revision of its own when that differs.
topic_plan made_anew(unit_of_work& work, const group& here, topic_plan plan, instant now)
{
    if (plan.state != plan_state::proposed) return plan;
    const auto closed = work.ballots().find(plan.ballot);
    plan.lines = plan_topics(planning_for(work, here, *closed, now));
    plan.rule = here.planning;
    plan.revision = revision_of(work, plan.rule, plan.lines);
    return plan;
}

// Rejects: not_a_facilitator, no_plan, plan_settled.
result<topic_plan> open_plan(unit_of_work& work, const group& here, const plan_request& request)
{
    if (const auto who = facilitating_member(work, here.id, request.by); !who) return who.why();
    const auto plan = plan_of(work, here, request.ballot, request.now);
    if (!plan) return plan.why();
    if (plan->state == plan_state::settled) {
        rejection why{.why = reason::plan_settled};
        if (plan->settled_by) why.people.push_back(*plan->settled_by);
        return why;
    }
    if (plan->state == plan_state::dropped) return reason::no_plan;
    return *plan;
}

bool planned_elsewhere(const std::vector<session>& planned, const plan_line& line)
{
    return line.topic && std::any_of(planned.begin(), planned.end(), [&](const session& meeting) {
               return meeting.topic == line.topic && meeting.id != line.meeting;
           });
}

// The second of two lines that want the same topic.
std::optional<std::size_t> second_with_same_topic(const std::vector<plan_line>& lines)
{
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t before = 0; before < i; ++before)
            if (lines[i].topic && lines[i].topic == lines[before].topic) return i;
    return std::nullopt;
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
    if (wish.topic && wish.topic != before.topic) {
        const auto subject = work.topics().find(wish.topic);
        if (!subject || subject->group != here.id || subject->state != topic_state::open)
            return reason::no_such_topic;
    }
    line.topic = wish.topic;
    const auto known = wish.leader ? work.members().find(here.id, *wish.leader) : std::nullopt;
    if (known && known->id == before.leader) {
        // Why they were proposed was about the topic that they had.
        if (line.topic != before.topic && line.why != line_reason::leads_already)
            line.why = line_reason::chosen;
        return line;
    }
    if (!wish.leader) {
        line.leader = {};
        line.why = line_reason::nobody;
        return line;
    }
    const auto who = named_active_member(work, here.id, *wish.leader);
    if (!who) return who.why();
    line.leader = who->id;
    line.why = line_reason::chosen;
    return line;
}

rejection of_line(rejection why, std::size_t line)
{
    why.number = static_cast<std::int64_t>(line) + 1;
    return why;
}

} // namespace

void propose_plan(unit_of_work& work, const group& here, const ballot& closed, instant now)
{
    plan_sessions(work, here, now);
    const auto from = planning_for(work, here, closed, now);
    if (from.topics.empty()) return;
    topic_plan plan{.ballot = closed.id, .rule = here.planning, .lines = plan_topics(from)};
    if (plan.lines.empty()) return;
    plan.revision = revision_of(work, plan.rule, plan.lines);
    drop_earlier(work, here, closed);
    work.plans().save(plan);
    const auto first = work.sessions().find(plan.lines.front().meeting).value();
    for (const auto& who : facilitators(work, here.id)) {
        tell_person(work,
                    {.kind = message_kind::plan_proposed,
                     .group = here.id,
                     .subject = closed.id.value,
                     .to = who.user,
                     .due_at = now},
                    first.starts_at);
    }
}

result<topic_plan> plan_of(unit_of_work& work, const group& here, std::optional<ballot_id> ballot,
                           instant now)
{
    const auto plan = stored_plan(work, here, ballot);
    if (!plan) return plan.why();
    return made_anew(work, here, *plan, now);
}

result<topic_plan> settle_plan(unit_of_work& work, const group& here, const plan_request& request)
{
    const auto plan = open_plan(work, here, request);
    if (!plan) return plan.why();
    auto settled = *plan;
    if (settled.revision != request.revision || settled.lines.empty())
        work.plans().save(settled);
    else
        settle(work, here, settled, request.by, request.now);
    return settled;
}

result<topic_plan> change_plan(unit_of_work& work, const group& here, const plan_request& request,
                               const std::vector<line_wish>& wishes)
{
    const auto plan = open_plan(work, here, request);
    if (!plan) return plan.why();
    if (plan->revision != request.revision) return reason::plan_changed;
    auto changed = *plan;
    for (std::size_t i = 0; i < changed.lines.size(); ++i) {
        auto& line = changed.lines[i];
        const auto wish = std::find_if(wishes.begin(), wishes.end(),
                                       [&](const line_wish& one) { return one.meeting == line.meeting; });
        if (wish == wishes.end()) continue;
        const auto wanted = wished_line(work, here, line, *wish);
        if (!wanted) return of_line(wanted.why(), i);
        line = *wanted;
        if (planned_elsewhere(work.sessions().planned(here.id), line))
            return of_line(taken(work, line.topic), i);
    }
    if (const auto line = second_with_same_topic(changed.lines))
        return of_line(taken(work, changed.lines[*line].topic), *line);
    settle(work, here, changed, request.by, request.now);
    return changed;
}

result<group> choose_plan_rule(unit_of_work& work, const group& here, const user_id& by, plan_rule rule,
                               instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto changed = here;
    changed.planning = rule;
    work.groups().save(changed);
    // Whoever chose is shown the plan as it is made now; the others see it when they look or press.
    if (const auto waiting = plan_of(work, changed, {}, now);
        waiting && waiting->state == plan_state::proposed)
        work.plans().save(*waiting);
    return changed;
}

} // namespace peerbot::core
