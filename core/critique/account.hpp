// Who owes the group critiques. Each request adds an equal part of the critics it wants to everybody who
// could be one, and takes a whole one from everybody who becomes one. No balance leaves [-1.5, 1.5]:
// - What would go beyond a debt of one and a half is forgiven, so that nobody comes back to a mountain.
// - Who is one and a half ahead is not asked by the bot, and what they volunteer for beyond that is a gift.
// - When everybody who could be asked is that far ahead, every active member is credited the same, just
// enough
//   that one can be asked: the order stays, and no request waits because of the account.
// Who declines, is let off or leaves gets back what being asked took, and owes nothing for that request: the
// others share it.
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

// The most that is to be credited to everybody so that next_critic() finds one; zero when it does already.
share lift_needed(std::span<const critic_candidate> candidates);

// Whether becoming a critic keeps a balance in its bounds.
bool may_take(share owed);

// The entries that add `amount` to a balance: with what is forgiven, when it goes beyond.
std::vector<critique_entry> owing(const critique_entry& wanted, share balance);

} // namespace peerbot::core
