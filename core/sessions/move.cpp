#include "core/sessions/move.hpp"

#include "core/assist/propose.hpp"
#include "core/critique/critics.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/absence.hpp"
#include "core/rotation/leader.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"
#include "core/words/plain.hpp"
#include "core/words/utf8.hpp"

#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr days farthest{366};

// Rejects: no_session_planned, session_not_planned.
result<session> planned_session(unit_of_work& work, const group& here, session_id id)
{
    auto found = work.sessions().find(id);
    if (!found || found->group != here.id) return reason::no_session_planned;
    if (found->state != session_state::planned)
        return rejection{.why = reason::session_not_planned, .number = found->number};
    return *found;
}

void tell_channel(unit_of_work& work, const group& here, const session& about, message_kind kind, instant now)
{
    work.cards().mark_dirty(here.card);
    work.outbox().add(
        {.kind = kind, .group = here.id, .subject = about.id.value, .to = here.channel, .due_at = now});
}

} // namespace

void move_session(unit_of_work& work, const group& here, session meeting, local_time to, instant now)
{
    const auto before = meeting.starts_at;
    if (!meeting.moved_from) meeting.moved_from = meeting.meets_at;
    meeting.meets_at = to;
    meeting.starts_at = zone_of(here).to_instant(to);
    keep_session(work, meeting);
    session_of_assist_changed(work, here, meeting.id, now);
    work.sessions().forget_answers(meeting.id);
    renew_timers(work, here, meeting, now);
    give_back_where_away(work, here, meeting.id, now);
    if (meeting.starts_at > before + days{7}) critique_session_booked(work, meeting, now);
}

void announce_move(unit_of_work& work, const group& here, const session& moved, instant now)
{
    tell_channel(work, here, moved, message_kind::session_moved, now);
}

result<session> move_by_hand(unit_of_work& work, const group& here, const move_request& request)
{
    const auto who = present_member(work, here.id, request.by);
    if (!who) return who.why();
    const auto meeting = planned_session(work, here, request.meeting);
    if (!meeting) return meeting.why();
    const bool leads = core::leads(*meeting, who->id);
    if (!leads && !who->facilitator) return reason::leads_or_facilitates;
    const auto starts_at = zone_of(here).to_instant(request.to);
    if (starts_at <= request.now) return rejection{.why = reason::time_not_ahead, .when = starts_at};
    if (starts_at > request.now + farthest) return rejection{.why = reason::time_too_far, .when = starts_at};
    for (const auto& other : work.sessions().planned(here.id)) {
        if (other.id != meeting->id && other.starts_at < starts_at + meeting->length &&
            starts_at < other.ends_at())
            return rejection{.why = reason::session_there, .when = other.starts_at, .number = other.number};
    }
    if (meeting->meets_at == request.to)
        return rejection{.why = reason::session_there, .when = starts_at, .number = meeting->number};
    move_session(work, here, *meeting, request.to, request.now);
    auto moved = *work.sessions().find(request.meeting);
    announce_move(work, here, moved, request.now);
    plan_sessions(work, here, request.now);
    return moved;
}

result<session> cancel_session(unit_of_work& work, const group& here, const cancellation& request)
{
    if (const auto who = facilitating_member(work, here.id, request.by); !who) return who.why();
    auto meeting = planned_session(work, here, request.meeting);
    if (!meeting) return meeting;
    if (meeting->starts_at <= request.now)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    const auto because = clean_text(request.because, request.because.size());
    if (because.empty()) return reason::reason_needed;
    if (code_points(because) > longest_reason)
        return rejection{.why = reason::text_too_long, .number = longest_reason};

    auto changed = *meeting;
    changed.state = session_state::cancelled;
    auto details = work.sessions().details(changed.id);
    details.cancelled_because = because;
    work.sessions().save_details(changed.id, details);
    keep_session(work, changed);
    session_of_assist_changed(work, here, changed.id, request.now);
    cancel_timers(work, changed.id);
    end_offers(work, changed.id);
    critique_session_booked(work, changed, request.now);
    tell_channel(work, here, changed, message_kind::session_cancelled, request.now);
    plan_sessions(work, here, request.now);
    return changed;
}

} // namespace peerbot::core
