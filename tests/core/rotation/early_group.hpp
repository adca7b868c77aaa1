// A group of four whose first session has its whole ladder ahead, and what became of it at each rung.
#pragma once

#include "core/rotation/ladder.hpp"
#include "tests/support/group.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::test {

using people = std::vector<std::string>;

// A Tuesday, 15:00 in London, four weeks after the group begins: asked 17 November, offered on the 24th,
// a backup asked on the 26th, and the facilitators on 1 December.
inline const group_shape early{.members = 4, .begun = "2026-11-11 10:00"};
inline const auto asked_at = at("2026-11-17 15:00");
inline const auto offered_at = at("2026-11-24 15:00");
inline const auto backup_at = at("2026-11-26 15:00");
inline const auto choice_at = at("2026-12-01 15:00");

inline people told(group_under_test& group, core::message_kind kind, int number = 1)
{
    return recipients(group.said(kind, group.meeting(number).id.value));
}

inline core::result<core::session> choose(group_under_test& group, core::rescue how, core::instant now,
                                          const std::string& by = "ana")
{
    return group.attempt([&](auto& work, const auto& here) {
        return core::rescue_session(
            work, here, {.meeting = group.meeting(1).id, .by = core::user_id(by), .how = how, .now = now});
    });
}

inline std::string leader(group_under_test& group, int number = 1)
{
    const auto meeting = group.meeting(number);
    if (meeting.leading == core::leader_state::open) return "nobody";
    return group.name(meeting.leader) + (meeting.leading == core::leader_state::confirmed ? " for sure" : "");
}

inline std::optional<core::turn_offer> open_offer_of(group_under_test& group, int number = 1)
{
    return group.work().turns().open_for(group.meeting(number).id);
}

} // namespace peerbot::test
