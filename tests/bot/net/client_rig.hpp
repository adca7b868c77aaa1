// An http_client on a loop of its own.
#pragma once

#include "bot/net/client.hpp"

#include "tests/bot/net/loop.hpp"

#include <future>
#include <string>
#include <utility>

namespace peerbot::tests {

class client_rig
{
  public:
    explicit client_rig(bot::client_options options = {}) : client_(loop_.io(), std::move(options)) {}
    client_rig(const client_rig&) = delete;
    client_rig& operator=(const client_rig&) = delete;
    ~client_rig()
    {
        close();
        loop_.finish();
    }

    bot::client_response get(const std::string& url, std::chrono::milliseconds at_most = patience)
    {
        return send(bot::client_request("GET", url), at_most);
    }
    bot::client_response post(const std::string& url, std::string body = "payload")
    {
        bot::client_request request("POST", url);
        request.body = std::move(body);
        return send(std::move(request));
    }
    bot::client_response send(bot::client_request request, std::chrono::milliseconds at_most = patience)
    {
        return in_time(start(std::move(request), at_most));
    }
    std::future<bot::client_response> start(bot::client_request request,
                                            std::chrono::milliseconds at_most = patience)
    {
        return loop_.run([&] { return loop_.start(client_.send(std::move(request), at_most)); });
    }
    void close()
    {
        loop_.run([this] { client_.close(); });
    }

  private:
    loop loop_;
    bot::http_client client_;
};

} // namespace peerbot::tests
