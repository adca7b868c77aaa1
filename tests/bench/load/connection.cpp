#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace peerbot::bench {
namespace {

constexpr std::size_t room = 64 * 1024;

bool same_letters(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

} // namespace

void connection::open_socket()
{
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) throw std::runtime_error("no socket: " + std::string(std::strerror(errno)));
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port_);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    watched = 0;
    connecting_ = false;
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0) return;
    connecting_ = errno == EINPROGRESS;
    if (!connecting_) fail("cannot connect");
}

void connection::connect_now()
{
    open_socket();
    if (!connecting_) return;
    pollfd ready{.fd = socket_, .events = POLLOUT, .revents = 0};
    ::poll(&ready, 1, 2000);
    connecting_ = false;
}

void connection::send(steady::time_point due)
{
    due_ = due;
    now_ = state::waiting;
    sent_ = 0;
    got_ = 0;
    head_read_ = false;
    answer_.resize(room);
    if (socket_ < 0) open_socket();
    if (now_ == state::waiting && !connecting_) write();
}

void connection::go_on()
{
    if (now_ != state::waiting) {
        close(); // nothing was asked, so this can only be its end
        return;
    }
    if (connecting_) {
        int problem = 0;
        socklen_t size = sizeof problem;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &problem, &size);
        if (problem != 0) return fail("cannot connect");
        connecting_ = false;
    }
    if (sent_ < request_.size())
        write();
    else
        read();
}

void connection::write()
{
    while (sent_ < request_.size()) {
        const auto count = ::send(socket_, request_.data() + sent_, request_.size() - sent_, MSG_NOSIGNAL);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count < 0) return fail("cannot send");
        sent_ += static_cast<std::size_t>(count);
    }
}

void connection::read()
{
    if (got_ == answer_.size()) return fail("an answer too long");
    const auto count = ::recv(socket_, answer_.data() + got_, answer_.size() - got_, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count < 0) return fail("reset");
    if (count == 0) return fail("closed before the answer was complete");
    got_ += static_cast<std::size_t>(count);
    if (!head_read_ && !read_head()) return;
    if (whole()) now_ = state::answered;
}

// Chunks are walked through from the first one each time: an answer has one or two.
bool connection::whole()
{
    if (!chunked_) return got_ - body_at_ >= body_size_;
    const std::string_view text(answer_.data(), got_);
    for (auto at = body_at_;;) {
        const auto line = text.find("\r\n", at);
        if (line == std::string_view::npos) return false;
        std::size_t size = 0;
        std::from_chars(text.data() + at, text.data() + line, size, 16);
        at = line + 2 + size + 2;
        if (at > got_) return false;
        body_size_ = at - body_at_;
        if (size == 0) return true;
    }
}

// The status, how long the body is, and whether the connection stays; nothing else matters here.
bool connection::read_head()
{
    const std::string_view text(answer_.data(), got_);
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    head_read_ = true;
    body_at_ = end + 4;
    body_size_ = 0;
    closes_ = false;
    chunked_ = false;
    status_ = 0;
    if (end > 12) std::from_chars(text.data() + 9, text.data() + 12, status_);
    bool sized = false;
    for (auto at = text.find("\r\n"); at < end; at = text.find("\r\n", at + 2)) {
        const auto line = text.substr(at + 2, text.find("\r\n", at + 2) - at - 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        auto value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        if (same_letters(line.substr(0, colon), "content-length"))
            sized = std::from_chars(value.data(), value.data() + value.size(), body_size_).ec == std::errc{};
        if (same_letters(line.substr(0, colon), "transfer-encoding"))
            chunked_ = same_letters(value, "chunked");
        if (same_letters(line.substr(0, colon), "connection")) closes_ = same_letters(value, "close");
    }
    if (!sized && !chunked_) fail("an answer without its length");
    return sized || chunked_;
}

void connection::fail(std::string_view what)
{
    why_ = what;
    close();
    now_ = state::broken;
}

void connection::close()
{
    if (socket_ < 0) return;
    // Everything wanted was read: resetting keeps the port from waiting for a minute.
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
    connecting_ = false;
}

} // namespace peerbot::bench
