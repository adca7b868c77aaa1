// What somebody typed after a slash command, as words and as text. Slack sends it escaped, with people and
// channels as tokens (docs.slack.dev, "Implementing slash commands", should_escape).
#pragma once

#include "core/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

struct word
{
    std::string text;                    // as core::plain_words makes it
    std::size_t begin = 0;               // where it stands in typed::text
    std::optional<core::user_id> person; // when it is a mention

    bool is(std::string_view other) const; // without regard to case
    // "3", "#3" and "3." are the number 3; nothing else is one.
    std::optional<int> number() const;
};

struct typed
{
    std::string text; // entities decoded, mentions as "@name", links as their address
    std::vector<word> words;

    // The text from the word at `index` on; empty when there are not so many.
    std::string_view from(std::size_t index) const;
};

typed read_typed(std::string_view escaped);

} // namespace peerbot::bot
