// The operator's door: whether peerbot is alive and ready, and its counts. Never public.
#pragma once

#include "bot/metrics.hpp"
#include "bot/net/http.hpp"
#include "core/instant.hpp"
#include "storage/engine.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>

namespace peerbot::bot {

struct admin_door_ports
{
    const metrics* counts = nullptr;
    storage::engine* engine = nullptr;
    std::function<core::instant()> clock;
    std::function<std::size_t()> connections; // open ones, to the public listener
    std::function<bool()> ready;
};

class admin_door
{
  public:
    explicit admin_door(admin_door_ports ports) : ports_(std::move(ports)) {}

    boost::asio::awaitable<http_response> answer(http_request request);

  private:
    boost::asio::awaitable<http_response> all_counts();

    admin_door_ports ports_;
};

} // namespace peerbot::bot
