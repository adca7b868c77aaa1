// Whatever is typed is read: words are not empty, and they lie inside the text in their order.
#include "bot/commands/typed.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto read = peerbot::bot::read_typed({reinterpret_cast<const char*>(bytes), size});
    std::size_t least = 0;
    for (const auto& one : read.words) {
        if (one.text.empty() || one.begin < least || one.begin >= read.text.size()) std::abort();
        least = one.begin + 1;
    }
    return 0;
}
