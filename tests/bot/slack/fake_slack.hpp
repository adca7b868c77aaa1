// Slack in the same process, for what goes wrong: keeps the messages it was sent and answers as it is told.
#pragma once

#include "bot/slack/web_api.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <nlohmann/json.hpp>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::tests {

struct kept_message
{
    std::string channel;
    std::string stamp;
    std::string text;
    std::string delivery_key = {};
};

// Shared in a direct message or a channel.
struct kept_file
{
    std::string channel;
    std::string name;
    std::string content;
    std::string comment = {};
};

struct seen_call
{
    std::string method;
    nlohmann::json arguments; // of a form too; none of an upload
    std::string token;
    std::string url;
    std::string content_type;
};

// How one call ends.
struct ending
{
    enum class effect
    {
        none,
        done,
    };

    effect what = effect::done;
    std::optional<bot::client_response> answer = {}; // instead of the usual one

    static ending status(unsigned code, std::vector<bot::header> headers = {});
    static ending error(const std::string& word);
    static ending not_sent();
    static ending timed_out(effect what);
};

class fake_slack
{
  public:
    explicit fake_slack(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    bot::slack::transport transport();

    // The next call of `method` ends like this; told several times, they queue up.
    void next(const std::string& method, ending how) { endings_[method].push_back(std::move(how)); }
    // Every call of `method`, until always_well().
    void always(const std::string& method, ending how) { standing_[method] = std::move(how); }
    void always_well() { standing_.clear(); }
    // Calls that name this channel do not come back until open_gate().
    void close_gate(const std::string& channel) { gates_[channel] = true; }
    void open_gate(const std::string& channel);

    const std::vector<kept_message>& messages() const { return messages_; }
    const std::vector<kept_file>& files() const { return files_; }
    std::vector<std::string> texts_in(const std::string& channel) const;
    const std::vector<seen_call>& calls() const { return calls_; }
    std::size_t count(const std::string& method) const;
    std::size_t waiting() const { return waiting_; }
    // As if another program had posted it.
    void keep(kept_message message) { messages_.push_back(std::move(message)); }

  private:
    boost::asio::awaitable<bot::client_response> serve(bot::client_request request);
    ending ending_for(const std::string& method);
    nlohmann::json effect_of(const seen_call& call, const std::string& body);
    nlohmann::json file_effect_of(const seen_call& call, const std::string& body);
    nlohmann::json history(const nlohmann::json& arguments) const;

    boost::asio::any_io_executor executor_;
    std::map<std::string, std::deque<ending>> endings_;
    std::map<std::string, ending> standing_;
    std::map<std::string, bool> gates_;
    std::vector<boost::asio::steady_timer*> sleepers_;
    std::vector<kept_message> messages_;
    // Reserved, by the last word of the address they go to.
    std::map<std::string, kept_file> uploads_;
    std::vector<kept_file> files_;
    std::vector<seen_call> calls_;
    std::size_t waiting_ = 0;
    int stamps_ = 0;
};

} // namespace peerbot::tests
