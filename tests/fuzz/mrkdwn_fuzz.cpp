#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace peerbot::bot::slack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::size_t most = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto escaped = escape(text);
    const auto shorter = cut(escaped, most);
    const auto shorter_plain = cut_plain(text, most);
    if (utf16_units(shorter) > most || utf16_units(escape(shorter_plain)) > most) std::abort();
    if (is_utf8(text) && !(is_utf8(shorter) && is_utf8(shorter_plain))) std::abort();
    return 0;
}
