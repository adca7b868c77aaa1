// Answers calendar programs that come with the secret address of a feed. Who has no valid secret learns
// nothing: unknown, revoked and malformed ones are looked up alike and answered alike.
#pragma once

#include "bot/commands/dispatch.hpp"
#include "bot/net/http.hpp"
#include "storage/engine.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace peerbot::bot {

class calendar_door
{
  public:
    calendar_door(storage::engine& engine, std::function<core::instant()> clock)
        : engine_(engine), clock_(std::move(clock))
    {}

    // Whether the path is one of calendars, so that it is for answer() to deal with, and never logged.
    static bool is_for(std::string_view path);

    // GET and HEAD of "/calendar/SECRET.ics"; 304 when the program has the same text already.
    boost::asio::awaitable<handled> answer(http_request request);

  private:
    storage::engine& engine_;
    std::function<core::instant()> clock_;
};

} // namespace peerbot::bot
