// The right word for a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace peerbot::core {

// The choice that was most likely meant, whatever its case; nullopt when none is close or more than 64 bytes
// were typed. Three or more letters that begin a choice win; otherwise one slip (a letter missing, extra,
// wrong or swapped with its neighbour) is forgiven for every three letters typed, at least one and at most
// three. On a tie the earlier choice. The view is one of the choices.
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> choices);

} // namespace peerbot::core
