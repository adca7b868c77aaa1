#include "bot/slack/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace peerbot::bot::slack {

namespace {

constexpr std::chrono::seconds window{300};
constexpr std::string_view version = "v0=";
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t longest_timestamp = 12;

using mac_context =
    std::unique_ptr<EVP_MAC_CTX, decltype([](EVP_MAC_CTX* context) { EVP_MAC_CTX_free(context); })>;
using hex_digest = std::array<char, digest_bytes * 2>;

bool is_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_lower_hex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void add(EVP_MAC_CTX* context, std::string_view bytes)
{
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    if (EVP_MAC_update(context, data, bytes.size()) != 1) throw std::runtime_error("HMAC failed");
}

} // namespace

// Keyed once, and begun anew for each check: EVP_MAC_init(3) without a key takes the one before. With HMAC it
// does so since OpenSSL 3.0.3.
static_assert(OPENSSL_VERSION_NUMBER >= 0x30000030L);
class signature_check::keyed_hash
{
  public:
    explicit keyed_hash(const std::string& secret)
    {
        EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        context_.reset(EVP_MAC_CTX_new(mac));
        EVP_MAC_free(mac);
        std::string digest = "SHA256";
        const std::array parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
            OSSL_PARAM_construct_end(),
        };
        const auto* key = reinterpret_cast<const unsigned char*>(secret.data());
        if (!context_ || EVP_MAC_init(context_.get(), key, secret.size(), parameters.data()) != 1) {
            throw std::runtime_error("this OpenSSL has no HMAC-SHA256");
        }
    }

    hex_digest over(std::string_view timestamp, std::string_view body) const
    {
        auto* const context = context_.get();
        if (EVP_MAC_init(context, nullptr, 0, nullptr) != 1) throw std::runtime_error("HMAC failed");
        add(context, "v0:");
        add(context, timestamp);
        add(context, ":");
        add(context, body);

        std::array<unsigned char, digest_bytes> digest{};
        std::size_t size = 0;
        if (EVP_MAC_final(context, digest.data(), &size, digest.size()) != 1 || size != digest.size()) {
            throw std::runtime_error("HMAC failed");
        }
        constexpr std::string_view digits = "0123456789abcdef";
        hex_digest hex{};
        for (std::size_t at = 0; at < digest.size(); ++at) {
            hex.at(2 * at) = digits[digest.at(at) >> 4U];
            hex.at(2 * at + 1) = digits[digest.at(at) & 0x0FU];
        }
        return hex;
    }

  private:
    mac_context context_;
};

signature_check::signature_check(const std::vector<std::string>& secrets)
{
    if (secrets.empty()) throw std::invalid_argument("a signing secret is needed");
    hashes_.reserve(secrets.size());
    for (const auto& secret : secrets) {
        if (secret.empty()) throw std::invalid_argument("a signing secret cannot be empty");
        hashes_.emplace_back(secret);
    }
}

signature_check::~signature_check() = default;
signature_check::signature_check(signature_check&&) noexcept = default;
signature_check& signature_check::operator=(signature_check&&) noexcept = default;

signature_verdict signature_check::check(std::string_view timestamp, std::string_view signature,
                                         std::string_view body, std::chrono::sys_seconds now) const
{
    if (timestamp.empty() || signature.empty()) return signature_verdict::missing;
    if (timestamp.size() > longest_timestamp || !is_digits(timestamp)) return signature_verdict::malformed;
    if (!signature.starts_with(version)) return signature_verdict::malformed;
    const auto claimed = signature.substr(version.size());
    if (claimed.size() != digest_bytes * 2 || !is_lower_hex(claimed)) return signature_verdict::malformed;

    std::int64_t seconds = 0;
    std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    const auto age = now - std::chrono::sys_seconds{std::chrono::seconds{seconds}};
    if (age > window || age < -window) return signature_verdict::stale;

    // Every secret is tried, so that the time taken does not tell which one matched.
    bool matched = false;
    for (const auto& hash : hashes_) {
        const auto expected = hash.over(timestamp, body);
        if (CRYPTO_memcmp(expected.data(), claimed.data(), expected.size()) == 0) matched = true;
    }
    return matched ? signature_verdict::good : signature_verdict::wrong;
}

std::string sign(const std::string& secret, std::string_view timestamp, std::string_view body)
{
    const auto digest = signature_check::keyed_hash(secret).over(timestamp, body);
    return std::string(version).append(digest.data(), digest.size());
}

} // namespace peerbot::bot::slack
