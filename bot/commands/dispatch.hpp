// From what Slack sent to what it gets back: finds the row of the table, runs its plan in storage, answers
// when the change is durable. Nothing slow happens before the answer but opening a form, whose trigger lives
// three seconds.
#pragma once

#include "bot/commands/table.hpp"
#include "bot/net/http.hpp"
#include "bot/slack/inbound.hpp"
#include "bot/slack/web_api.hpp"
#include "storage/engine.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>

namespace peerbot::bot {

// What became of a request, for its log line and the metrics.
struct handled
{
    handled() = default;
    handled(http_response its_response, std::string its_route, std::string its_outcome)
        : response(std::move(its_response)), route(std::move(its_route)), outcome(std::move(its_outcome))
    {}

    http_response response;
    std::string route;   // "/vote", "vote.press", "event:user_change": never what somebody typed
    std::string outcome; // done, rejected, shown, duplicate, late, busy, failed, ignored
};

struct dispatch_ports
{
    storage::engine* engine = nullptr;
    slack::web_api* api = nullptr;
    // Who we are; empty until Slack has told.
    std::function<const slack::identity&()> bot;
    std::function<core::instant()> clock;
    // Slack waits three seconds for an answer; a later one goes to the response_url.
    std::chrono::milliseconds answer_within{2500};
    area_list areas = every_area(); // what it knows
    std::string public_url = {};    // where people reach us; empty when the operator has not said
};

// Belongs to the executor's thread.
class dispatch
{
  public:
    dispatch(boost::asio::any_io_executor executor, dispatch_ports ports);

    boost::asio::awaitable<handled> handle(slack::slash_command told);
    boost::asio::awaitable<handled> handle(slack::block_action pressed);
    boost::asio::awaitable<handled> handle(slack::view_submission sent);
    boost::asio::awaitable<handled> handle(slack::view_closed closed);
    boost::asio::awaitable<handled> handle(slack::shortcut chosen);
    boost::asio::awaitable<handled> handle(slack::event happened);

    // Private answers that are on their way to Slack.
    std::size_t under_way() const { return under_way_; }

  private:
    struct job;
    struct place;
    using spoken = std::function<void(answer)>;

    boost::asio::awaitable<std::shared_ptr<job>> run(std::string key, core::instant now, plan what);
    void begin(const std::shared_ptr<job>& running, std::string key, core::instant now, plan what);
    // False when there is no form, or Slack does not open it.
    boost::asio::awaitable<bool> opened(std::string trigger_id, std::string form);
    void whisper(place where, answer said, slack::replace_original replace = slack::replace_original::no);
    boost::asio::awaitable<void> tell(place where, answer said, slack::replace_original replace);
    boost::asio::awaitable<void> deliver(place where, attached_file file);
    boost::asio::awaitable<void> post(place where, slack::rendered letter);
    boost::asio::awaitable<handled> keep(std::string callback, core::instant now, plan what);
    void spawn(boost::asio::awaitable<void> sending);

    boost::asio::any_io_executor executor_;
    dispatch_ports ports_;
    std::size_t under_way_ = 0;
};

} // namespace peerbot::bot
