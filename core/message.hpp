// What to say to whom: rows of the outbox, committed together with the change that caused them.
// A message names its subject and is worded when it is sent, so that nothing stale is said.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace peerbot::core {

// The numbers are stored: add at the end, never reuse one.
enum class message_kind
{
    welcome_card = 1,          // subject: group
    ballot_card = 2,           // subject: ballot
    ballot_result = 3,         // subject: ballot
    vote_reminder = 4,         // subject: ballot
    leader_week = 5,           // subject: session
    leader_day = 6,            // subject: session
    channel_day = 7,           // subject: session
    channel_soon = 8,          // subject: session
    leader_missing = 9,        // subject: session
    session_over = 10,         // subject: session
    please_invite = 11,        // subject: group
    leader_changed = 12,       // subject: session
    leader_released = 13,      // subject: session
    now_facilitating = 14,     // subject: group
    vote_extended = 15,        // subject: ballot
    plan_proposed = 16,        // subject: ballot
    plan_settled = 17,         // subject: ballot
    topic_turn = 18,           // subject: session
    session_card = 20,         // subject: session
    session_begins = 21,       // subject: session
    cue_card = 22,             // subject: session
    leader_prepares = 23,      // subject: session
    leader_hour = 24,          // subject: session
    leader_reports = 25,       // subject: session
    readiness = 26,            // subject: session
    report_missing = 27,       // subject: session
    session_missed = 28,       // subject: session
    session_moved = 29,        // subject: session
    session_cancelled = 60,    // subject: session
    skipped_twice = 30,        // subject: session
    swap_asked = 31,           // subject: offer
    offer_answered = 32,       // subject: offer
    backup_asked = 33,         // subject: session
    turn_offered = 34,         // subject: offer
    member_gone = 40,          // subject: member
    pause_over = 41,           // subject: member
    facilitator_gone = 42,     // subject: member
    volunteer_card = 43,       // subject: vacancy
    facilitator_needed = 44,   // subject: vacancy
    dates_anew = 45,           // subject: group
    rhythm_changed = 46,       // subject: group
    facilitator_named = 47,    // subject: member
    facilitator_released = 48, // subject: member
    month_summary = 50,        // subject: group
    quiet_question = 51,       // subject: member
    topic_changed = 61,        // subject: session
    critique_card = 70,        // subject: critique
    critique_asked = 71,       // subject: critique; to a critic
    critique_nudge = 72,       // subject: critique; to a critic who has not handed in
    critique_let_off = 73,     // subject: critique; to a critic who need not any more
    critique_received = 74,    // subject: critique; to the asker: what came in since they read last
    critique_finished = 75,    // subject: critique; to the asker
    critique_queued = 76,      // subject: critique; to the facilitators
    critique_silent = 77,      // subject: critique; to the facilitators
    critique_helped = 78,      // subject: critique; to a critic
    critique_changed_yet = 79, // subject: critique; to the asker
    critique_changed = 80,     // subject: critique; to a critic
    critique_summary = 81,     // subject: critique; to the channel
    promise_due = 90,          // subject: promise
    // In the thread of the assist's card where nothing else is said.
    assist_card = 100,           // subject: assist; in the channel
    assist_proposed = 101,       // subject: assist; to facilitators: coach, accept, suggest
    assist_coached = 102,        // subject: assist; to the assistee
    assist_suggested = 103,      // subject: assist; to the assistee: another format
    assist_accepted = 104,       // subject: assist; to the assistee
    assist_facilitate = 105,     // subject: assist; to who facilitates it from now on
    assist_unfacilitated = 106,  // subject: assist; in the channel: who will
    assist_phase = 107,          // subject: phase run; it begins
    assist_your_turn = 108,      // subject: phase run; to who speaks alone
    assist_not_spoken = 109,     // subject: phase run; to a person, or to all
    assist_waits = 110,          // subject: phase run; to an assistee who is silent, and of one who takes a
                                 // break to who facilitates
    assist_extended = 111,       // subject: phase run
    assist_too_few = 112,        // subject: assist; to the assistee: an open question instead; and to all
    assist_catch_up = 113,       // subject: participant; to them
    assist_posted = 114,         // subject: contribution
    assist_thread = 115,         // subject: contribution, a question; in the channel, opens its thread
    assist_notes_thread = 116,   // subject: assist; in the channel, opens the thread of notes
    assist_challenges = 117,     // subject: phase run; all of an inventory together
    assist_chosen = 118,         // subject: assist; which challenge, and who brings it
    assist_bring = 119,          // subject: assist; to who was chosen to bring it
    assist_midway = 120,         // subject: phase run
    assist_call_set = 121,       // subject: call slot
    assist_call_soon = 122,      // subject: call slot; to a person who comes
    assist_notes_due = 123,      // subject: call slot; to who takes notes
    assist_experience = 124,     // subject: assist; to a person who may have experience
    assist_unanswered = 125,     // subject: assist; to the assistee: other formats
    assist_summary_draft = 126,  // subject: assist; to the assistee
    assist_review = 127,         // subject: participant; to them: their part of the summary
    assist_summary_ready = 128,  // subject: assist; to the assistee: the last press
    assist_summary = 129,        // subject: assist; in the channel
    assist_follow_up = 130,      // subject: assist; to each who was the assistee
    assist_stopped = 131,        // subject: assist
    assist_not_held = 132,       // subject: assist; to facilitators: it was stopped
    assist_format_changed = 133, // subject: assist
    assist_summary_waits = 134,  // subject: assist; to the assistee: it is not made yet
    assist_summary_lapsed = 135, // subject: assist; to the assistee: nothing is published
};

