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
    no_training,   // a session that nobody leads
};

struct candidate
{
    member_id member;
    share owed;
    int turns_led = 0;
    std::optional<instant> last_led;
    instant joined_at;
    std::optional<date> away_until; // cannot lead before this day
    // New here: proposed and owing from then on, and before that only where nobody else can lead.
    std::optional<instant> leads_from = {};
    std::vector<time_away> away = {};    // pauses, perhaps over, that are later than a session to be booked
    std::vector<instant> elsewhere = {}; // starts of sessions that are theirs in other groups
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

// Nobody is proposed for two sessions that start nearer to each other than this, in whatever groups.
inline constexpr days between_turns{7};

// One person, or two who share the turn.
using leader_ids = std::vector<member_id>;

// Leads each slot in turn as if the one before had been held. `last_leaders` led the newest held session:
// nobody leads twice running unless nobody else can, also not before a session they were asked for already.
// Who was asked or confirmed keeps the turn; they must be among the people.
std::vector<turn> plan_turns(std::vector<candidate> people, leader_ids last_leaders,
                             const std::vector<slot>& slots);

// Who leads the session by now: nobody, one, or two.
leader_ids leaders_of(const session& meeting);

// Who led the session before, and who has the one after it already: neither leads this one if anybody else
// can, were it somebody new.
struct neighbours
{
    leader_ids before;
    leader_ids after;
};

// Who can lead a session, whoever goes first in front. Points into `people`. New members are among them only
// when nobody else is left.
std::vector<const candidate*> order_for(const std::vector<candidate>& people, const neighbours& next_to,
                                        const slot& at);

// The order of the rotation: whether `a` leads before `b` when both can lead a session.
bool goes_first(const candidate& a, const candidate& b);

// Whether they are in the group when it begins, and not away that day.
bool is_there(const candidate& one, const session& meeting);

// And not new any more: such people are proposed, and owe a share when it is held.
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
// leaders, as much given by the leaders as all owe: one turn, which two leaders halve. Two rules keep every
// balance within the limit: whoever would come to owe two turns takes no share, and the others share the
// turn; what would take a leader to two turns given is a gift, an entry of nothing for them, for which nobody
// owes anything. Sums to zero. Throws std::logic_error unless there are one or two leaders.
std::vector<ledger_entry> entries_of(session_id held, const std::vector<account>& led_by,
                                     const std::vector<account>& could_have_led);

// As above, from people as they are before that session. The leaders are among them, though perhaps could not
// have led; throws std::logic_error otherwise.
std::vector<ledger_entry> entries_of(const session& held, const leader_ids& led_by,
                                     const std::vector<candidate>& people);

// Changes the people to what they are once that session was held. Throws as entries_of does.
void book_turn(std::vector<candidate>& people, const session& meeting, const leader_ids& led_by);

} // namespace peerbot::core
