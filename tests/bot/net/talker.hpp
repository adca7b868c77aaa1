// A blocking socket that speaks HTTP byte by byte, for either side of a test.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace peerbot::tests {

class talker
{
  public:
    using tcp = boost::asio::ip::tcp;

    explicit talker(const tcp::endpoint& other_side) : talker() { socket_.connect(other_side); }

    static talker accepted_by(tcp::acceptor& acceptor)
    {
        talker accepted;
        acceptor.accept(accepted.socket_);
        return accepted;
    }

    // Says whether the bytes were taken.
    bool send(std::string_view text)
    {
        boost::system::error_code wrong;
        boost::asio::write(socket_, boost::asio::buffer(text), wrong);
        return !wrong;
    }

    void finish_sending() { shut(tcp::socket::shutdown_send); }
    void close() { socket_.close(); }

    // One HTTP message with its body (by Content-Length); what there is when the other side closes first.
    std::string read_message(bool with_body = true)
    {
        std::size_t end = std::string::npos;
        while ((end = unread_.find("\r\n\r\n")) == std::string::npos && read_more()) {
        }
        if (end == std::string::npos) return std::exchange(unread_, {});
        const auto size = end + 4 + (with_body ? length_in(unread_.substr(0, end)) : 0);
        while (unread_.size() < size && read_more()) {
        }
        auto message = unread_.substr(0, size);
        unread_.erase(0, size);
        return message;
    }

    std::string read_to_end()
    {
        while (read_more()) {
        }
        return std::exchange(unread_, {});
    }

    // True when the other side has closed; waits for that a moment only.
    bool is_closed_after(std::chrono::milliseconds moment)
    {
        wait_at_most(moment);
        char byte = 0;
        const auto count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK);
        const bool still_waiting = count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
        wait_at_most(std::chrono::seconds(30));
        return !still_waiting;
    }

    boost::asio::ip::tcp::socket& socket() { return socket_; }

  private:
    talker() : io_(std::make_unique<boost::asio::io_context>()), socket_(*io_) {}

    static std::size_t length_in(std::string_view head)
    {
        constexpr std::string_view name = "Content-Length: ";
        const auto found = head.find(name);
        return found == std::string_view::npos ? 0
                                               : std::stoul(std::string(head.substr(found + name.size())));
    }

    bool read_more()
    {
        wait_at_most(std::chrono::seconds(30));
        char bytes[16384];
        const auto count = ::recv(socket_.native_handle(), bytes, sizeof bytes, 0);
        if (count > 0) unread_.append(bytes, static_cast<std::size_t>(count));
        return count > 0;
    }

    void wait_at_most(std::chrono::milliseconds time)
    {
        timeval limit{};
        limit.tv_sec = static_cast<decltype(limit.tv_sec)>(time.count() / 1000);
        limit.tv_usec = static_cast<decltype(limit.tv_usec)>(time.count() % 1000 * 1000);
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }

    void shut(tcp::socket::shutdown_type what)
    {
        boost::system::error_code ignored;
        socket_.shutdown(what, ignored);
    }

    std::unique_ptr<boost::asio::io_context> io_;
    tcp::socket socket_;
    std::string unread_;
};

} // namespace peerbot::tests
