// The ledger of the rotation: entries are facts about held sessions, balances are their sums.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/rotation/share.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

struct ledger_entry
{
    session_id session;
    member_id member;
    share owed;  // what the session added, never negative
    share given; // what leading it took, never negative
};

struct balance
{
    member_id member;
    share owed;
    int turns_led = 0;
    std::optional<instant> last_led; // start of the last session they led
};

// A pause of a member. It is kept after its end, because a session may be booked later than that.
struct time_away
{
    member_id member;
    instant from;
    std::optional<instant> until; // not over, when empty
};

// A turn that a member has in another group.
struct turn_elsewhere
{
    member_id member; // of this group
    instant at;
};

class ledger_repository
{
  public:
    virtual ~ledger_repository() = default;
    virtual void add(group_id group, const ledger_entry& entry) = 0;
    // One for each member who ever had an entry.
    virtual std::vector<balance> balances(group_id group) = 0;
    // Who let this session pass; their balance stays as it is.
    virtual void add_skip(session_id session, member_id member, instant at) = 0;
    virtual std::vector<member_id> skipped(session_id session) = 0;
    // How many turns they let pass after that instant.
    virtual int skips_since(member_id member, instant after) = 0;
    // Nothing when they are away already, or back.
    virtual void goes_away(member_id member, instant at) = 0;
    virtual void is_back(member_id member, instant at) = 0;
    // Of members of the group, those that were not over by `after`.
    virtual std::vector<time_away> times_away(group_id group, instant after) = 0;
    // The start of the earliest held session of the group.
    virtual std::optional<instant> first_held(group_id group) = 0;
    // Sessions that members of the group were asked to lead, lead or led in other groups of the workspace,
    // those that start after `after`.
    virtual std::vector<turn_elsewhere> turns_elsewhere(group_id group, instant after) = 0;
};

} // namespace peerbot::core
