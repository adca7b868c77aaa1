// Begins a group in a channel: whoever sets it up is its first member and facilitator.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

struct setup_request
{
    workspace_id workspace;
    channel_id channel;
    user_id person;
    recurrence cadence;
    minutes meets_at{0};
    zone where;
    instant now;
    // All of these as in core::group, and checked as core/groups/settings.hpp does it.
    std::string name = {};
    minutes length{60};
    std::string link = {};
    std::string covenant = {};
    std::string holidays = {};
};

// Plans the first sessions and posts the welcome card. Rejects: group_exists,
// and as join_group() and check_settings().
result<group> setup_group(unit_of_work& work, const setup_request& request);

} // namespace peerbot::core
