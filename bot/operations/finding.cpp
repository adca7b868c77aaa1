#include "bot/operations/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

namespace peerbot::bot {
namespace {

std::string_view word_for(standing how)
{
    switch (how) {
    case standing::ok:
        return "ok";
    case standing::warning:
        return "warning";
    case standing::failed:
        break;
    }
    return "failed";
}

// A line of ours is one line, whatever an error of the system says.
std::string one_line(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](unsigned char letter) { return letter < ' '; }, ' ');
    return text;
}

} // namespace

void print(std::ostream& to, const findings& all)
{
    for (const auto& one : all)
        to << fmt::format("{:<8} {}: {}\n", word_for(one.how), one.about, one_line(one.text));
}

bool any_failed(const findings& all)
{
    return std::any_of(all.begin(), all.end(),
                       [](const finding& one) { return one.how == standing::failed; });
}

std::string size_text(std::uintmax_t bytes)
{
    constexpr std::array units{"kB", "MB", "GB", "TB"};
    auto size = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (size >= 1000 && unit + 1 < units.size()) {
        size /= 1000;
        ++unit;
    }
    if (unit == 0) return fmt::format("{:.0f} kB", size);
    return fmt::format("{:.1f} {}", size, units.at(unit));
}

} // namespace peerbot::bot
