// The program itself, started as an operator would: its settings in the environment, its log on standard
// error.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <sys/types.h>
#include <thread>
#include <utility>
#include <vector>

namespace peerbot::tests {

struct exit_of
{
    int status = -1;  // -1 when a signal ended it, or when it had to be killed
    std::string said; // everything it wrote
};

class running_peerbot
{
  public:
    using variables = std::vector<std::pair<std::string, std::string>>;

    // The process sees these variables and no others. Listening sockets are handed over as systemd does it,
    // under these names.
    running_peerbot(const std::vector<std::string>& words, const variables& environment,
                    const std::vector<std::pair<std::string, int>>& sockets = {});
    running_peerbot(const running_peerbot&) = delete;
    running_peerbot& operator=(const running_peerbot&) = delete;
    ~running_peerbot(); // kills it

    // Waits until it has written these words; returns their line. Throws when it ends before.
    std::string wait_for(const std::string& words);
    // The addresses of the public and of the operator's listener, once they listen.
    boost::asio::ip::tcp::endpoint address();
    boost::asio::ip::tcp::endpoint admin_address();

    void signal(int number) const;
    // Kills it when it takes longer.
    exit_of wait(std::chrono::milliseconds at_most);

  private:
    void listen(int descriptor);
    boost::asio::ip::tcp::endpoint address_after(const std::string& key);

    pid_t process_ = -1;
    std::mutex mutex_;
    std::condition_variable more_;
    std::string said_;
    bool ended_ = false;
    std::optional<int> status_;
    std::thread listener_;
};

} // namespace peerbot::tests
