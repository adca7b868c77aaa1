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
    leader_week = 3,
    leader_day = 4,
    channel_day = 5,
    channel_soon = 6,
    leader_missing = 7,
    session_over = 8,
    pause_ends = 9,
    month_begins = 50,
};

struct timer
{
    timer_id id;
    timer_kind kind;
    group_id group;
    std::int64_t subject = 0; // the ballot, session, member or group it is about
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
    virtual std::vector<timer> due(instant now, int at_most) = 0;
    virtual std::optional<instant> next_due() = 0;
    // Waiting timers of a group, by due instant.
    virtual std::vector<timer> waiting(group_id group) = 0;
    virtual void mark_fired(timer_id id, instant at) = 0;
};

} // namespace peerbot::core
