#include "bot/cards/quotation.hpp"

#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"

#include <cstddef>

namespace peerbot::bot {

std::string_view part_for_section(std::string_view text)
{
    constexpr std::size_t most = 2600; // bytes of a section, which holds 3000 units with its heading
    std::size_t taken = 0;
    std::size_t size = 0;
    while (taken < text.size()) {
        const auto next = slack::first_code_point(text.substr(taken)).bytes;
        size += slack::quiet(text.substr(taken, next)).size() + (text[taken] == '\n' ? 1 : 0);
        if (size > most && taken > 0) break;
        taken += next;
    }
    return text.substr(0, taken);
}

} // namespace peerbot::bot
