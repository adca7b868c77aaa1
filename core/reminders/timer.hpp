// A timer is a durable row: at this instant, do this once. When it fires, core looks at the state again and
// decides.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace peerbot::core {

// The numbers are stored: add at the end, never reuse one.
enum class timer_kind
{
    ballot_closes = 1,
    vote_reminder = 2,
    leader_week = 3, // of before the ladder; may still wait in a database, as leader_missing may
    leader_day = 4,
    channel_day = 5,
    channel_soon = 6,
    leader_missing = 7,
    session_over = 8,
    pause_ends = 9,
    session_card = 20,
    session_begins = 21,
    leader_prepares = 22,
    leader_hour = 23,
    leader_reports = 24,
    readiness = 25,
    report_missing = 26,
    session_missed = 27,
    ladder_ask = 30, // subject: session, as of the next three
    ladder_offer = 31,
    ladder_backup = 32,
    ladder_choice = 33,
    offer_ends = 34, // subject: offer
    volunteering_ends = 40,
    month_begins = 50,
    critique_volunteering_ends = 60, // subject: critique, as of the next five
    critique_checked = 61,           // critics who are silent are nudged, or let off
    critique_silent = 62,
    critique_unchosen = 63,
    critique_due = 64,
    critique_changed_yet = 65,
    promise_due = 70,           // subject: promise
    assist_proposal_waits = 80, // subject: assist
    assist_begins = 81,         // subject: assist
    assist_phase_ends = 82,     // subject: phase run, as of the next eight
    assist_nudge = 83,
    assist_silence = 84,
    assist_given_up = 85,
    assist_ideas_open = 86,
    assist_midway = 87,
    assist_unanswered = 88,
    assist_offer_others = 89,
    assist_too_few = 90,   // subject: phase run
    assist_unclaimed = 91, // subject: assist; nobody brings the challenge
    assist_call_soon = 92, // subject: call slot, as of the next two
    assist_call_over = 93,
    assist_notes_due = 94,
    assist_closing_ends = 95, // subject: assist, as of the next two
    assist_review_ends = 96,
    assist_follow_up = 97,
    assist_slot_settles = 98, // subject: call slot that nobody has chosen; a second one at its start
    assist_closing_soon = 99, // subject: assist; a summary that is not made yet
};

struct timer
{
    timer_id id;
    timer_kind kind;
    group_id group;
    std::int64_t subject = 0; // the ballot, session, member, offer, vacancy or group it is about
    instant due_at;
};

class timer_repository
{
  public:
    virtual ~timer_repository() = default;
    // Unique by kind, subject and due instant: adding the same one again, even after it fired, changes
    // nothing.
    virtual void add(const timer& fresh) = 0;
    // Takes back what has not fired.
    virtual void cancel(timer_kind kind, std::int64_t subject) = 0;
    // Timers of suspended groups are frozen: they are neither due nor next.
    virtual std::vector<timer> due(instant now, int at_most) = 0;
    virtual std::optional<instant> next_due() = 0;
    // When the first one of this kind for the subject is due that waits and lies after the moment.
    virtual std::optional<instant> next_of(timer_kind kind, std::int64_t subject, instant after) = 0;
    // Waiting timers of a group, by due instant.
    virtual std::vector<timer> waiting(group_id group) = 0;
    virtual void mark_fired(timer_id id, instant at) = 0;
};

} // namespace peerbot::core
