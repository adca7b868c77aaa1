// One connection to the server: a request at a time, its answer read to the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace peerbot::bench {

using steady = std::chrono::steady_clock;

// Never blocks. The owner waits for the socket with epoll and calls go_on() when something happened.
class connection
{
  public:
    enum class state
    {
        idle,     // nothing is asked; the socket may be open or not
        waiting,  // go_on() when the socket is ready
        answered, // status() and body() have it
        broken,   // why() says so; the socket is closed
    };

    explicit connection(std::uint16_t port) : port_(port) {}
    ~connection() { close(); }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    // Connects and does not return before it is done.
    void connect_now();
    // Asks. Connects first when it must.
    void send(steady::time_point due);
    void go_on();
    // What was answered, or went wrong, is done with.
    void rest() { now_ = state::idle; }
    void close();

    // To be filled with the request before send().
    std::string& request() { return request_; }
    // When the request in hand should have been sent.
    steady::time_point due() const { return due_; }
    state now() const { return now_; }
    int socket() const { return socket_; }
    bool is_open() const { return socket_ >= 0; }
    bool wants_to_write() const { return now_ == state::waiting && (connecting_ || sent_ < request_.size()); }
    // What the owner's epoll set waits for on this socket; 0 for one that is not in it yet.
    std::uint32_t watched = 0;

    int status() const { return status_; }
    // As sent: with the sizes of its chunks, when it came in chunks.
    std::string_view body() const { return std::string_view(answer_).substr(body_at_, body_size_); }
    bool closes() const { return closes_; }
    const std::string& why() const { return why_; }

  private:
    void open_socket();
    void write();
    void read();
    bool read_head();
    bool whole();
    void fail(std::string_view what);

    std::uint16_t port_;
    int socket_ = -1;
    bool connecting_ = false;
    state now_ = state::idle;
    steady::time_point due_;
    std::string request_;
    std::size_t sent_ = 0;
    std::string answer_;
    std::size_t got_ = 0;
    bool head_read_ = false;
    int status_ = 0;
    std::size_t body_at_ = 0;
    std::size_t body_size_ = 0;
    bool chunked_ = false;
    bool closes_ = false;
    std::string why_;
};

} // namespace peerbot::bench
