#include "core/voting/lot.hpp"

#include <array>
#include <openssl/sha.h>

namespace peerbot::core {

std::string lot(ballot_id ballot, topic_id topic)
{
    const auto text = std::to_string(ballot.value) + ":" + std::to_string(topic.value);
    std::basic_string<unsigned char> bytes(text.begin(), text.end());
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes.data(), bytes.size(), digest.data());
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const unsigned byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

} // namespace peerbot::core
