// The bot behind its door: the real table, rules, engine and file, with a Slack that keeps what it is sent.
#pragma once

#include "bot/commands/dispatch.hpp"
#include "tests/bot/net/loop.hpp"
#include "tests/bot/slack/fake_slack.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::tests {

// What a person got back.
struct told
{
    unsigned status = 0;
    std::string route;
    std::string outcome;
    std::string body;     // of the answer, as it goes to Slack
    std::string sentence; // what the person reads at once; empty when nothing
};

struct bot_options
{
    std::chrono::milliseconds answer_within = patience;
    std::size_t most_waiting = 8192;
    bot::area_list areas = bot::every_area();
    std::string public_url = "https://peers.example.org";
};

// Monday 4 January 2027, 09:00 in London.
inline constexpr core::instant first_morning{std::chrono::sys_days{std::chrono::January / 4 / 2027} +
                                             core::hours{9}};

class bot_under_test
{
  public:
    explicit bot_under_test(bot_options options = {});
    bot_under_test(const bot_under_test&) = delete;
    bot_under_test& operator=(const bot_under_test&) = delete;
    ~bot_under_test();

    // "/vote 1 3" as Slack sends it, from channel C1 unless another is named.
    told command(const std::string& person, const std::string& line, const std::string& channel = "C1");
    told press(const bot::slack::block_action& pressed);
    told send(const bot::slack::view_submission& sent);
    told close(const bot::slack::view_closed& closed);
    told choose(const bot::slack::shortcut& chosen);
    told happen(const bot::slack::event& happened);
    // The same delivery so many times at once.
    std::vector<told> command_at_once(const bot::slack::slash_command& typed, int times);
    std::vector<told> choose_at_once(const bot::slack::shortcut& chosen, int times);
    std::vector<told> press_at_once(const bot::slack::block_action& pressed, int times);
    // Different deliveries, in this order, that find each other waiting and share one commit.
    std::vector<told> press_together(const std::vector<bot::slack::block_action>& all);
    std::vector<told> send_together(const std::vector<bot::slack::view_submission>& all);

    bot::slack::slash_command typed(const std::string& person, const std::string& line,
                                    const std::string& channel = "C1");
    // A press on a message in the channel C1.
    bot::slack::block_action pressing(const std::string& person, const std::string& action,
                                      const std::string& value = {});

    // From the menu of a message of U9 in the channel C1.
    bot::slack::shortcut choosing(const std::string& person, const std::string& callback,
                                  const std::string& text);

    // A group in C1 with U1 as its facilitator, and more members U2, U3, ...
    void set_up_group(int members = 1);
    void propose(const std::vector<std::string>& titles);

    void change(std::function<void(core::unit_of_work&)> piece);
    void look(std::function<void(core::unit_of_work&)> piece);
    core::group group();
    // Every row of every table, in words.
    std::vector<std::string> dump() const;

    // Waits until nothing is on its way to Slack, then tells what Slack was asked.
    std::vector<seen_call> calls();
    // And the files that people got.
    std::vector<kept_file> files();
    void next(const std::string& method, ending how);
    // The last message that was sent to a response_url.
    std::optional<seen_call> last_response();

    // Keeps the writer busy until let_go().
    void hold_writer();
    void let_go();
    void stop_engine() { engine_->stop(); }

    // For what stands in front of it.
    peerbot::tests::loop& loop() { return loop_; }
    bot::dispatch& dispatch() { return *dispatch_; }
    storage::engine& engine() { return *engine_; }

    core::instant now = first_morning;
    bot::slack::identity bot{
        .team = core::workspace_id("T1"), .user = core::user_id("UBOT"), .bot = "BBOT", .app = {}};

  private:
    template <class Kind>
    told handle(Kind what);
    template <class Kind>
    std::vector<told> handle_at_once(const Kind& what, int times);
    template <class Kind>
    std::vector<told> handle_together(const std::vector<Kind>& all);
    static told read(const bot::handled& done);
    void wait_until_quiet();

    scratch_folder folder_;
    peerbot::tests::loop loop_;
    fake_slack slack_{loop_.io().get_executor()};
    std::optional<bot::slack::web_api> api_;
    std::unique_ptr<storage::engine> engine_;
    std::optional<bot::dispatch> dispatch_;
    std::unique_ptr<std::latch> held_;
    std::future<void> let_go_;
    int deliveries_ = 0;
};

// Two dumps with the same rows; deliveries that storage has forgotten with time may be missing in the second.
bool same_rows(const std::vector<std::string>& before, const std::vector<std::string>& after);

// A command that changes nothing and answers with all of these.
void check_refused(bot_under_test& bot, const std::string& person, const std::string& line,
                   const std::vector<std::string>& fragments, const std::string& channel = "C1");

} // namespace peerbot::tests
