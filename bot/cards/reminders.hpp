// What every reminder to a person has in common: its name, and the buttons to be done with it, to put it off,
// and to get fewer like it.
#pragma once

#include "bot/cards/render.hpp"
#include "bot/slack/blocks.hpp"
#include "core/reminders/foresee.hpp"

#include <optional>
#include <string>

namespace peerbot::bot {

// "a vote that closes soon without yours": after "you are reminded of".
std::string reminder_name(core::message_kind kind);

// "All of them are sent.": a sentence.
std::string level_sentence(core::reminder_level level);

// As the buttons of a reminder name it: "KIND.GROUP.SUBJECT".
struct reminder_reference
{
    core::message_kind kind;
    core::group_id group;
    std::int64_t subject = 0;
};
std::string reminder_value(const core::message& what);
// Nothing when no button of ours has this value.
std::optional<reminder_reference> read_reminder_value(std::string_view value);

slack::rendered with_reminder_buttons(const slack::rendered& before, const core::message& what);

// The message as it is sent, but for what goes along with it.
rendering draw_message(core::unit_of_work& work, const core::message& what, core::instant now);

} // namespace peerbot::bot
