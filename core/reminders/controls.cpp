#include "core/reminders/controls.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/time/working_hours.hpp"

namespace peerbot::core {
namespace {

reminder_subject subject_of(const reminder_press& press)
{
    return {
        .workspace = press.workspace, .person = press.person, .kind = press.kind, .subject = press.subject};
}

// A button of another workspace, or of a group that the person has left, is as good as none.
result<group> group_of(unit_of_work& work, const reminder_press& press)
{
    if (!reminder_kind_of(press.kind)) return reason::no_such_reminder;
    const auto here = work.groups().find(press.group);
    if (!here || here->workspace != press.workspace) return reason::no_such_reminder;
    if (const auto who = present_member(work, here->id, press.person); !who) return who.why();
    return *here;
}

result<std::optional<instant>> limit_of_critique(unit_of_work& work, const reminder_press& press)
{
    const auto request = work.critiques().find({press.subject});
    if (!request || request->group != press.group) return reason::no_such_reminder;
    if (reminder_kind_of(press.kind)->about == reminder_about::ended_critique)
        return std::optional<instant>{};
    if (request->ended()) return request->ended_at;
    // What is overdue goes on until somebody decides.
    return request->due_at > press.now ? std::optional(request->due_at) : std::nullopt;
}

// From when on the reminder would be pointless, if ever. Nothing is known of what is gone.
result<std::optional<instant>> limit_of(unit_of_work& work, const reminder_press& press)
{
    switch (reminder_kind_of(press.kind)->about) {
    case reminder_about::ballot:
        if (const auto running = work.ballots().find({press.subject});
            running && running->group == press.group)
            return std::optional(running->closed_at.value_or(running->closes_at));
        return reason::no_such_reminder;
    case reminder_about::coming_session:
    case reminder_about::past_session: {
        const auto meeting = work.sessions().find({press.subject});
        if (!meeting || meeting->group != press.group) return reason::no_such_reminder;
        const bool coming = reminder_kind_of(press.kind)->about == reminder_about::coming_session;
        return coming ? std::optional(meeting->starts_at) : std::nullopt;
    }
    case reminder_about::critique:
    case reminder_about::ended_critique:
        return limit_of_critique(work, press);
    case reminder_about::promise: {
        const auto made = work.promises().find({press.subject});
        if (!made || made->group != press.group) return reason::no_such_reminder;
        return made->settled_at;
    }
    case reminder_about::group:
        break;
    }
    return std::optional<instant>{};
}

} // namespace

outcome reminder_done(unit_of_work& work, const reminder_press& press)
{
    if (const auto here = group_of(work, press); !here) return here.why();
    work.attention().mark_done(subject_of(press), press.now);
    return nothing{};
}

result<instant> snooze_reminder(unit_of_work& work, const reminder_press& press)
{
    const auto here = group_of(work, press);
    if (!here) return here.why();
    const auto limit = limit_of(work, press);
    if (!limit) return limit.why();
    const auto again = next_working_moment(press.now + snooze_time, zone_of(work, *here, press.person));
    if (*limit && again >= **limit) return rejection{.why = reason::too_late_to_snooze, .when = *limit};
    work.attention().mark_snoozed(subject_of(press), again);
    work.outbox().add({.kind = press.kind,
                       .group = press.group,
                       .subject = press.subject,
                       .to = press.person,
                       .due_at = again,
                       .void_after = limit->value_or(again + days{7})});
    return again;
}

result<reminder_level> fewer_reminders(unit_of_work& work, const reminder_press& press)
{
    if (const auto here = group_of(work, press); !here) return here.why();
    const auto now = level_of(work, press.workspace, press.person, press.kind);
    const auto next = now == reminder_level::every_one ? reminder_level::fewer : reminder_level::off;
    const auto done = set_reminder_level(work, press.workspace, press.person, press.kind, next);
    if (!done) return done.why();
    return next;
}

outcome set_reminder_level(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                           message_kind kind, reminder_level level)
{
    const auto known = reminder_kind_of(kind);
    if (!known) return reason::no_such_reminder;
    if (known->duty && level != reminder_level::every_one) return reason::reminder_is_duty;
    work.attention().save_wish(workspace, person, {.kind = kind, .level = level});
    return nothing{};
}

reminder_level level_of(unit_of_work& work, const workspace_id& workspace, const user_id& person,
                        message_kind kind)
{
    const auto wish = work.attention().wish(workspace, person, kind);
    return wish ? wish->level : reminder_level::every_one;
}

} // namespace peerbot::core