using recipient = std::variant<channel_id, user_id>;

struct message
{
    message_kind kind;
    group_id group;
    std::int64_t subject = 0;
    recipient to;
    card_id card = {};                      // set when the message is the picture of a card
    instant due_at;                         // not before
    std::optional<instant> void_after = {}; // not after: then it is dropped, with a reason in the log
};

enum class delivery_state
{
    pending = 1,
    sending = 2,
    sent = 3,
    failed = 4,
    unknown = 5, // may or may not have arrived: looked up by its key before anything is sent again
    dropped = 6,
    held = 7, // the bot is not in the channel
};

struct outbox_row
{
    message_id id;
    message what;
    workspace_id workspace;
    std::string key; // the delivery key that travels in the message's metadata
    delivery_state state = delivery_state::pending;
    int attempts = 0;
    instant next_try_at;
    std::optional<instant> first_tried_at = {};
};

// What the outbox has not got rid of.
struct backlog
{
    int waiting = 0;
    std::optional<instant> oldest = {}; // when the first of them was due; nothing when none waits
};

class outbox_repository
{
  public:
    virtual ~outbox_repository() = default;
    // Once for each kind, subject, recipient and due instant: adding the same again changes nothing.
    virtual void add(const message& fresh) = 0;

    // The first unfinished row of each recipient, when its time has come: pending and unknown ones, oldest
    // first.
    virtual std::vector<outbox_row> ready(instant now, int at_most) = 0;
    // When the next row that is not ready yet wants to be sent.
    virtual std::optional<instant> next_try() = 0;
    virtual std::optional<outbox_row> find(message_id id) = 0;
    // Unfinished messages whose time has come, but for those of suspended groups.
    virtual backlog waiting(instant now) = 0;
    // What was to be said to a person by direct message from `since` on and was not dropped, oldest first.
    virtual std::vector<message> told(const workspace_id& workspace, const user_id& person,
                                      instant since) = 0;

    // What is still to be said to a person by direct message, in the order in which it stands in line.
    virtual std::vector<outbox_row> waiting_for(const workspace_id& workspace, const user_id& person) = 0;

    virtual void mark_sending(message_id id, instant at) = 0;
    // Also makes `channel` and `stamp` the place of its card.
    virtual void mark_sent(message_id id, const channel_id& channel, const std::string& stamp,
                           instant at) = 0;
    virtual void mark_failed(message_id id, const std::string& why, instant at) = 0;
    virtual void mark_dropped(message_id id, const std::string& why, instant at) = 0;
    virtual void mark_unknown(message_id id, instant next_try_at, const std::string& why) = 0;
    virtual void retry(message_id id, instant next_try_at, const std::string& why) = 0;
    // What was `sending` when the process died becomes unknown. Returns how many.
    virtual int recover(instant now) = 0;

    virtual void hold(const workspace_id& workspace, const channel_id& channel) = 0;
    // What was held is to be sent now, but for what was bound to a moment (has a `void_after`): that is
    // dropped.
    virtual void release(const workspace_id& workspace, const channel_id& channel, instant now) = 0;
    // Drops whatever waits for somebody and is not on its way yet.
    virtual void drop_for(const workspace_id& workspace, const user_id& person, const std::string& why,
                          instant now) = 0;
    // The channel has another id: whatever waits for the old one goes to the new one.
    virtual void readdress(const workspace_id& workspace, const channel_id& old_one,
                           const channel_id& new_one) = 0;
};

enum class card_kind
{
    welcome = 1,     // subject: group
    ballot = 2,      // subject: ballot
    session = 3,     // subject: session
    turn_offer = 30, // subject: offer
    volunteer = 40,  // subject: vacancy
    critique = 50,   // subject: critique
    assist = 60,     // subject: assist
    summary = 61,    // subject: assist
};

// A card is a message that mirrors a row. The row is the truth, the message a picture of it.
struct card
{
    card_id id;
    card_kind kind;
    group_id group;
    std::int64_t subject = 0;
    channel_id channel = {}; // where it was posted; empty until then
    std::string stamp = {};  // the message's ts; empty until it was posted
};

class card_repository
{
  public:
    virtual ~card_repository() = default;
    virtual card_id add(const card& fresh) = 0;
    virtual std::optional<card> find(card_id id) = 0;
    // Costs one read when the card is dirty already.
    virtual void mark_dirty(card_id id) = 0;
    // Posted cards that are dirty, longest unrefreshed first; none of suspended groups.
    virtual std::vector<card> dirty(int at_most) = 0;
    // How many dirty() would list if it listed all.
    virtual int count_dirty() = 0;
    // Before the picture is drawn; a change after this makes the card dirty again.
    virtual void begin_refresh(card_id id) = 0;
    virtual void end_refresh(card_id id, bool shown) = 0;
    // Cards of the group that were posted in the old channel are in the new one.
    virtual void readdress(group_id group, const channel_id& old_one, const channel_id& new_one) = 0;
    // Cards whose refresh was cut off by the end of the process are dirty again.
    virtual int recover() = 0;
};

} // namespace peerbot::core
