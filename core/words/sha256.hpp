// SHA-256 as FIPS 180-4 defines it, for lots that anybody can check. No secret goes through it: signatures
// are the edge's affair, which has a library for them.
#pragma once

#include <string>
#include <string_view>

namespace peerbot::core {

// As 64 small hexadecimal digits.
std::string sha256(std::string_view text);

} // namespace peerbot::core
