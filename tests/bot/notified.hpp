// The service manager's end of its notification socket, sd_notify(3).
#pragma once

#include "bot/service_manager.hpp"
#include "tests/bot/net/loop.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <array>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace peerbot::tests {

class notified
{
  public:
    notified() : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        const auto path = this->path();
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        const timeval longest{.tv_sec = patience.count(), .tv_usec = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
        if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("no socket");
    }
    ~notified() { ::close(descriptor_); }
    notified(const notified&) = delete;
    notified& operator=(const notified&) = delete;

    std::string path() const { return (folder_ / "notify").string(); }
    bot::environment variables(std::map<std::string, std::string, std::less<>> more) const
    {
        more.emplace("NOTIFY_SOCKET", path());
        return [more = std::move(more)](std::string_view name) -> std::optional<std::string> {
            const auto found = more.find(name);
            if (found == more.end()) return std::nullopt;
            return found->second;
        };
    }

    // The next message; throws when none comes in time.
    std::string next()
    {
        std::array<char, 1000> bytes{};
        const auto count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
        if (count < 0) throw std::runtime_error("nothing was told in time");
        return {bytes.data(), static_cast<std::size_t>(count)};
    }
    // The next message that is no sign of life.
    std::string next_news()
    {
        for (;;) {
            auto told = next();
            if (told != "WATCHDOG=1") return told;
        }
    }
    bool nothing_yet() const
    {
        char one = 0;
        return ::recv(descriptor_, &one, 1, MSG_DONTWAIT | MSG_PEEK) < 0;
    }

  private:
    scratch_folder folder_;
    int descriptor_;
};

} // namespace peerbot::tests
