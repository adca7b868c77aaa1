#include "bot/slack/form.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace peerbot::bot::slack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto first = decode_form({reinterpret_cast<const char*>(data), size});
    const auto* found = std::get_if<form>(&first);
    if (found == nullptr) return 0;
    if (found->fields().size() > form::most_fields) std::abort();

    const auto again = decode_form(encode_form(found->fields()));
    const auto* same = std::get_if<form>(&again);
    if (same == nullptr || same->fields() != found->fields()) std::abort();
    return 0;
}
