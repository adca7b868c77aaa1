// Tells whether a request comes from Slack: HMAC-SHA256 over its raw bytes ("Verifying requests from Slack").
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot::slack {

enum class signature_verdict
{
    good,
    missing,   // a header is absent
    malformed, // a timestamp that is not all digits, a signature that is not v0= and 64 hex digits
    stale,     // more than five minutes old, or ahead
    wrong,     // made with another secret, or for another body
};

class signature_check
{
  public:
    // One secret, or two while it is being changed. Throws std::invalid_argument when none or an empty one
    // is given.
    explicit signature_check(const std::vector<std::string>& secrets);
    ~signature_check();
    signature_check(signature_check&&) noexcept;
    signature_check& operator=(signature_check&&) noexcept;

    // `timestamp` and `signature` are the headers X-Slack-Request-Timestamp and X-Slack-Signature, empty
    // when absent; `body` is as received, before any decoding.
    signature_verdict check(std::string_view timestamp, std::string_view signature, std::string_view body,
                            std::chrono::sys_seconds now) const;

    class keyed_hash;

  private:
    std::vector<keyed_hash> hashes_;
};

// The signature that Slack would give a body; to ask ourselves as Slack does.
std::string sign(const std::string& secret, std::string_view timestamp, std::string_view body);

} // namespace peerbot::bot::slack
