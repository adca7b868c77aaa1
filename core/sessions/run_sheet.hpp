// The parts of a session and how long each takes: what the channel sees at the start, and what whoever chairs
// goes by.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

inline constexpr std::size_t most_parts = 12;
inline constexpr std::size_t longest_part_name = 80; // code points

struct part
{
    minutes length{0};
    std::string name;

    bool operator==(const part&) const = default;
};
using run_sheet = std::vector<part>;

// Arrive, round of updates, training, questions, "what I don't know yet", next topic and thanks; for sessions
// of other lengths than an hour in proportion.
run_sheet usual_run_sheet(minutes length);

// "arrive 5, training 40, questions 15 min": the parts in commas, semicolons or lines, each with its minutes
// before or after it. Rejects: bad_run_sheet with the part that was not understood, or with no text when
// there are too many.
result<run_sheet> parse_run_sheet(std::string_view typed);

std::string run_sheet_code(const run_sheet& sheet);

// The group's own, or the usual one for sessions of that length.
run_sheet run_sheet_of(const group& here, minutes length);

// From its storage form; empty brings the usual one back. Rejects: not_a_facilitator.
result<group> keep_run_sheet(unit_of_work& work, const group& here, const user_id& by,
                             const std::string& code);

minutes total(const run_sheet& sheet);

} // namespace peerbot::core
