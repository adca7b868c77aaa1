#include "core/rotation/eligibility.hpp"

#include <algorithm>

namespace peerbot::core {

bool has_attended(unit_of_work& work, member_id person)
{
    if (work.sessions().has_attended(person)) return true;
    const auto who = work.members().find(person);
    if (!who) return false;
    const auto accounts = work.ledger().balances(who->group);
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const balance& one) { return one.member == person && one.turns_led > 0; });
}

std::optional<instant> leads_from(unit_of_work& work, const member& who, std::optional<instant> first_held)
{
    if (!first_held || who.joined_at <= *first_held) return std::nullopt;
    if (has_attended(work, who.id)) return std::nullopt;
    return who.joined_at + time_to_settle_in;
}

} // namespace peerbot::core
