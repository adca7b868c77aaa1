#include "core/critique/account.hpp"

#include <algorithm>
#include <initializer_list>

namespace peerbot::core {
namespace {

share sum_of(std::span<const critique_entry> booked, member_id who, std::initializer_list<entry_cause> causes)
{
    share sum;
    for (const auto& one : booked) {
        const bool counts = std::find(causes.begin(), causes.end(), one.cause) != causes.end();
        if (one.member == who && counts) sum += one.amount;
    }
    return sum;
}

// What being a critic took of them and was not given back; positive.
share taken_by(std::span<const critique_entry> booked, member_id who)
{
    return -sum_of(booked, who, {entry_cause::took, entry_cause::gave_back});
}

share owed_for(std::span<const critique_entry> booked, member_id who)
{
    const auto owed =
        sum_of(booked, who,
               {entry_cause::share, entry_cause::inherited, entry_cause::let_go, entry_cause::forgiven});
    return std::max(owed, share{});
}

void append(std::vector<critique_entry>& all, const std::vector<critique_entry>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

// Gives back what was taken and lets go of so much: first the latter, so that nothing goes out of bounds in
// between.
std::vector<critique_entry> released(critique_id request, const critique_balance& who, share taken,
                                     share let_go)
{
    std::vector<critique_entry> entries;
    if (let_go > share{})
        entries.push_back(
            {.request = request, .member = who.member, .cause = entry_cause::let_go, .amount = -let_go});
    if (taken > share{})
        append(
            entries,
            owing(
                {.request = request, .member = who.member, .cause = entry_cause::gave_back, .amount = taken},
                who.owed - let_go));
    return entries;
}

// In whole critiques: how many the shares of a request add up to.
int shared_out(std::span<const critique_entry> booked)
{
    share sum;
    for (const auto& one : booked)
        if (one.cause == entry_cause::share) sum += one.amount;
    return static_cast<int>((sum.parts + one_turn.parts / 2) / one_turn.parts);
}

} // namespace

std::optional<member_id> next_critic(std::span<const critic_candidate> candidates)
{
    const critic_candidate* best = nullptr;
    for (const auto& one : candidates) {
        if (!may_take(one.owed)) continue;
        const bool better = best == nullptr || one.owed > best->owed ||
                            (one.owed == best->owed && one.last_met < best->last_met);
        if (better) best = &one;
    }
    if (best == nullptr) return std::nullopt;
    return best->member;
}

share lift_needed(std::span<const critic_candidate> candidates)
{
    if (candidates.empty()) return {};
    const auto most = std::max_element(candidates.begin(), candidates.end(),
                                       [](const auto& a, const auto& b) { return a.owed < b.owed; });
    return std::max(one_turn - most_owed - most->owed, share{});
}

bool may_take(share owed)
{
    return owed - one_turn >= -most_owed;
}

std::vector<critique_entry> owing(const critique_entry& wanted, share balance)
{
    std::vector<critique_entry> entries{wanted};
    const auto beyond = balance + wanted.amount - most_owed;
    if (beyond > share{})
        entries.push_back({.request = wanted.request,
                           .member = wanted.member,
                           .cause = entry_cause::forgiven,
                           .amount = -beyond});
    return entries;
}

std::vector<critique_entry> shares_of(critique_id request, int critics,
                                      std::span<const critique_balance> able)
{
    std::vector<critique_entry> entries;
    if (able.empty()) return entries;
    const auto people = static_cast<int>(able.size());
    const auto each = part_of(one_turn * std::min(critics, people), able.size());
    for (const auto& one : able)
        append(entries,
               owing({.request = request, .member = one.member, .cause = entry_cause::share, .amount = each},
                     one.owed));
    return entries;
}

std::optional<critique_entry> taking(critique_id request, const critique_balance& who)
{
    const auto amount = std::min(one_turn, who.owed + most_owed);
    if (amount <= share{}) return std::nullopt;
    return critique_entry{
        .request = request, .member = who.member, .cause = entry_cause::took, .amount = -amount};
}

std::vector<critique_entry> stepping_out(critique_id request, const critique_balance& who,
                                         std::span<const critique_entry> booked,
                                         std::span<const critique_balance> heirs)
{
    const auto taken = taken_by(booked, who.member);
    const auto debt = std::max(who.owed + taken, share{});
    const auto let_go = std::min(owed_for(booked, who.member), debt);
    auto entries = released(request, who, taken, let_go);
    if (heirs.empty()) return entries;
    const auto each = part_of(let_go, heirs.size());
    if (each == share{}) return entries;
    for (const auto& one : heirs)
        append(
            entries,
            owing({.request = request, .member = one.member, .cause = entry_cause::inherited, .amount = each},
                  one.owed));
    return entries;
}

std::vector<critique_entry> ending(critique_id request, int given, std::span<const critique_entry> booked,
                                   std::span<const critique_balance> everybody,
                                   std::span<const member_id> silent)
{
    const auto asked_for = shared_out(booked);
    const auto missing = std::max(asked_for - given, 0);
    std::vector<critique_entry> entries;
    for (const auto& who : everybody) {
        const bool waited = std::find(silent.begin(), silent.end(), who.member) != silent.end();
        const auto taken = waited ? taken_by(booked, who.member) : share{};
        const auto owed = missing > 0 ? owed_for(booked, who.member) : share{};
        const auto unasked =
            missing > 0 ? part_of(owed, static_cast<std::size_t>(asked_for)) * missing : share{};
        const auto room = who.owed + taken + most_owed;
        append(entries, released(request, who, taken, std::min(unasked, room)));
    }
    return entries;
}

std::vector<critique_entry> evening(critique_id request, share lift,
                                    std::span<const critique_balance> everybody)
{
    std::vector<critique_entry> entries;
    if (lift <= share{}) return entries;
    for (const auto& one : everybody)
        append(entries,
               owing({.request = request, .member = one.member, .cause = entry_cause::evened, .amount = lift},
                     one.owed));
    return entries;
}

share owed_by(std::span<const critique_balance> balances, member_id who)
{
    const auto found = std::find_if(balances.begin(), balances.end(),
                                    [&](const critique_balance& one) { return one.member == who; });
    return found == balances.end() ? share{} : found->owed;
}

} // namespace peerbot::core
