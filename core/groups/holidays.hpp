// Days on which a group does not meet. A session that would fall on one is held a week later, and again a
// week later, until the day is free; so none is dropped.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/time/recurrence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

inline constexpr std::size_t most_holidays = 60;
inline constexpr days longest_holiday{366};

// First and last day included.
struct holiday
{
    date first{};
    date last{};

    bool operator==(const holiday&) const = default;
};

// "2026-12-24..2027-01-02, 1 May 2027": days and ranges between commas, semicolons or lines. A range is
// written with "..", "to", "until" or a dash that stands alone. What overlaps is joined, and the result is in
// order. Rejects: bad_holidays with the piece that was not understood, runs backwards or is longer than a
// year, or with the number there may be.
result<std::vector<holiday>> parse_holidays(std::string_view typed, date today);

// For storage: "2026-12-24..2027-01-02,2027-05-01". Also what people can type.
std::string code(const std::vector<holiday>& list);
// Throws std::logic_error for anything that code() does not make.
std::vector<holiday> holidays_of(const group& here);

bool contains(const std::vector<holiday>& list, date day);

// The first day on or after `from` that the rule names, moved off the holidays. Two occurrences that are
// moved to the same day are one: whoever plans goes on from there.
date next_meeting_day(const recurrence& cadence, const std::vector<holiday>& free, date from);

// Whether the group meets then by its own rule, moved off a holiday or not. A session at any other time was
// moved by hand.
bool fits_rhythm(const group& here, local_time meets_at);

} // namespace peerbot::core
