// A session as people see it: its card in the channel, and the same with everything about it for one person.
#pragma once

#include "bot/cards/scene.hpp"
#include "bot/slack/blocks.hpp"
#include "core/sessions/rsvp.hpp"
#include "core/sessions/run_sheet.hpp"
#include "core/unit_of_work.hpp"

#include <map>
#include <string>
#include <vector>

namespace peerbot::bot {

struct session_scene : scene
{
    core::session_details details;
    std::string video_link; // its own, or else the group's
    core::turnout coming;
    core::run_sheet sheet;
    std::vector<core::open_question> questions;
    std::map<core::question_id, int> topics; // that questions became, by number
    std::vector<core::critique> works;       // that are looked at in it, when it is for that

    bool over(core::instant now) const { return meeting.ends_at() <= now; }
    bool begun(core::instant now) const { return meeting.starts_at <= now; }
    bool planned() const { return meeting.state == core::session_state::planned; }
};

// Throws std::logic_error when the session is gone.
session_scene session_scene_of(core::unit_of_work& work, core::session_id meeting);

// An address as it was given, to be pressed.
std::string link_of(const std::string& address);

// Sentences and lines, each empty when there is nothing to say.
std::string state_sentence(const session_scene& at, core::instant now);
std::string about_sentence(const session_scene& at);
std::string leader_sentence(const session_scene& at, core::instant now);
std::string link_sentence(const session_scene& at);
std::string preparation_lines(const session_scene& at);
std::string report_lines(const session_scene& at);
std::string coming_lines(const session_scene& at);
std::string work_lines(const session_scene& at);
std::string run_sheet_lines(const core::run_sheet& sheet);

// What a viewer may do with the session.
struct viewing
{
    bool member = false;
    bool leads = false;
    bool facilitates = false;
};
slack::rendered session_view(const session_scene& at, const viewing& by, core::instant now);

std::vector<slack::button> answer_buttons(const core::session& meeting);
slack::button session_button(const std::string& text, const std::string& action, const core::session& meeting,
                             const std::string& spoken);

} // namespace peerbot::bot
