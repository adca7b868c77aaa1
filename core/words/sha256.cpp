#include "core/words/sha256.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace peerbot::core {
namespace {

using word = std::uint32_t;
using state = std::array<word, 8>;

constexpr std::size_t block_bytes = 64;
constexpr std::size_t length_bytes = 8;

// Fractions of the square roots of the first 8 primes, and of the cube roots of the first 64.
constexpr state initial{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr std::array<word, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The text, a one bit, zeros, and the length in bits: a multiple of 64 bytes.
std::string padded(std::string_view text)
{
    std::string bytes(text);
    bytes += '\x80';
    while (bytes.size() % block_bytes != block_bytes - length_bytes)
        bytes += '\0';
    const auto bits = std::uint64_t{text.size()} * 8;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(bits >> shift & 0xff);
    return bytes;
}

word word_at(std::string_view bytes, std::size_t at)
{
    word read = 0;
    for (std::size_t i = 0; i < 4; ++i)
        read = read << 8 | static_cast<unsigned char>(bytes[at + i]);
    return read;
}

std::array<word, 64> schedule_of(std::string_view block)
{
    std::array<word, 64> w{};
    for (std::size_t t = 0; t < 16; ++t)
        w[t] = word_at(block, 4 * t);
    for (std::size_t t = 16; t < w.size(); ++t) {
        const auto a = w[t - 15];
        const auto b = w[t - 2];
        w[t] = w[t - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) + w[t - 7] +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
    }
    return w;
}

// Section 6.2.2, with the letters that it uses.
void take_in(state& sum, std::string_view block)
{
    const auto w = schedule_of(block);
    auto [a, b, c, d, e, f, g, h] = sum;
    for (std::size_t t = 0; t < w.size(); ++t) {
        const auto t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) +
                        round_constants[t] + w[t];
        const auto t2 =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const state mixed{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += mixed[i];
}

} // namespace

std::string sha256(std::string_view text)
{
    const auto bytes = padded(text);
    auto sum = initial;
    for (std::size_t at = 0; at < bytes.size(); at += block_bytes)
        take_in(sum, std::string_view(bytes).substr(at, block_bytes));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const auto one : sum)
        for (int shift = 28; shift >= 0; shift -= 4)
            hex += digits[one >> shift & 15];
    return hex;
}

} // namespace peerbot::core
