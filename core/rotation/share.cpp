#include "core/rotation/share.hpp"

#include <numeric>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr std::int64_t largest_denominator = 1000;

std::string hundredths(std::int64_t rest)
{
    return std::to_string(rest / (one_turn.parts / 100)) + "/100";
}

} // namespace

share equal_part(int people)
{
    if (people < 1) throw std::logic_error("a turn cannot be shared by nobody");
    return {one_turn.parts / people};
}

share part_of(share amount, std::size_t people)
{
    if (people < 1) throw std::logic_error("nothing can be shared by nobody");
    return {amount.parts / static_cast<std::int64_t>(people)};
}

std::string turns(share amount)
{
    const bool negative = amount.parts < 0;
    const auto parts = negative ? -amount.parts : amount.parts;
    const auto whole = parts / one_turn.parts;
    const auto rest = parts % one_turn.parts;
    std::string text = negative ? "-" : "";
    if (whole != 0 || rest == 0) text += std::to_string(whole);
    if (rest == 0) return text;
    const auto divisor = std::gcd(rest, one_turn.parts);
    if (whole != 0) text += ' ';
    if (one_turn.parts / divisor > largest_denominator) return text + hundredths(rest);
    return text + std::to_string(rest / divisor) + "/" + std::to_string(one_turn.parts / divisor);
}

} // namespace peerbot::core
