// A server that does exactly what a test says, connection after connection, faults included.
#pragma once

#include "tests/bot/net/server_rig.hpp"

#include <functional>
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace peerbot::tests {

class scripted_server
{
  public:
    using script = std::function<void(talker&)>;

    // Each script serves one connection, which is closed when the script returns.
    explicit scripted_server(std::vector<script> scripts)
        : acceptor_(io_, any_port()),
          scripts_(std::move(scripts)),
          finished_(scripts_.size()),
          thread_([this] { play(); })
    {}
    scripted_server(const scripted_server&) = delete;
    scripted_server& operator=(const scripted_server&) = delete;

    // Declare clients after the server: a script may wait for them to go.
    ~scripted_server()
    {
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        thread_.join();
    }

    std::string url(const std::string& path = "/") const
    {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + path;
    }

    // Returns when the connection with that number (from 0) has been served and closed.
    void wait_for_end_of(std::size_t number) { in_time(finished_.at(number).get_future()); }

  private:
    void play()
    {
        try {
            for (std::size_t number = 0; number < scripts_.size(); ++number) {
                auto connection = talker::accepted_by(acceptor_);
                scripts_[number](connection);
                connection.close();
                finished_[number].set_value();
            }
        } catch (const boost::system::system_error&) {
            return; // nobody called any more
        }
    }

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::vector<script> scripts_;
    std::vector<std::promise<void>> finished_;
    std::thread thread_;
};

} // namespace peerbot::tests
