// What systemd and peerbot tell each other, as sd_notify(3), sd_watchdog_enabled(3) and sd_listen_fds(3)
// describe it. Without systemd nothing is told and nothing is handed over.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace peerbot::bot {

// The variables of the process.
using environment = std::function<std::optional<std::string>(std::string_view name)>;

class service_manager
{
  public:
    explicit service_manager(const environment& look_up);

    // Lines such as "READY=1", divided by line ends. What cannot be delivered is lost without a word: nobody
    // depends on it.
    void tell(std::string_view lines) const;
    // WATCHDOG=1 must be told at least so often, if at all.
    std::optional<std::chrono::milliseconds> watchdog() const { return watchdog_; }

  private:
    std::string address_; // empty when nobody listens
    std::optional<std::chrono::milliseconds> watchdog_;
};

// Listening sockets that outlive this process: who connects while it restarts waits for the next one.
struct handed_sockets
{
    std::optional<int> public_one; // descriptors, to be closed by whoever takes them
    std::optional<int> admin;
};

// Sockets called "public" and "admin" (FileDescriptorName= in their units). To be called once. Throws
// cannot_start when one has another name or the same name twice.
handed_sockets take_sockets(const environment& look_up);

} // namespace peerbot::bot
