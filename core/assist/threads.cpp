#include "core/assist/threads.hpp"

#include "core/groups/group.hpp"
#include "core/message.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

std::optional<assist> assist_in_thread(unit_of_work& work, const workspace_id& workspace,
                                       const channel_id& channel, const std::string& stamp)
{
    const auto here = work.groups().in_channel(workspace, channel);
    if (!here || stamp.empty()) return std::nullopt;
    for (auto& one : work.assists().going_on(here->id)) {
        const auto picture = one.card ? work.cards().find(one.card) : std::nullopt;
        if (picture && picture->channel == channel && picture->stamp == stamp) return std::move(one);
    }
    return std::nullopt;
}

} // namespace peerbot::core
