// A server on its own loop and an ephemeral port, with what its observer was told.
#pragma once

#include "bot/net/server.hpp"

#include "tests/bot/net/loop.hpp"
#include "tests/bot/net/talker.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace peerbot::tests {

inline boost::asio::ip::tcp::endpoint any_port()
{
    return {boost::asio::ip::address_v4::loopback(), 0};
}

// Answers with "METHOD path query size-of-body".
inline boost::asio::awaitable<bot::http_response> echo(bot::http_request request)
{
    auto text =
        request.method + " " + request.path + " " + request.query + " " + std::to_string(request.body.size());
    bot::http_response response(200, "text/plain", std::move(text));
    co_return response;
}

// Echoes what the gate lets through.
inline boost::asio::awaitable<bot::http_response> echo_behind(gate& through, bot::http_request request)
{
    co_await through.pass();
    auto echoed = echo(std::move(request));
    auto response = co_await std::move(echoed);
    co_return response;
}

struct behind_gate
{};

class server_rig
{
  public:
    explicit server_rig(bot::http_handler handler = echo, bot::server_limits limits = {})
    {
        bot::server_observer observer;
        observer.refused = [this](const bot::refused_request& refused) { refused_.push_back(refused); };
        server_.emplace(loop_.io(), any_port(), limits, std::move(handler), std::move(observer));
        loop_.run([this] { server_->start(); });
    }
    explicit server_rig(behind_gate)
        : server_rig([this](bot::http_request request) { return echo_behind(gate_, std::move(request)); })
    {}
    server_rig(const server_rig&) = delete;
    server_rig& operator=(const server_rig&) = delete;
    ~server_rig()
    {
        loop_.run([this] { server_->stop_accepting(); });
        loop_.run([this] { server_->abort(); });
        loop_.finish();
    }

    peerbot::tests::loop& loop() { return loop_; }
    peerbot::tests::gate& gate() { return gate_; }
    boost::asio::ip::tcp::endpoint address() const { return server_->local_endpoint(); }
    std::string url(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(address().port()) + path;
    }
    talker connect() const { return talker(address()); }

    void stop_accepting()
    {
        loop_.run([this] { server_->stop_accepting(); });
    }
    void abort()
    {
        loop_.run([this] { server_->abort(); });
    }
    std::future<bool> start_draining() { return loop_.start(server_->drained(patience)); }
    bool drained(std::chrono::milliseconds at_most = patience)
    {
        return loop_.await(server_->drained(at_most));
    }
    std::size_t open_connections()
    {
        return loop_.run([this] { return server_->open_connections(); });
    }
    void wait_for_connections(std::size_t wanted)
    {
        while (open_connections() != wanted)
            std::this_thread::yield();
    }
    std::vector<bot::refused_request> refused()
    {
        return loop_.run([this] { return refused_; });
    }

  private:
    peerbot::tests::loop loop_;
    peerbot::tests::gate gate_{loop_};
    std::vector<bot::refused_request> refused_;
    std::optional<bot::server> server_;
};

} // namespace peerbot::tests
