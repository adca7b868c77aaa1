#include "start.hpp"

#include "connection.hpp"
#include "requests.hpp"
#include "watch.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace peerbot::bench {
namespace {

constexpr auto patience = std::chrono::seconds(30);
constexpr auto between_tries = std::chrono::microseconds(200);

[[noreturn]] void become(const options& given)
{
    const auto log = ::open(given.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    if (given.cpu >= 0) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(given.cpu), &one);
        ::sched_setaffinity(0, sizeof one, &one);
    }
    if (given.nice != 0) ::setpriority(PRIO_PROCESS, 0, given.nice);
    std::vector<char*> words;
    for (const auto& word : given.program)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

bool wait_for(connection& one, steady::time_point until)
{
    while (one.now() == connection::state::waiting && steady::now() < until) {
        const short events = one.wants_to_write() ? POLLOUT : POLLIN;
        pollfd ready{.fd = one.socket(), .events = events, .revents = 0};
        ::poll(&ready, 1, 100);
        if (ready.revents != 0) one.go_on();
    }
    return one.now() == connection::state::answered;
}

void end(pid_t child)
{
    ::kill(child, SIGTERM);
    for (int i = 0; i < 500; ++i) {
        if (::waitpid(child, nullptr, WNOHANG) == child) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

} // namespace

std::string time_start(const options& given)
{
    if (given.program.empty()) throw std::invalid_argument("Say which program after --.");
    vote_requests requests(given);
    requests.sign_ahead(1);
    connection one(given.port);
    requests.next(one.request());

    const auto begin = steady::now();
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error("cannot start another process");
    if (child == 0) become(given);

    bool good = false;
    while (!good && steady::now() < begin + patience) {
        if (::waitpid(child, nullptr, WNOHANG) == child)
            throw std::runtime_error("the program ended by itself");
        one.send(steady::now());
        good = wait_for(one, begin + patience) && one.status() == 200;
        if (good) break;
        one.close();
        std::this_thread::sleep_for(between_tries);
    }
    const std::chrono::duration<double, std::milli> took = steady::now() - begin;
    const auto seen = look_at(child);
    const auto words = one.body().find(given.expect) != std::string_view::npos;
    end(child);
    if (!good) throw std::runtime_error("the program did not answer in half a minute");
    if (!words) throw std::runtime_error("its first answer was " + std::string(one.body()));
    std::ostringstream out;
    out << "{\"ms\":" << took.count() << ",\"resident_mb\":" << seen.resident_mb << "}";
    return out.str();
}

} // namespace peerbot::bench
