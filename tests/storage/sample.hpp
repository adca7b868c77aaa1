// Rows that most tests need.
#pragma once

#include "core/unit_of_work.hpp"

#include <string>

namespace peerbot::tests {

inline core::group sample_group(const std::string& channel = "C1", const std::string& workspace = "T1")
{
    return {.id = {},
            .workspace = core::workspace_id(workspace),
            .channel = core::channel_id(channel),
            .zone = "Europe/London",
            .cadence = "m:2:tue",
            .meets_at = core::minutes{900},
            .reachable = true,
            .card = {},
            .created_at = core::instant{core::hours{9}}};
}

inline core::group_id add_group(core::unit_of_work& work, const std::string& channel = "C1",
                                const std::string& workspace = "T1")
{
    return work.groups().add(sample_group(channel, workspace));
}

inline core::member_id add_member(core::unit_of_work& work, core::group_id group, const std::string& user,
                                  core::instant joined_at = {})
{
    return work.members().add({.id = {},
                               .group = group,
                               .user = core::user_id(user),
                               .state = core::member_state::active,
                               .paused_until = {},
                               .facilitator = false,
                               .joined_at = joined_at});
}

inline core::topic_id add_topic(core::unit_of_work& work, core::group_id group, const std::string& title)
{
    return work.topics()
        .add({.id = {},
              .group = group,
              .number = 0,
              .title = title,
              .proposer = core::user_id("U1"),
              .state = core::topic_state::open,
              .times_taught = 0,
              .proposed_at = core::instant{core::hours{10}},
              .teachers = {}})
        .id;
}

// Approval, counts shown, names kept.
inline core::ballot sample_ballot(core::group_id group)
{
    return {.id = {},
            .group = group,
            .opener = core::user_id("U1"),
            .opened_at = core::instant{core::hours{10}},
            .closes_at = core::instant{core::hours{34}},
            .hidden = false};
}

inline core::ballot sample_ballot(core::group_id group, core::ballot_method method, bool anonymous)
{
    auto fresh = sample_ballot(group);
    fresh.method = method;
    fresh.budget = method == core::ballot_method::budget ? 5 : 0;
    fresh.hidden = anonymous;
    fresh.anonymous = anonymous;
    return fresh;
}

inline core::ballot add_ballot(core::unit_of_work& work, core::group_id group,
                               const std::vector<core::topic_id>& topics)
{
    return work.ballots().add(sample_ballot(group), topics);
}

inline void close(core::unit_of_work& work, core::ballot open)
{
    open.closed_at = core::instant{core::hours{34}};
    open.closed_by = core::close_cause::deadline;
    work.ballots().save(open);
}

inline core::session sample_session(core::group_id group, int day = 1)
{
    return {.id = {},
            .group = group,
            .number = 0,
            .meets_at = core::local_time{core::days{day} + core::hours{15}},
            .starts_at = core::instant{core::days{day} + core::hours{15}},
            .length = core::minutes{60},
            .state = core::session_state::planned,
            .leading = core::leader_state::open,
            .leader = {}};
}

} // namespace peerbot::tests
