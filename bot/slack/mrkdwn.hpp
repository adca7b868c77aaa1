// Slack's mrkdwn ("Formatting message text"). Text from people is escaped once, on its way out; escaping also
// disarms <!channel> and <@U1>.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace peerbot::bot::slack {

// Only & < and >, as Slack asks.
std::string escape(std::string_view text);

// Escaped, and without effect on the formatting around it: an invisible space (U+200B) follows each * _ ~ and
// backtick, so that none of them opens or closes anything.
std::string quiet(std::string_view text);

// Escaped text that does not mix up the order of the words around it: what is written from right to left, as
// Arabic and Hebrew are, stands between U+2068 and U+2069 (Unicode UAX #9, isolates). Other text is left as
// it is.
std::string isolated(std::string_view escaped);

std::string mention(const core::user_id& user);
std::string channel_link(const core::channel_id& channel);
// Shown in each reader's own zone. `format` is made of Slack's tokens, such as "{date_short_pretty} {time}";
// `fallback` is plain text for readers that know no tokens.
std::string date_token(core::instant when, std::string_view format, std::string_view fallback);
// `label` is plain text.
std::string web_link(std::string_view url, std::string_view label);

// Escaped text as a reader would see it, for where Slack shows plain text: tokens as their labels, and no
// marks of bold or code but quotes instead of the latter.
std::string plain_text(std::string_view mrkdwn);

// At most `most_units` UTF-16 units of escaped text, "…" included when something was left out. Cuts between
// code points, never inside an entity or a <token>.
std::string cut(std::string_view escaped, std::size_t most_units);
// The same for plain text, measured as if it were escaped: Slack does not say which it counts.
std::string cut_plain(std::string_view text, std::size_t most_units);

} // namespace peerbot::bot::slack
