#include "requests.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace peerbot::bench {
namespace {

constexpr std::string_view path = "/slack/commands";
constexpr std::size_t serial_width = 16;

void put_number(std::string& text, std::size_t at, std::size_t width, std::uint64_t number)
{
    for (std::size_t i = width; i > 0; --i) {
        text[at + i - 1] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
}

void put_hex(std::array<char, 64>& text, const std::array<unsigned char, 32>& bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[2 * i] = digits[bytes[i] >> 4U];
        text[2 * i + 1] = digits[bytes[i] & 15U];
    }
}

std::uint64_t seconds_since_1970()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

} // namespace

vote_requests::vote_requests(const options& given) : given_(given), dice_(given.seed)
{
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> kind(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                           EVP_MAC_free);
    mac_.reset(EVP_MAC_CTX_new(kind.get()));
    char digest[] = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    if (EVP_MAC_init(mac_.get(), reinterpret_cast<const unsigned char*>(given.secret.data()),
                     given.secret.size(), parameters.data()) != 1)
        throw std::runtime_error("OpenSSL cannot sign");

    // A run that follows another on the same database must not look like its repetition.
    made_ = seconds_since_1970() * 10'000'000;

    std::string body = "token=legacy-verification-token&team_id=T0BENCH0001&team_domain=bench-workspace"
                       "&channel_id=C";
    channel_ = reserve(body, 9);
    body += "&channel_name=peer-group-";
    channel_name_ = reserve(body, 9);
    body += "&user_id=U";
    user_ = reserve(body, 9);
    body += "&user_name=first.last-";
    user_name_ = reserve(body, 9);
    body += "&command=%2Fvote&text=";
    topics_ = reserve(body, 3);
    body[topics_.at + 1] = '+';
    body += "&api_app_id=A0BENCH0001&is_enterprise_install=false"
            "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0BENCH0001%2F";
    serial_[0] = reserve(body, serial_width);
    body += "%2FcommandResponseUrl24Chars&trigger_id=";
    serial_[1] = reserve(body, serial_width);
    body += ".6850012345678.0b5e7d1c9a3f4e2d8c6b1a0f9e8d7c61";

    std::string head = "POST " + std::string(path) +
                       " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(given.port) +
                       "\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
                       "Accept-Encoding: gzip,deflate\r\nAccept: application/json,*/*\r\n";
    if (given.reconnect) head += "Connection: close\r\n";
    head += "X-Slack-Signature: v0=";
    signature_ = reserve(head, 64);
    head += "\r\nX-Slack-Request-Timestamp: ";
    stamp_ = reserve(head, 10);
    head += "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n";
    body_at_ = head.size();
    template_ = head + body;
    for (auto* one : {&channel_, &channel_name_, &user_, &user_name_, &topics_, &serial_[0], &serial_[1]})
        one->at += body_at_;
}

vote_requests::place vote_requests::reserve(std::string& text, std::size_t width)
{
    const place here{text.size(), width};
    text.append(width, '0');
    return here;
}

void vote_requests::fill_in(std::string& request, const vote& one) const
{
    request.assign(template_);
    put_number(request, channel_.at, channel_.width, one.group);
    put_number(request, channel_name_.at, channel_name_.width, one.group);
    put_number(request, user_.at, user_.width, one.voter);
    put_number(request, user_name_.at, user_name_.width, one.voter);
    for (const auto& each : serial_)
        put_number(request, each.at, each.width, one.serial);
    request[topics_.at] = one.topics[0];
    request[topics_.at + 2] = one.topics[1];
    std::memcpy(&request[stamp_.at], one.stamp.data(), one.stamp.size());
    std::memcpy(&request[signature_.at], one.signature.data(), one.signature.size());
}

vote_requests::vote vote_requests::make()
{
    vote one{};
    one.group = static_cast<std::uint32_t>(dice_() % given_.groups);
    one.voter = one.group * given_.members + static_cast<std::uint32_t>(dice_() % given_.members);
    one.serial = ++made_;
    const auto first = dice_() % 8;
    const auto second = (first + 1 + dice_() % 7) % 8;
    one.topics = {static_cast<char>('1' + first), static_cast<char>('1' + second)};
    const auto stamp = std::to_string(seconds_since_1970());
    std::copy_n(stamp.begin(), one.stamp.size(), one.stamp.begin());

    fill_in(scratch_, one);
    const auto before = "v0:" + stamp + ":";
    std::array<unsigned char, 32> digest{};
    std::size_t size = 0;
    const auto* body = reinterpret_cast<const unsigned char*>(scratch_.data()) + body_at_;
    if (EVP_MAC_init(mac_.get(), nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(mac_.get(), reinterpret_cast<const unsigned char*>(before.data()), before.size()) !=
            1 ||
        EVP_MAC_update(mac_.get(), body, scratch_.size() - body_at_) != 1 ||
        EVP_MAC_final(mac_.get(), digest.data(), &size, digest.size()) != 1)
        throw std::runtime_error("OpenSSL cannot sign");
    if (given_.forged) digest[0] ^= 0xffU;
    put_hex(one.signature, digest);
    return one;
}

void vote_requests::sign_ahead(std::size_t count)
{
    ahead_.reserve(count);
    while (ahead_.size() < count)
        ahead_.push_back(make());
}

void vote_requests::next(std::string& out)
{
    fill_in(out, used_ < ahead_.size() ? ahead_[used_] : make());
    ++used_;
}

} // namespace peerbot::bench
