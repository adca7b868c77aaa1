#include "bot/calendar_address.hpp"

#include <array>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdexcept>
#include <vector>

namespace peerbot::bot {
namespace {

constexpr std::string_view before_secret = "/calendar/";
constexpr std::string_view after_secret = ".ics";
constexpr std::size_t secret_bytes = 32;

// RFC 4648, section 5, without padding.
std::string base64url(const std::array<unsigned char, secret_bytes>& bytes)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned pending = 0;
    unsigned bits = 0;
    for (const unsigned byte : bytes) {
        pending = (pending << 8U) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text += letters[(pending >> bits) & 63U];
        }
        pending &= (1U << bits) - 1U;
    }
    if (bits > 0) text += letters[(pending << (6 - bits)) & 63U];
    return text;
}

} // namespace

std::string new_calendar_secret()
{
    std::array<unsigned char, secret_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the system gave no random bytes");
    return base64url(bytes);
}

std::string fingerprint_of(std::string_view secret)
{
    const std::vector<unsigned char> bytes(secret.begin(), secret.end());
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes.data(), bytes.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

std::string calendar_address(std::string_view public_url, std::string_view secret)
{
    while (public_url.ends_with('/'))
        public_url.remove_suffix(1);
    return std::string(public_url).append(before_secret).append(secret).append(after_secret);
}

std::optional<std::string> secret_in(std::string_view path)
{
    if (!path.starts_with(before_secret) || !path.ends_with(after_secret)) return std::nullopt;
    if (path.size() < before_secret.size() + after_secret.size()) return std::nullopt;
    path.remove_prefix(before_secret.size());
    path.remove_suffix(after_secret.size());
    return std::string(path);
}

} // namespace peerbot::bot
