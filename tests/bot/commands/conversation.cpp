#include "tests/bot/commands/conversation.hpp"

#include "core/voting/close_ballot.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace peerbot::tests {

using nlohmann::json;

namespace {

std::vector<json> buttons_in(const json& blocks)
{
    std::vector<json> buttons;
    for (const auto& block : blocks) {
        if (block.contains("accessory")) buttons.push_back(block.at("accessory"));
        if (block.at("type") != "actions") continue;
        for (const auto& one : block.at("elements"))
            buttons.push_back(one);
    }
    return buttons;
}

void check_sayable(const json& message)
{
    INFO(message.dump());
    CHECK(check_limits(message.dump()) == std::vector<std::string>{});
    CHECK_THAT(message.dump(), !Catch::Matchers::Contains("<!channel>"));
    CHECK_FALSE(message.value("text", "").empty());
}

// As Slack sends an input that nobody touched; nothing when it is empty.
std::optional<bot::slack::input_value> initial_of(const json& element)
{
    for (const auto* plain : {"initial_value", "initial_date", "initial_time"}) {
        if (element.contains(plain)) return element.at(plain).get<std::string>();
    }
    if (element.contains("initial_option"))
        return element.at("initial_option").at("value").get<std::string>();
    std::vector<std::string> several;
    if (element.contains("initial_users"))
        several = element.at("initial_users").get<std::vector<std::string>>();
    for (const auto& one : element.value("initial_options", json::array()))
        several.push_back(one.at("value").get<std::string>());
    if (several.empty()) return std::nullopt;
    return several;
}

template <class Find>
auto found_in(bot_under_test& bot, Find find)
{
    decltype(find(std::declval<core::unit_of_work&>())) found;
    bot.look([&](core::unit_of_work& work) { found = find(work); });
    return found.value();
}

} // namespace

json seen::button(const std::string& label) const
{
    for (const auto& one : buttons_in(blocks))
        if (one.value("accessibility_label", "") == label) return one;
    std::string there;
    for (const auto& one : labels())
        there += "[" + one + "]";
    FAIL("no button \"" << label << "\" but " << there << " in " << text);
    return {};
}

std::vector<std::string> seen::labels() const
{
    std::vector<std::string> all;
    for (const auto& one : buttons_in(blocks))
        all.push_back(one.value("accessibility_label", ""));
    return all;
}

std::string seen::words() const
{
    return text + "\n" + blocks.dump();
}

seen seen_in(const json& message)
{
    return {.text = message.value("text", ""), .blocks = message.value("blocks", json::array())};
}

seen types(bot_under_test& bot, const std::string& person, const std::string& line,
           const std::string& outcome)
{
    INFO(person << " types " << line);
    const auto got = bot.command(person, line);
    CHECK(got.status == 200);
    INFO("and reads: " << got.sentence);
    CHECK(got.outcome == outcome);
    if (got.body.empty()) return {}; // a form opened
    const auto message = json::parse(got.body);
    check_sayable(message);
    return seen_in(message);
}

seen presses(bot_under_test& bot, const bot::slack::block_action& pressed, const std::string& outcome)
{
    INFO(pressed.user.value << " presses " << pressed.action_id << " " << pressed.value);
    const auto got = bot.press(pressed);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    const auto answer = bot.last_response();
    if (!answer || answer->url != pressed.response_url) {
        CHECK(got.outcome == outcome);
        return {}; // a form opened
    }
    INFO("and reads: " << answer->arguments.value("text", ""));
    CHECK(got.outcome == outcome);
    check_sayable(answer->arguments);
    return seen_in(answer->arguments);
}

seen presses_in(bot_under_test& bot, const std::string& person, const seen& view, const std::string& label,
                const std::string& outcome)
{
    const auto button = view.button(label);
    auto pressed = bot.pressing(person, button.at("action_id").get<std::string>(), button.value("value", ""));
    pressed.is_ephemeral = true;
    return presses(bot, pressed, outcome);
}

