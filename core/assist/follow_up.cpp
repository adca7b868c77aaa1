#include "core/assist/follow_up.hpp"

#include <algorithm>
#include <vector>

namespace peerbot::core {

std::optional<instant> asked_again_at(unit_of_work& work, const assist& one)
{
    if (one.state != assist_state::follow_up) return std::nullopt;
    std::vector<instant> ahead;
    for (const auto& each : work.timers().waiting(one.group))
        if (each.kind == timer_kind::assist_follow_up && each.subject == one.id.value)
            ahead.push_back(each.due_at);
    // The last of them asks nothing: it ends the assist.
    if (ahead.size() < 2) return std::nullopt;
    return *std::min_element(ahead.begin(), ahead.end());
}

} // namespace peerbot::core
