// What somebody types, presses and sends, and what they then see: the steps of tests that talk with the bot.
#pragma once

#include "tests/bot/commands/bot_under_test.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace peerbot::tests {

// A private answer or a message, with its buttons.
struct seen
{
    std::string text;
    nlohmann::json blocks = nlohmann::json::array();

    // By its accessibility label; fails the test when there is none.
    nlohmann::json button(const std::string& label) const;
    std::vector<std::string> labels() const;
    // Everything that a reader sees or hears in it.
    std::string words() const;
};

seen seen_in(const nlohmann::json& message);

// Types a line that ends so, and checks that Slack would take the answer.
seen types(bot_under_test& bot, const std::string& person, const std::string& line,
           const std::string& outcome = "done");
// Presses a button of a message in the channel, by action and value.
seen presses(bot_under_test& bot, const bot::slack::block_action& pressed,
             const std::string& outcome = "done");
// Presses the button with this label in something that only this person sees.
seen presses_in(bot_under_test& bot, const std::string& person, const seen& view, const std::string& label,
                const std::string& outcome = "done");

// The form that was opened last, which Slack would take.
nlohmann::json opened_form(bot_under_test& bot);
// That form, sent as it opened but for `answers`, by block.
bot::slack::view_submission filled(const nlohmann::json& form, const std::string& person,
                                   const std::map<std::string, bot::slack::input_value>& answers = {});
// Typing in that form, as Slack tells of it: with what stands in its inputs by then.
bot::slack::block_action typing_in(bot_under_test& bot, const nlohmann::json& form, const std::string& person,
                                   const std::map<std::string, bot::slack::input_value>& answers);
// The last direct message that was written to the person at once; empty when there is none.
std::string last_letter(bot_under_test& bot, const std::string& person);
// What a form that was sent shows beside its fields, by block.
std::map<std::string, std::string> field_errors(const told& got);
// What was said to one person in the channel after a form.
std::string last_whisper(bot_under_test& bot);

// Runs the step, after which every row is as it was.
template <class Step>
void changes_nothing(bot_under_test& bot, Step step)
{
    const auto before = bot.dump();
    step();
    if (!same_rows(before, bot.dump())) throw std::runtime_error("a step that was refused changed rows");
}

// Closes the open ballot as its timer does.
void deadline_comes(bot_under_test& bot, std::int64_t ballot = 1);

core::ballot ballot_numbered(bot_under_test& bot, int number);
core::session session_numbered(bot_under_test& bot, int number);
core::topic topic_numbered(bot_under_test& bot, int number);
// Session `number` is held on the topic, led by U1.
void teach(bot_under_test& bot, int topic, int number);

} // namespace peerbot::tests
