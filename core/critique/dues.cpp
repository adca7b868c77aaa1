#include "core/critique/dues.hpp"

#include "core/critique/critics.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

void book(unit_of_work& work, group_id group, const std::vector<critique_entry>& entries)
{
    for (const auto& one : entries)
        work.critiques().book(group, one);
}

std::vector<member> able(unit_of_work& work, const critique& request)
{
    auto people = work.members().present(request.group);
    std::erase_if(people, [&](const member& one) { return !could_be_asked(work, request, one); });
    return people;
}

std::vector<critique_balance> balances_of(unit_of_work& work, group_id group,
                                          const std::vector<member>& people)
{
    const auto known = work.critiques().balances(group);
    std::vector<critique_balance> found;
    for (const auto& one : people)
        found.push_back({.member = one.id, .owed = owed_by(known, one.id)});
    return found;
}

bool has_share(const std::vector<critique_entry>& booked, member_id who)
{
    return std::any_of(booked.begin(), booked.end(), [&](const critique_entry& one) {
        return one.member == who && one.cause == entry_cause::share;
    });
}

// Those with a share in it who may still do it.
std::vector<critique_balance> heirs_of(unit_of_work& work, const critique& request,
                                       const std::vector<critique_entry>& booked, member_id without)
{
    auto people = work.members().present(request.group);
    std::erase_if(people, [&](const member& one) {
        if (one.id == without || !one.active() || !has_share(booked, one.id)) return true;
        const auto row = work.critiques().critic_of(request.id, one.id);
        return row && row->state != critic_state::waiting;
    });
    return balances_of(work, request.group, people);
}

void even_out(unit_of_work& work, const critique& request, share lift)
{
    auto people = work.members().present(request.group);
    std::erase_if(people, [](const member& one) { return !one.active(); });
    book(work, request.group, evening(request.id, lift, balances_of(work, request.group, people)));
}

} // namespace

void book_shares(unit_of_work& work, const critique& request)
{
    const auto booked = work.critiques().booked(request.id);
    const bool done = std::any_of(booked.begin(), booked.end(),
                                  [](const critique_entry& one) { return one.cause == entry_cause::share; });
    if (done) return;
    const auto people = balances_of(work, request.group, able(work, request));
    book(work, request.group, shares_of(request.id, request.critics, people));
}

std::optional<member_id> pick_critic(unit_of_work& work, const critique& request)
{
    book_shares(work, request);
    std::vector<critic_candidate> candidates;
    for (const auto& one : balances_of(work, request.group, able(work, request)))
        candidates.push_back(
            {.member = one.member,
             .owed = one.owed,
             .last_met = work.critiques().last_met(request.group, request.asker, one.member)});
    const auto lift = lift_needed(candidates);
    if (lift > share{}) {
        even_out(work, request, lift);
        for (auto& one : candidates)
            one.owed += lift;
    }
    return next_critic(candidates);
}

bool somebody_could_be_asked(unit_of_work& work, const critique& request)
{
    return !able(work, request).empty();
}

void book_taking(unit_of_work& work, const critique& request, member_id who)
{
    share taken;
    for (const auto& one : work.critiques().booked(request.id)) {
        const bool counts = one.cause == entry_cause::took || one.cause == entry_cause::gave_back;
        if (one.member == who && counts) taken += one.amount;
    }
    if (taken < share{}) return;
    const auto owed = owed_by(work.critiques().balances(request.group), who);
    if (const auto entry = taking(request.id, {.member = who, .owed = owed}))
        work.critiques().book(request.group, *entry);
}

void book_stepping_out(unit_of_work& work, const critique& request, member_id who)
{
    const auto booked = work.critiques().booked(request.id);
    const critique_balance out{.member = who, .owed = owed_by(work.critiques().balances(request.group), who)};
    book(work, request.group, stepping_out(request.id, out, booked, heirs_of(work, request, booked, who)));
}

void book_ending(unit_of_work& work, const critique& request)
{
    int given = 0;
    std::vector<member_id> silent;
    for (const auto& one : work.critiques().critics(request.id)) {
        if (one.state == critic_state::given) ++given;
        if (one.state == critic_state::waiting) silent.push_back(one.member);
    }
    book(work, request.group,
         ending(request.id, given, work.critiques().booked(request.id),
                work.critiques().balances(request.group), silent));
}

} // namespace peerbot::core
