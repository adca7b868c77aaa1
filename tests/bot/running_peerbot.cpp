#include "tests/bot/running_peerbot.hpp"

#include "bot/net/address.hpp"
#include "tests/bot/net/loop.hpp"

#include <array>
#include <csignal>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace peerbot::tests {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (auto& one : words)
        pointers.push_back(one.data());
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

running_peerbot::running_peerbot(const std::vector<std::string>& words, const variables& environment,
                                 const std::vector<std::pair<std::string, int>>& sockets)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);

    std::vector<std::string> settings;
    for (const auto& [name, value] : environment)
        settings.push_back(name + "=" + value);
    std::vector<std::string> all{PEERBOT_BINARY};
    if (!sockets.empty()) {
        // The shell becomes peerbot and keeps its process id, which nobody knows before.
        all = {"/bin/sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh", PEERBOT_BINARY};
        settings.push_back("LISTEN_FDS=" + std::to_string(sockets.size()));
        std::string names;
        int place = STDERR_FILENO;
        for (const auto& [name, descriptor] : sockets) {
            names += (names.empty() ? "" : ":") + name;
            ::posix_spawn_file_actions_adddup2(&actions, descriptor, ++place);
        }
        settings.push_back("LISTEN_FDNAMES=" + names);
    }
    all.insert(all.end(), words.begin(), words.end());
    const auto arguments = pointers_to(all);
    const auto values = pointers_to(settings);
    const int wrong =
        ::posix_spawn(&process_, all.front().c_str(), &actions, nullptr, arguments.data(), values.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (wrong != 0) throw std::runtime_error("peerbot cannot be started");
    listener_ = std::thread([this, descriptor = ends[0]] { listen(descriptor); });
}

running_peerbot::~running_peerbot()
{
    if (!status_) {
        signal(SIGKILL);
        wait(patience);
    }
    listener_.join();
}

void running_peerbot::listen(int descriptor)
{
    std::array<char, 4096> bytes{};
    for (;;) {
        const auto count = ::read(descriptor, bytes.data(), bytes.size());
        const std::lock_guard held(mutex_);
        if (count <= 0) break;
        said_.append(bytes.data(), static_cast<std::size_t>(count));
        more_.notify_all();
    }
    ::close(descriptor);
    const std::lock_guard held(mutex_);
    ended_ = true;
    more_.notify_all();
}

std::string running_peerbot::wait_for(const std::string& words)
{
    std::unique_lock held(mutex_);
    const auto found = [&] { return said_.find(words) != std::string::npos; };
    // A line that is there in part is not there yet.
    const auto whole = [&] { return found() && said_.find('\n', said_.find(words)) != std::string::npos; };
    if (!more_.wait_for(held, patience, [&] { return whole() || ended_; }) || !whole())
        throw std::runtime_error("peerbot never wrote \"" + words + "\", but: " + said_);
    const auto begin = said_.find(words);
    return said_.substr(begin, said_.find('\n', begin) - begin);
}

boost::asio::ip::tcp::endpoint running_peerbot::address_after(const std::string& key)
{
    const auto line = wait_for("event=listening ");
    const auto begin = line.find(key) + key.size();
    return bot::parse_listen_address(line.substr(begin, line.find(' ', begin) - begin)).value();
}

boost::asio::ip::tcp::endpoint running_peerbot::address()
{
    return address_after(" address=");
}

boost::asio::ip::tcp::endpoint running_peerbot::admin_address()
{
    return address_after(" admin=");
}

void running_peerbot::signal(int number) const
{
    ::kill(process_, number);
}

exit_of running_peerbot::wait(std::chrono::milliseconds at_most)
{
    exit_of how;
    {
        // Its end of the pipe closes when it ends.
        std::unique_lock held(mutex_);
        if (!more_.wait_for(held, at_most, [&] { return ended_; })) signal(SIGKILL);
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    status_ = status;
    if (WIFEXITED(status)) how.status = WEXITSTATUS(status);
    const std::lock_guard held(mutex_);
    how.said = said_;
    return how;
}

} // namespace peerbot::tests
