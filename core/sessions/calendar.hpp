// Sessions as calendar programs read them: text in the format of RFC 5545, the same for the same sessions.
#pragma once

#include "core/instant.hpp"
#include "core/time/zone.hpp"

#include <string>
#include <vector>

namespace peerbot::core {

enum class event_status
{
    tentative, // nobody has said yet that they lead it
    confirmed,
    cancelled,
};

// All texts are what people wrote; they are escaped here.
struct calendar_event
{
    std::string uid;  // stays the same as long as the session exists, and no other event has it
    int sequence = 0; // raised with every change, as programs expect it (3.8.7.4)
    instant changed_at;
    instant starts_at;
    minutes length{60};
    zone where; // whose clock the session follows
    event_status status = event_status::tentative;
    std::string summary;
    std::string description = {}; // left out when empty
    std::string link = {};        // where to meet, an http(s) address; left out when empty
};

struct calendar
{
    std::string name;
    std::vector<calendar_event> events;
};

// How often programs are asked to look again.
inline constexpr hours calendar_refresh{1};

// Lines end with CR LF and are folded at 75 bytes, never within a character (3.1). Every zone but UTC is
// described by the changes of its clocks that matter to its events (3.6.5).
std::string calendar_text(const calendar& shown);

} // namespace peerbot::core
