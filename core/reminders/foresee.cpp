#include "core/reminders/foresee.hpp"

#include "core/assist/roles.hpp"
#include "core/assist/view.hpp"
#include "core/critique/clocks.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/controls.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

const turn* turn_of(const std::vector<turn>& turns, const member& who, session_id meeting)
{
    const auto found = std::find_if(turns.begin(), turns.end(), [&](const turn& one) {
        return one.meeting.id == meeting && (one.leader == who.id || leads(one.meeting, who.id));
    });
    return found == turns.end() ? nullptr : &*found;
}

// Whether it is this timer that nudges the member about a critique.
bool nudges(unit_of_work& work, const timer& waiting, const member& who)
{
    const auto request = work.critiques().find({waiting.subject});
    const auto row = request ? work.critiques().critic_of(request->id, who.id) : std::nullopt;
    if (!row || row->state != critic_state::waiting) return false;
    return row->asked_at + steps_of(*request).nudge == waiting.due_at;
}

// The kind of message that this timer will send to the member, if it sends them one. Another timer that
// reminds people needs a line here.
std::optional<message_kind> reminds_of(unit_of_work& work, const timer& waiting, const member& who,
                                       const std::vector<turn>& turns)
{
    const auto leads_it = [&] { return turn_of(turns, who, {waiting.subject}) != nullptr; };
    switch (waiting.kind) {
    case timer_kind::vote_reminder: {
        const auto running = work.ballots().find({waiting.subject});
        if (running && running->open() && !work.votes().has_voted(*running, who.id))
            return message_kind::vote_reminder;
        return std::nullopt;
    }
    case timer_kind::ladder_ask:
        if (const auto* one = turn_of(turns, who, {waiting.subject});
            one != nullptr && one->meeting.leading == leader_state::open)
            return message_kind::leader_week;
        return std::nullopt;
    case timer_kind::leader_prepares:
        return leads_it() ? std::optional(message_kind::leader_prepares) : std::nullopt;
    case timer_kind::leader_hour:
        return leads_it() ? std::optional(message_kind::leader_hour) : std::nullopt;
    case timer_kind::leader_reports:
        return leads_it() ? std::optional(message_kind::leader_reports) : std::nullopt;
    case timer_kind::readiness:
        return who.facilitator && !leads_it() ? std::optional(message_kind::readiness) : std::nullopt;
    case timer_kind::report_missing:
        return who.facilitator ? std::optional(message_kind::report_missing) : std::nullopt;
    case timer_kind::session_over:
        if (who.facilitator) return message_kind::session_over;
        return std::nullopt;
    case timer_kind::assist_proposal_waits:
        return who.facilitator ? std::optional(message_kind::assist_proposed) : std::nullopt;
    case timer_kind::assist_nudge: {
        const auto run = work.assists().find_run({waiting.subject});
        if (!run || run->ended_at) return std::nullopt;
        const auto one = work.assists().find(run->assist).value();
        if (phase_of(work, one, *run).chooses()) return std::nullopt; // all are reminded together
        const auto silent = silent_speakers(work, one, *run);
        if (std::find(silent.begin(), silent.end(), who.id) == silent.end()) return std::nullopt;
        return message_kind::assist_not_spoken;
    }
    case timer_kind::assist_closing_soon: {
        const auto one = work.assists().find({waiting.subject});
        if (one && one->assistee == who.id) return message_kind::assist_summary_waits;
        return std::nullopt;
    }
    case timer_kind::assist_follow_up: {
        const auto one = work.assists().find({waiting.subject});
        if (!one) return std::nullopt;
        const auto askers = askers_of(work, *one);
        if (std::find(askers.begin(), askers.end(), who.id) == askers.end()) return std::nullopt;
        return message_kind::assist_follow_up;
    }
    case timer_kind::month_begins:
        if (who.facilitator) return message_kind::month_summary;
        return std::nullopt;
    case timer_kind::critique_checked:
        return nudges(work, waiting, who) ? std::optional(message_kind::critique_nudge) : std::nullopt;
    case timer_kind::critique_changed_yet: {
        const auto request = work.critiques().find({waiting.subject});
        if (request && request->asker == who.id) return message_kind::critique_changed_yet;
        return std::nullopt;
    }
    case timer_kind::promise_due: {
        const auto made = work.promises().find({waiting.subject});
        if (made && made->owner == who.id && made->chased < most_chases) return message_kind::promise_due;
        return std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

bool is_done(unit_of_work& work, const workspace_id& workspace, const user_id& person,
             const foreseen_reminder& one)
{
    return work.attention().is_done(
        {.workspace = workspace, .person = person, .kind = one.kind, .subject = one.subject});
}

void add_timers(unit_of_work& work, const member& who, instant now, std::vector<foreseen_reminder>& found)
{
    const auto here = known_group(work, who.group);
    const auto turns = coming_turns(work, here);
    for (const auto& waiting : work.timers().waiting(here.id)) {
        if (waiting.due_at > now + foreseen_for) continue;
        if (const auto kind = reminds_of(work, waiting, who, turns))
            found.push_back({.kind = *kind,
                             .group = here.id,
                             .subject = waiting.subject,
                             .when = std::max(waiting.due_at, now)});
    }
}

} // namespace

std::vector<foreseen_reminder> foresee(unit_of_work& work, const workspace_id& workspace,
                                       const user_id& person, instant now)
{
    std::vector<foreseen_reminder> found;
    for (const auto& who : work.members().of_person(workspace, person)) {
        if (who.active()) add_timers(work, who, now, found);
    }
    for (const auto& told : work.outbox().told(workspace, person, now)) {
        if (reminder_kind_of(told.kind))
            found.push_back(
                {.kind = told.kind, .group = told.group, .subject = told.subject, .when = told.due_at});
    }
    std::erase_if(found, [&](const auto& one) { return is_done(work, workspace, person, one); });
    for (auto& one : found)
        one.level = level_of(work, workspace, person, one.kind);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.when < b.when; });
    return found;
}

} // namespace peerbot::core
