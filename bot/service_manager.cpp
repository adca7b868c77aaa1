#include "bot/service_manager.hpp"

#include "bot/cannot_start.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace peerbot::bot {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// SD_LISTEN_FDS_START
constexpr int first_descriptor = 3;

std::optional<long> number_in(const environment& look_up, std::string_view name)
{
    const auto text = look_up(name);
    if (!text) return std::nullopt;
    long number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc{} || end != text->data() + text->size() || number < 0) return std::nullopt;
    return number;
}

// Variables that name a process are for that one only.
bool for_us(const environment& look_up, std::string_view name)
{
    const auto process = number_in(look_up, name);
    return process && *process == ::getpid();
}

void take(std::optional<int>& place, const std::string& name, int descriptor)
{
    if (place) throw cannot_start("The service manager hands over two sockets called \"" + name + "\".");
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    place = descriptor;
}

} // namespace

service_manager::service_manager(const environment& look_up)
{
    if (auto address = look_up("NOTIFY_SOCKET")) address_ = std::move(*address);
    const auto most = number_in(look_up, "WATCHDOG_USEC");
    const bool others = look_up("WATCHDOG_PID") && !for_us(look_up, "WATCHDOG_PID");
    if (most && *most > 0 && !others) {
        const auto whole = std::chrono::floor<milliseconds>(microseconds{*most});
        watchdog_ = std::max(milliseconds{1}, whole);
    }
}

void service_manager::tell(std::string_view lines) const
{
    sockaddr_un to = {};
    to.sun_family = AF_UNIX;
    const bool abstract = address_.starts_with('@');
    if ((!abstract && !address_.starts_with('/')) || address_.size() >= sizeof to.sun_path) return;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    if (abstract) to.sun_path[0] = '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + address_.size() + (abstract ? 0 : 1);

    const auto descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    const auto* address = reinterpret_cast<const sockaddr*>(&to);
    ::sendto(descriptor, lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT, address,
             static_cast<socklen_t>(size));
    ::close(descriptor);
}

handed_sockets take_sockets(const environment& look_up)
{
    handed_sockets taken;
    const auto count = number_in(look_up, "LISTEN_FDS");
    if (!count || *count == 0 || !for_us(look_up, "LISTEN_PID")) return taken;
    std::istringstream names(look_up("LISTEN_FDNAMES").value_or(""));
    for (int i = 0; i < *count; ++i) {
        std::string name;
        std::getline(names, name, ':');
        if (name == "public") {
            take(taken.public_one, name, first_descriptor + i);
        } else if (name == "admin") {
            take(taken.admin, name, first_descriptor + i);
        } else {
            throw cannot_start("The service manager hands over a socket called \"" + name +
                               "\". peerbot takes public and admin: set FileDescriptorName= in its unit.");
        }
    }
    return taken;
}

} // namespace peerbot::bot
