#include "core/reminders/fire.hpp"

#include "core/assist/engine.hpp"
#include "core/critique/critics.hpp"
#include "core/groups/facilitators.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/month.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/reminders.hpp"
#include "core/voting/close_ballot.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

// A session that still lies ahead, or nothing.
std::optional<session> coming(unit_of_work& work, const timer& due, instant now)
{
    auto meeting = work.sessions().find(session_id{due.subject});
    if (!meeting || meeting->state != session_state::planned || meeting->starts_at <= now)
        return std::nullopt;
    if (work.members().present(due.group).empty()) return std::nullopt;
    return meeting;
}

// Timers of before there were ladders, for as long as some wait in a database.
void ask_for_the_week(unit_of_work& work, const timer& due, instant now)
{
    ask_leader(work, known_group(work, due.group), session_id{due.subject}, now);
}

void warn_of_missing_leader(unit_of_work& work, const timer& due, instant now)
{
    const auto meeting = coming(work, due, now);
    if (!meeting || meeting->leading == leader_state::confirmed) return;
    if (meeting->format != session_format::training) return;
    ask_facilitators(work, *meeting, now);
}

bool is_reminder(timer_kind kind)
{
    constexpr std::array reminders{
        timer_kind::vote_reminder,   timer_kind::channel_day,    timer_kind::leader_missing,
        timer_kind::leader_prepares, timer_kind::leader_hour,    timer_kind::leader_reports,
        timer_kind::readiness,       timer_kind::report_missing, timer_kind::session_missed,
        timer_kind::assist_nudge,    timer_kind::assist_midway,  timer_kind::assist_call_soon};
    return std::find(reminders.begin(), reminders.end(), kind) != reminders.end();
}

} // namespace

bool fires_after_suspension(timer_kind kind)
{
    const bool of_assist =
        kind >= timer_kind::assist_proposal_waits && kind <= timer_kind::assist_slot_settles;
    if (of_assist) return !is_reminder(kind);
    return kind == timer_kind::ballot_closes || kind == timer_kind::pause_ends ||
           kind == timer_kind::volunteering_ends || kind == timer_kind::offer_ends ||
           kind == timer_kind::critique_changed_yet || kind == timer_kind::promise_due;
}

void fire(unit_of_work& work, const timer& due, instant now)
{
    if (is_reminder(due.kind) && now > due.due_at + reminder_grace) return;
    switch (due.kind) {
    case timer_kind::ballot_closes:
        return deadline_came(work, ballot_id{due.subject}, now);
    case timer_kind::vote_reminder:
        return remind_voters(work, ballot_id{due.subject}, due.due_at, now);
    case timer_kind::leader_week:
        return ask_for_the_week(work, due, now);
    case timer_kind::leader_day: // of an earlier version; the leader is reminded at other times now
        return;
    case timer_kind::channel_day:
        return remind_channel_a_day_before(work, due, now);
    case timer_kind::channel_soon:
        return remind_channel_before_start(work, due, now);
    case timer_kind::leader_missing:
        return warn_of_missing_leader(work, due, now);
    case timer_kind::session_over:
        return ask_whether_held(work, due, now);
    case timer_kind::session_card:
        return post_session_card(work, due, now);
    case timer_kind::session_begins:
        return begin_session(work, due, now);
    case timer_kind::leader_prepares:
        return remind_leader_to_prepare(work, due, now);
    case timer_kind::leader_hour:
        return remind_leader_an_hour_before(work, due, now);
    case timer_kind::leader_reports:
        return remind_leader_to_report(work, due, now);
    case timer_kind::readiness:
        return tell_readiness(work, due, now);
    case timer_kind::report_missing:
        return tell_what_is_missing(work, due, now);
    case timer_kind::session_missed:
        return tell_who_missed_it(work, due, now);
    case timer_kind::ladder_ask:
    case timer_kind::ladder_offer:
    case timer_kind::ladder_backup:
    case timer_kind::ladder_choice:
        return climb(work, due, now);
    case timer_kind::offer_ends:
        return offer_ended(work, offer_id{due.subject}, now);
    case timer_kind::pause_ends:
        return end_pause(work, member_id{due.subject}, now);
    case timer_kind::volunteering_ends:
        return volunteering_ended(work, vacancy_id{due.subject}, now);
    case timer_kind::month_begins:
        return month_began(work, due, now);
    case timer_kind::critique_volunteering_ends:
    case timer_kind::critique_checked:
    case timer_kind::critique_silent:
    case timer_kind::critique_unchosen:
    case timer_kind::critique_due:
    case timer_kind::critique_changed_yet:
        return critique_timer_fired(work, due, now);
    case timer_kind::promise_due:
        return chase_promise(work, due, now);
    case timer_kind::assist_proposal_waits:
    case timer_kind::assist_begins:
    case timer_kind::assist_phase_ends:
    case timer_kind::assist_nudge:
    case timer_kind::assist_silence:
    case timer_kind::assist_given_up:
    case timer_kind::assist_ideas_open:
    case timer_kind::assist_midway:
    case timer_kind::assist_unanswered:
    case timer_kind::assist_offer_others:
    case timer_kind::assist_too_few:
    case timer_kind::assist_unclaimed:
    case timer_kind::assist_call_soon:
    case timer_kind::assist_call_over:
    case timer_kind::assist_notes_due:
    case timer_kind::assist_closing_ends:
    case timer_kind::assist_review_ends:
    case timer_kind::assist_follow_up:
    case timer_kind::assist_slot_settles:
    case timer_kind::assist_closing_soon:
        return assist_timer(work, due, now);
    }
}

} // namespace peerbot::core
