// Who owes the group critiques. Each request adds, when its first critic is found, an equal part of the
// critics it wants to everybody who could be one then, and takes a whole one from everybody who becomes one.
// Added earlier, the parts of requests that wait would be owed by people who are not asked yet. No balance
// leaves [-1.5, 1.5]:
// - What would go beyond a debt of one and a half is forgiven, so that nobody comes back to a mountain.
// - Whom a whole one would take beyond one and a half ahead is not asked by the bot; what they volunteer for
//   beyond that is a gift.
// - When that is so for everybody who could be asked, every active member owes the same more, just enough
//   that one can be asked: the order stays, and no request waits because of the account.
// Who declines, is let off or leaves gets back what being asked took, and lets go of what they owe for that
// request: the others inherit it. Letting go pays debts; it never makes credit, or saying no would be worth
// as much as giving. A request that ends with fewer critiques than it asked for has asked for less: the same
// part of every share is let go of.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/rotation/share.hpp"

#include <optional>
#include <span>
#include <vector>

namespace peerbot::core {

inline constexpr share most_owed{one_turn.parts + one_turn.parts / 2};

enum class entry_cause
{
    share,     // an equal part of a request
    took,      // became a critic
    gave_back, // is one no more
    let_go,    // owes nothing for the request, because they are out of it
    inherited, // a part of what somebody else owed for it
    forgiven,  // beyond `most_owed`
    evened,    // everybody was ahead
};

struct critique_entry
{
    critique_id request;
    member_id member;
    entry_cause cause = entry_cause::share;
    share amount; // positive owes
};

struct critique_balance
{
    member_id member;
    share owed;
};

// Somebody who could be asked.
struct critic_candidate
{
    member_id member;
    share owed;
    std::optional<instant> last_met; // with the asker
};

// Who is asked: owes most; of those who owe the same, the one whom the asker met longest ago, or never; then
// who joined first. Nobody when all are too far ahead.
std::optional<member_id> next_critic(std::span<const critic_candidate> candidates);

// How much more everybody must owe for next_critic() to find one; zero when it does already.
share lift_needed(std::span<const critic_candidate> candidates);

// Whether becoming a critic keeps a balance in its bounds, so that the bot may ask for it.
bool may_take(share owed);

// The entries that add `amount` to a balance: with what is forgiven, when it goes beyond.
std::vector<critique_entry> owing(const critique_entry& wanted, share balance);

// What a request adds to everybody who could be asked: their part of the critics it wants, at most one each.
std::vector<critique_entry> shares_of(critique_id request, int critics,
                                      std::span<const critique_balance> able);

// Becoming a critic: one, or as much of it as stays in bounds; nothing when that is nothing.
std::optional<critique_entry> taking(critique_id request, const critique_balance& who);

// Being out of a request. `booked` is what was booked for it so far, `heirs` are those who may still do it.
std::vector<critique_entry> stepping_out(critique_id request, const critique_balance& who,
                                         std::span<const critique_entry> booked,
                                         std::span<const critique_balance> heirs);

// The end of a request for which so many were given. Who is `silent` still waited, and did nothing.
std::vector<critique_entry> ending(critique_id request, int given, std::span<const critique_entry> booked,
                                   std::span<const critique_balance> everybody,
                                   std::span<const member_id> silent);

// Adds the same to everybody.
std::vector<critique_entry> evening(critique_id request, share lift,
                                    std::span<const critique_balance> everybody);

// Nothing when there is none.
share owed_by(std::span<const critique_balance> balances, member_id who);

} // namespace peerbot::core
