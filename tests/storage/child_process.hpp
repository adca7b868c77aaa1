// A second process, forked from the test: it runs `body` with the writing end of a pipe and never returns.
#pragma once

#include <cerrno>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace peerbot::tests {

class child_process
{
  public:
    explicit child_process(const std::function<void(int)>& body)
    {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
        id_ = ::fork();
        if (id_ < 0) throw std::runtime_error("no second process");
        if (id_ == 0) {
            ::close(ends[0]);
            run(body, ends[1]);
        }
        ::close(ends[1]);
        from_ = ends[0];
    }
    ~child_process()
    {
        kill();
        ::close(from_);
    }
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    // Waits for the next bytes of `value`; false when the child is gone.
    template <class Value>
    bool read(Value& value)
    {
        auto* to = reinterpret_cast<char*>(&value);
        std::size_t have = 0;
        while (have < sizeof(Value)) {
            const auto more = ::read(from_, to + have, sizeof(Value) - have);
            if (more < 0 && errno == EINTR) continue;
            if (more <= 0) return false;
            have += static_cast<std::size_t>(more);
        }
        return true;
    }
    std::string read_all()
    {
        std::string text;
        for (char one = 0; read(one);)
            text += one;
        return text;
    }
    // As kill -9 does.
    void kill()
    {
        if (id_ <= 0) return;
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
        id_ = 0;
    }

  private:
    [[noreturn]] static void run(const std::function<void(int)>& body, int to)
    {
        try {
            body(to);
        } catch (const std::exception& why) {
            const std::string text = why.what();
            if (::write(to, text.data(), text.size()) < 0) ::_exit(2);
        }
        ::_exit(0);
    }

    pid_t id_ = 0;
    int from_ = -1;
};

// In the child: sends bytes to the test.
inline void send(int to, const void* bytes, std::size_t count)
{
    if (::write(to, bytes, count) < 0) ::_exit(2);
}
inline void send(int to, const std::string& text)
{
    send(to, text.data(), text.size());
}

} // namespace peerbot::tests
