// Groups at the edge: setting one up, what it has agreed on, and who facilitates it.
#pragma once

#include "bot/commands/table.hpp"
#include "core/groups/settings.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

// Whether it is a direct message: "D" begins the id of one and of nothing else.
bool is_direct_message(const core::channel_id& channel);

// overview.cpp
plan overview_of(const invocation& told);

// setup.cpp: by one line or by a form; both end in the same rule.
plan setup_typed(const invocation& told);
plan setup_sent(const form& sent);
plan setup_pressed(const press& pressed);
answer refuse_setup(const core::rejection& why);

// settings.cpp
plan settings_typed(const invocation& told);
plan settings_shown(const press& pressed);
plan settings_pressed(const press& pressed);
plan settings_sent(const form& sent);
answer refuse_settings(const core::rejection& why);
plan rhythm_confirmed(const press& pressed);
plan rhythm_kept(const press& pressed);

// facilitators.cpp
plan facilitator_typed(const invocation& told);
plan volunteer_pressed(const press& pressed);
plan log_typed(const invocation& told);

// What people wrote about a group, in a form or a line. An empty length is the usual one; everything else
// that is empty is not there.
struct written_settings
{
    std::string zone = {};
    std::string cadence = {};
    std::string clock = {};
    std::string length = {};
    std::string name = {};
    std::string link = {};
    std::string covenant = {};
    std::string holidays = {};
};

// As people could have written it.
written_settings written(const core::group_settings& settings);

// `present` is what it was before, if it was: a cadence that is written as before stays as it is, with the
// weeks it counts. Rejects: unknown_zone, unknown_time, unknown_cadence, length_out_of_range, bad_holidays.
core::result<core::group_settings> read_settings(const written_settings& written,
                                                 const core::group_settings* present, core::instant now);

// The inputs that setting up and changing have in common, and what was filled in.
std::vector<slack::block> settings_inputs(const written_settings& initial);
// How often the group meets, in words.
slack::block cadence_input(std::string label, std::string initial, bool optional);
std::string cadence_in(const form& sent);
written_settings settings_in(const form& sent);
// The input that a rejection is about; empty when it is none of these.
std::string input_of(core::reason why);

} // namespace peerbot::bot
