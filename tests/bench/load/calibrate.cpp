#include "calibrate.hpp"

#include "connection.hpp"
#include "histogram.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace peerbot::bench {
namespace {

constexpr auto hashing_time = std::chrono::milliseconds(300);
constexpr int wakings = 3000;
constexpr int flushes = 300;

// Megabytes a second.
double hash()
{
    const std::vector<unsigned char> block(std::size_t{64} * 1024, 'x');
    std::array<unsigned char, 32> digest{};
    std::size_t done = 0;
    const auto begin = steady::now();
    while (steady::now() - begin < hashing_time) {
        EVP_Digest(block.data(), block.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
        done += block.size();
    }
    return static_cast<double>(done) / 1e6 / std::chrono::duration<double>(steady::now() - begin).count();
}

histogram wake()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) throw std::runtime_error("no socket pair");
    std::thread other([&] {
        char byte = 0;
        while (::read(ends[1], &byte, 1) == 1)
            if (::write(ends[1], &byte, 1) != 1) return;
    });
    histogram times;
    char byte = 'x';
    for (int i = 0; i < wakings; ++i) {
        const auto begin = steady::now();
        if (::write(ends[0], &byte, 1) != 1 || ::read(ends[0], &byte, 1) != 1) break;
        times.add(steady::now() - begin);
    }
    ::shutdown(ends[0], SHUT_RDWR);
    other.join();
    ::close(ends[0]);
    ::close(ends[1]);
    return times;
}

histogram flush(const std::string& folder)
{
    const auto name = folder + "/calibrate-" + std::to_string(::getpid());
    const auto file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot write to " + folder);
    ::unlink(name.c_str());
    const std::array<char, 4096> page{};
    histogram times;
    for (int i = 0; i < flushes; ++i) {
        const auto begin = steady::now();
        if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) break;
        times.add(steady::now() - begin);
    }
    ::close(file);
    return times;
}

} // namespace

std::string calibrate(const options& given)
{
    const auto hashed = hash();
    const auto woken = wake();
    const auto flushed = flush(given.folder);
    std::ostringstream out;
    out << "{\"hash_mb_s\":" << hashed << ",\"wake_us\":" << woken.quantile_ms(0.5) * 1000
        << ",\"wake_p99_us\":" << woken.quantile_ms(0.99) * 1000
        << ",\"flush_us\":" << flushed.quantile_ms(0.5) * 1000
        << ",\"flush_p99_us\":" << flushed.quantile_ms(0.99) * 1000 << "}";
    return out.str();
}

} // namespace peerbot::bench
