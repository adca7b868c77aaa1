// What a member owes the rotation, in whole parts of a turn. Every group size up to 40 divides a turn, so
// equal shares are exact; in a larger group the turn that its leader gives is short by less than a part for
// each member.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace peerbot::core {

struct share
{
    std::int64_t parts = 0;

    auto operator<=>(const share&) const = default;
    share operator+(share other) const { return {parts + other.parts}; }
    share operator-(share other) const { return {parts - other.parts}; }
    share operator-() const { return {-parts}; }
    share operator*(int times) const { return {parts * times}; }
    share& operator+=(share other) { return *this = *this + other; }
    share& operator-=(share other) { return *this = *this - other; }
};

// The least common multiple of 1 to 40; a balance of a thousand turns still fits.
inline constexpr share one_turn{5342931457063200};

// An equal part of one turn. Throws std::logic_error unless people >= 1.
share equal_part(int people);
// The same of any amount, rounded down.
share part_of(share amount, std::size_t people);

// "1 1/5", "-4/5", "0": turns as a reduced fraction; in hundredths, rounded down, where the fraction would be
// unreadable.
std::string turns(share amount);

} // namespace peerbot::core
