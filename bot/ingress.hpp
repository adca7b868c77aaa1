// The public door: checks method, path, type, size and signature before anything is parsed, and writes one
// log line for each request, which never names the path. Beside Slack only calendar programs are let in.
// (docs.slack.dev, "Verifying requests from Slack")
#pragma once

#include "bot/calendar_door.hpp"
#include "bot/commands/dispatch.hpp"
#include "bot/metrics.hpp"
#include "bot/net/http.hpp"
#include "bot/net/server.hpp"
#include "bot/slack/signature.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace peerbot::bot {

class ingress
{
  public:
    ingress(dispatch& commands, slack::signature_check check, std::function<core::instant()> clock,
            std::function<const slack::identity&()> bot, metrics& counts, calendar_door& calendars);

    boost::asio::awaitable<http_response> handle(http_request request);
    // What never became a whole request.
    void refused(const refused_request& request);

  private:
    boost::asio::awaitable<handled> route(http_request request);
    boost::asio::awaitable<handled> route_payload(slack::inbound payload);
    bool ours(const core::workspace_id& team) const;

    dispatch& commands_;
    slack::signature_check check_;
    std::function<core::instant()> clock_;
    std::function<const slack::identity&()> bot_;
    metrics& counts_;
    calendar_door& calendars_;
    std::uint64_t requests_ = 0;
    bool log_waits_ = false;
};

} // namespace peerbot::bot
