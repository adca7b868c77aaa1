// A promise as its owner sees it.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/promises/promise.hpp"
#include "core/unit_of_work.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

struct promise_line
{
    core::promise what;
    core::channel_id channel; // of its group
};

// "by Tuesday 12 January 2027: *Cut the first page*"
std::string promise_words(const core::promise& what);

// `in_list`: the list is shown again afterwards, not only what was done.
std::vector<slack::button> promise_buttons(const core::promise& what, bool in_list);

// Those that wait, of every group of theirs, by date. `note` says what was done just now.
slack::rendered promise_list(const std::vector<promise_line>& waiting, const std::string& note);

} // namespace peerbot::bot
