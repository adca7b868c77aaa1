// Turns of speech that every card and answer shares, so that one thing is said one way.
#pragma once

#include "core/groups/group.hpp"
#include "core/instant.hpp"
#include "core/sessions/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

// A moment, shown in each reader's own zone; readers without Slack's tokens see it in the group's.
std::string when(core::instant moment, const std::string& zone_name);

// "Second Tuesday of the month at 15:00 (Europe/London)".
std::string meeting_rhythm(const core::group& here);

// The same with the length of a session, when that is not the usual hour: "..., for 90 minutes".
std::string meeting_times(const core::group& here);

// "1 vote", "3 votes".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);

// "Ana", "Ana and Ben", "Ana, Ben and Chidi". Entries are mrkdwn already.
std::string listed(const std::vector<std::string>& entries);
std::string mentions(const std::vector<core::user_id>& people);

// "Session 3, <when>".
std::string session_name(const core::session& meeting, const std::string& zone_name);

// "It is one hour later than last time for you, because clocks changed."; empty when nothing shifted. See
// core/sessions/clock_shift.hpp.
std::string shift_sentence(core::minutes shift);

// What people wrote, made safe for mrkdwn, in bold.
std::string bold(std::string_view text);

// What people wrote over several lines, made safe for mrkdwn, as a quotation.
std::string quoted_lines(std::string_view text);

} // namespace peerbot::bot