json opened_form(bot_under_test& bot)
{
    const auto all = bot.calls();
    const auto last = std::find_if(all.rbegin(), all.rend(),
                                   [](const seen_call& call) { return call.method == "views.open"; });
    REQUIRE(last != all.rend());
    const auto form = last->arguments.at("view");
    CHECK(check_limits(form.dump()) == std::vector<std::string>{});
    return form;
}

bot::slack::view_submission filled(const json& form, const std::string& person,
                                   const std::map<std::string, bot::slack::input_value>& answers)
{
    bot::slack::view_submission sent;
    sent.team = core::workspace_id("T1");
    sent.user = core::user_id(person);
    sent.callback_id = form.at("callback_id").get<std::string>();
    sent.private_metadata = form.at("private_metadata").get<std::string>();
    static int sendings = 0;
    sent.trigger_id = "sending-" + std::to_string(++sendings);
    for (const auto& block : form.at("blocks")) {
        if (block.at("type") != "input") continue;
        const auto name = block.at("block_id").get<std::string>();
        const auto key = name + "." + block.at("element").at("action_id").get<std::string>();
        if (const auto answer = answers.find(name); answer != answers.end())
            sent.values[key] = answer->second;
        else if (auto untouched = initial_of(block.at("element")))
            sent.values[key] = *untouched;
    }
    return sent;
}

bot::slack::block_action typing_in(bot_under_test& bot, const json& form, const std::string& person,
                                   const std::map<std::string, bot::slack::input_value>& answers)
{
    const auto stands = filled(form, person, answers);
    auto typed = bot.pressing(person, "value");
    typed.channel = {};
    typed.message_ts.clear();
    typed.response_url.clear();
    typed.view_id = "V1";
    typed.callback_id = stands.callback_id;
    typed.private_metadata = stands.private_metadata;
    typed.values = stands.values;
    if (!answers.empty()) typed.block_id = answers.begin()->first;
    return typed;
}

std::string last_letter(bot_under_test& bot, const std::string& person)
{
    const auto all = bot.calls();
    const auto last = std::find_if(all.rbegin(), all.rend(), [&](const seen_call& call) {
        return call.method == "chat.postMessage" && call.arguments.value("channel", "") == person;
    });
    return last == all.rend() ? std::string{} : seen_in(last->arguments).words();
}

std::map<std::string, std::string> field_errors(const told& got)
{
    const auto body = json::parse(got.body, nullptr, false);
    if (!body.is_object() || body.value("response_action", "") != "errors") return {};
    return body.at("errors").get<std::map<std::string, std::string>>();
}

std::string last_whisper(bot_under_test& bot)
{
    const auto all = bot.calls();
    const auto last = std::find_if(all.rbegin(), all.rend(),
                                   [](const seen_call& call) { return call.method == "chat.postEphemeral"; });
    return last == all.rend() ? std::string{} : last->arguments.value("text", "");
}

void deadline_comes(bot_under_test& bot, std::int64_t ballot)
{
    bot.change([&](core::unit_of_work& work) {
        bot.now = std::max(bot.now, work.ballots().find(core::ballot_id{ballot})->closes_at);
        core::deadline_came(work, core::ballot_id{ballot}, bot.now);
    });
}

core::ballot ballot_numbered(bot_under_test& bot, int number)
{
    return found_in(
        bot, [&](core::unit_of_work& work) { return work.ballots().find_number(core::group_id{1}, number); });
}

core::session session_numbered(bot_under_test& bot, int number)
{
    return found_in(bot, [&](core::unit_of_work& work) {
        return work.sessions().find_number(core::group_id{1}, number);
    });
}

core::topic topic_numbered(bot_under_test& bot, int number)
{
    return found_in(
        bot, [&](core::unit_of_work& work) { return work.topics().find_number(core::group_id{1}, number); });
}

void teach(bot_under_test& bot, int topic, int number)
{
    bot.change([&](core::unit_of_work& work) {
        auto meeting = *work.sessions().find_number(core::group_id{1}, number);
        meeting.topic = work.topics().find_number(core::group_id{1}, topic)->id;
        work.sessions().save(meeting);
        bot.now = std::max(bot.now, meeting.ends_at());
    });
    types(bot, "U1", "/rotation held " + std::to_string(number) + " <@U1|ana>");
}

} // namespace peerbot::tests
