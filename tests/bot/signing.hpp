// Signs a body as Slack does ("Verifying requests from Slack"), written independently of the code under test.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <string>

namespace peerbot::tests {

inline std::string signature_of(const std::string& secret, const std::string& stamp, const std::string& body)
{
    const auto base = "v0:" + stamp + ":" + body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(base.data()), base.size(), digest.data(), &size);
    std::string hex = "v0=";
    for (unsigned i = 0; i < size; ++i) {
        constexpr auto digits = "0123456789abcdef";
        hex += digits[digest.at(i) >> 4U];
        hex += digits[digest.at(i) & 15U];
    }
    return hex;
}

// The whole request of a slash command, signed now; `form` is url-encoded.
inline std::string signed_command(const std::string& secret, const std::string& form)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto stamp = std::to_string(now.time_since_epoch().count());
    return "POST /slack/commands HTTP/1.1\r\nHost: here\r\n"
           "Content-Type: application/x-www-form-urlencoded\r\n"
           "X-Slack-Request-Timestamp: " +
           stamp + "\r\nX-Slack-Signature: " + signature_of(secret, stamp, form) +
           "\r\nContent-Length: " + std::to_string(form.size()) + "\r\n\r\n" + form;
}

} // namespace peerbot::tests
