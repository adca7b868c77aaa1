// What a person gets back for a command, a press or a form.
#pragma once

#include "bot/slack/blocks.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace peerbot::bot {

struct field_error
{
    std::string block; // block_id of the input it belongs to
    std::string sentence;
};

// Sent to the person as a direct message.
struct attached_file
{
    std::string name; // with its ending: "votes.csv"
    std::string content;
    std::string comment = {}; // mrkdwn, above the file
};

struct answer
{
    slack::rendered what = {};            // seen by the person alone; nothing is said when its text is empty
    std::string form = {};                // a modal to open, as JSON; `what` is said when it cannot be opened
    std::vector<field_error> errors = {}; // a form stays open and shows these
    std::optional<attached_file> file = {}; // follows what is said; not with a form that opens
    // A direct message of its own, for what must not be lost, such as the words of a form that came too late.
    std::optional<slack::rendered> letter = {};

    static answer of(slack::rendered what);
    static answer nothing();
};

} // namespace peerbot::bot
