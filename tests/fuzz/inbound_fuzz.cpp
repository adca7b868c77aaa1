#include "bot/slack/form.hpp"
#include "bot/slack/inbound.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace peerbot::bot::slack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string body(reinterpret_cast<const char*>(data), size);
    constexpr auto form_type = "application/x-www-form-urlencoded";
    parse_inbound(inbound_path::commands, form_type, body);
    parse_inbound(inbound_path::interactions, form_type, encode_form({{"payload", body}}));
    const auto found = parse_inbound(inbound_path::events, "application/json", body);
    if (const auto* happened = std::get_if<event>(&found)) is_own(*happened, identity{});
    is_ssl_check(form_type, body);
    decode_entities(body);
    return 0;
}
