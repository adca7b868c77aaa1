// Votes as Slack would send them: POST /slack/commands with a form, signed.
#pragma once

#include "options.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace peerbot::bench {

// Every request is a vote of its own: another trigger id, a random member of a random group, two different
// topics of eight. What is the same in all of them is a template; the rest has a fixed width and is filled
// in.
class vote_requests
{
  public:
    explicit vote_requests(const options& given);

    // Signing costs about a microsecond, so what is likely to be sent is signed before the clock runs.
    void sign_ahead(std::size_t count);
    // The next request, complete.
    void next(std::string& out);

  private:
    struct vote
    {
        std::uint32_t group;
        std::uint32_t voter;
        std::uint64_t serial;
        std::array<char, 2> topics;
        std::array<char, 10> stamp; // seconds since 1970
        std::array<char, 64> signature;
    };
    struct place
    {
        std::size_t at;
        std::size_t width;
    };
    struct freer
    {
        void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
    };

    place reserve(std::string& text, std::size_t width);
    vote make();
    void fill_in(std::string& request, const vote& one) const;

    const options& given_;
    std::mt19937_64 dice_;
    std::unique_ptr<EVP_MAC_CTX, freer> mac_;
    std::string template_; // head and body
    std::size_t body_at_ = 0;
    place stamp_{}, signature_{}, channel_{}, channel_name_{}, user_{}, user_name_{}, topics_{};
    std::array<place, 2> serial_{};
    std::string scratch_;
    std::uint64_t made_;
    std::vector<vote> ahead_;
    std::size_t used_ = 0;
};

} // namespace peerbot::bench
