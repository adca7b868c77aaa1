// The fair order: who leads the coming sessions, computed from the ledger. The same history always gives the
// same plan.
#pragma once

#include "core/groups/group.hpp"
#include "core/rotation/ledger.hpp"
#include "core/sessions/session.hpp"

#include <optional>
#include <vector>

namespace peerbot::core {

// Which rule decided a turn.
enum class turn_rule
{
    confirmed,     // said yes, or the facilitator chose
    asked,         // was asked and has not answered yet
    owes_most,     // more than anybody else
    longest_since, // owes as much as others, and led longest ago or never
    joined_first,  // as that, and joined before the others
    only_one,      // nobody else can
};

struct candidate
{
    member_id member;
    share owed;
    int turns_led = 0;
    std::optional<instant> last_led;
    instant joined_at;
    std::optional<date> away_until; // cannot lead before this day
};

struct slot
{
    session meeting;
    std::vector<member_id> skipped; // let this one pass
};

struct turn
{
    session meeting;
    std::optional<member_id> leader; // nobody can, when empty
    turn_rule decided_by = turn_rule::owes_most;
    share owed; // by the leader, just before this session
};

// Leads each slot in turn as if the one before had been held. `last_leader` led the newest held session:
// nobody leads twice running unless nobody else can, also not before a session they were asked for already.
// Who was asked or confirmed keeps the turn; they must be among the people.
std::vector<turn> plan_turns(std::vector<candidate> people, std::optional<member_id> last_leader,
                             const std::vector<slot>& slots);

// Who led the session before, and who has the one after it already: neither leads this one if anybody else
// can.
struct neighbours
{
    std::optional<member_id> before;
    std::optional<member_id> after;
};

// Who can lead a session, whoever goes first in front. Points into `people`.
std::vector<const candidate*> order_for(const std::vector<candidate>& people, const neighbours& next_to,
                                        const slot& at);

// The order of the rotation: whether `a` leads before `b` when both can lead a session.
bool goes_first(const candidate& a, const candidate& b);

// Whether they had joined when it begins, and are not away that day.
bool can_lead(const candidate& one, const session& meeting);

// A member and what they owe before a session is booked.
struct account
{
    member_id member;
    share owed;
};

// Nobody ever owes this much, or has given as much more than they owed.
inline constexpr share balance_limit{2 * one_turn.parts};

// What one held session adds to the ledger: an equal share owed by everybody in `could_have_led` and by the
// leader, as much given by the leader as all owe: one turn. Two rules keep every balance within the limit:
// whoever would come to owe two turns takes no share, and the others share the turn; a turn that would take
// its leader to two turns given is a gift, one entry of nothing for the leader. Sums to zero.
std::vector<ledger_entry> entries_of(session_id held, account leader, std::vector<account> could_have_led);

// As above, from people as they are before that session. The leader is one of them, though perhaps one who
// could not have led; throws std::logic_error otherwise.
std::vector<ledger_entry> entries_of(const session& held, member_id leader,
                                     const std::vector<candidate>& people);

// Changes the people to what they are once that session was held. Throws as entries_of does.
void book_turn(std::vector<candidate>& people, const session& meeting, member_id leader);

} // namespace peerbot::core
