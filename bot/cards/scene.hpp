// What messages about one session speak of: the session, its group, its topic, and who leads it.
#pragma once

#include "core/groups/group.hpp"
#include "core/message.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

struct scene
{
    core::group here;
    core::session meeting;
    std::vector<core::user_id> leaders; // who were asked or have confirmed
    std::string title;                  // of its topic; empty while that is open

    bool led_by(const core::user_id& person) const;
};

// Throws std::logic_error when the session is gone.
scene scene_of(core::unit_of_work& work, core::session_id meeting);

// Why a message about a coming session is not true any more; empty when it is.
std::string overtaken(const scene& at, core::instant now);
// As above, for messages to whoever leads it.
std::string overtaken(const scene& at, const core::message& what, core::instant now);

// Whom clocks that were changed since the session before move it for, by so much; empty when nobody.
std::string clock_words(core::unit_of_work& work, const scene& at);
// The same for one person.
std::string clock_words(core::unit_of_work& work, const scene& at, const core::user_id& person);

// "the session of #sound on <when>", as Slack shows it.
std::string place_and_time(const scene& at);

// "a peer assist", "a critique hour", "a training".
std::string format_words(core::session_format format);

} // namespace peerbot::bot
