// A session is one meeting of a group: a local date and time, and who leads it.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// So many sessions ahead are always planned.
inline constexpr int planned_ahead = 3;

enum class session_state
{
    planned,
    held,
    cancelled,
};

// A leader is proposed by the rotation until they were asked; from then on only they, or the facilitator, can
// change it.
enum class leader_state
{
    open,
    asked,
    confirmed,
};

struct session
{
    session_id id;
    group_id group;
    int number = 0;      // counts up within the group: what people type
    local_time meets_at; // in the group's zone
    instant starts_at;   // computed from it, and computed again when the zone's rules change
    minutes length{60};
    session_state state = session_state::planned;
    leader_state leading = leader_state::open;
    member_id leader;    // set unless `leading` is open
    topic_id topic = {}; // what it is about, when that is settled; no two sessions have the same
    // Kept by storage: how often something that a calendar shows was changed since it was planned, and when
    // that was last. (RFC 5545, 3.8.7.4)
    int sequence = 0;
    instant changed_at = {};

    instant ends_at() const { return starts_at + length; }
};

class session_repository
{
  public:
    virtual ~session_repository() = default;
    virtual std::optional<session> find(session_id id) = 0;
    virtual std::optional<session> find_number(group_id group, int number) = 0;
    // Sessions in state planned, by start, those already begun included.
    virtual std::vector<session> planned(group_id group) = 0;
    // The newest sessions in state held, newest first.
    virtual std::vector<session> held(group_id group, int at_most) = 0;
    virtual std::optional<session> newest(group_id group) = 0;
    // What a calendar shows: sessions that start at or after `since`, by start; of cancelled ones, those
    // cancelled at or after `cancelled_since`.
    virtual std::vector<session> in_calendar(group_id group, instant since, instant cancelled_since) = 0;
    // Stores the session under the group's next number and returns it as stored.
    virtual session add(const session& fresh) = 0;
    virtual void save(const session& changed) = 0;
};

} // namespace peerbot::core
