#include "core/rotation/share.hpp"

#include "core/groups/group.hpp"

#include <numeric>
#include <stdexcept>

namespace peerbot::core {

share equal_part(int people)
{
    if (people < 1 || people > largest_group)
        throw std::logic_error("a turn cannot be shared by so many people");
    return {one_turn.parts / people};
}

std::string turns(share amount)
{
    const bool negative = amount.parts < 0;
    const auto parts = negative ? -amount.parts : amount.parts;
    const auto whole = parts / one_turn.parts;
    const auto rest = parts % one_turn.parts;
    std::string text = negative ? "-" : "";
    if (whole != 0 || rest == 0) text += std::to_string(whole);
    if (rest != 0) {
        const auto divisor = std::gcd(rest, one_turn.parts);
        if (whole != 0) text += ' ';
        text += std::to_string(rest / divisor) + "/" + std::to_string(one_turn.parts / divisor);
    }
    return text;
}

} // namespace peerbot::core
