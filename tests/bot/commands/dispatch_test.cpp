#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::ptrdiff_t count_of(const std::vector<told>& all, const std::string& outcome)
{
    return std::count_if(all.begin(), all.end(), [&](const told& one) { return one.outcome == outcome; });
}

std::vector<std::string> rows_about(const bot_under_test& bot, const std::string& beginning)
{
    auto rows = bot.dump();
    std::erase_if(rows, [&](const std::string& row) { return !row.starts_with(beginning); });
    return rows;
}

bot::slack::view_submission filled(const std::string& zone = "Europe/London",
                                   const std::string& time = "15:00")
{
    bot::slack::view_submission sent;
    sent.team = core::workspace_id("T1");
    sent.user = core::user_id("U1");
    sent.callback_id = "peer.setup";
    sent.private_metadata = "C1";
    sent.values = {{"weeks.value", "second"}, {"day.value", "Tuesday"}};
    if (!zone.empty()) sent.values["zone.value"] = zone;
    if (!time.empty()) sent.values["time.value"] = time;
    sent.view_id = "V1";
    sent.hash = "1.abc";
    sent.trigger_id = "form-1";
    return sent;
}

void check_field_error(bot_under_test& bot, const bot::slack::view_submission& sent, const std::string& block,
                       const std::string& fragment)
{
    const auto before = bot.dump();
    const auto got = bot.send(sent);
    CHECK(got.status == 200);
    CHECK(got.outcome == "rejected");
    INFO(got.body);
    const auto body = nlohmann::json::parse(got.body, nullptr, false);
    REQUIRE(body.is_object());
    CHECK(body.at("response_action") == "errors");
    REQUIRE(body.at("errors").size() == 1);
    CHECK_THAT(body.at("errors").value(block, ""), Contains(fragment));
    CHECK(bot.dump() == before);
    CHECK(bot.calls().empty());
}

bot::slack::event event_of(const std::string& type, const std::string& user, const std::string& id)
{
    bot::slack::event happened;
    happened.event_id = id;
    happened.team = core::workspace_id("T1");
    happened.type = type;
    happened.user = core::user_id(user);
    happened.channel = core::channel_id("C1");
    return happened;
}

} // namespace

TEST_CASE("the same command four times at once has one effect, and each copy is answered")
{
    bot_under_test bot;
    bot.set_up_group();
    const auto all = bot.command_at_once(bot.typed("U1", "/vote propose Audio"), 4);
    CHECK(count_of(all, "done") == 1);
    CHECK(count_of(all, "duplicate") == 3);
    for (const auto& one : all) {
        CHECK(one.status == 200);
        CHECK_FALSE(one.sentence.empty());
    }
    std::size_t topics = 0;
    bot.look([&](core::unit_of_work& work) { topics = work.topics().open(core::group_id{1}).size(); });
    CHECK(topics == 1);
}

TEST_CASE("the same press four times at once counts once and is answered once")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    const auto all = bot.press_at_once(bot.pressing("U2", "vote.press", "1:1"), 4);
    CHECK(count_of(all, "done") == 1);
    CHECK(count_of(all, "duplicate") == 3);
    CHECK(bot.calls().size() == 1);
    CHECK_THAT(bot.last_response()->arguments.value("text", ""), Contains("Your votes: 1. *Audio*"));
}

TEST_CASE("two people who press in the same instant are two presses")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    auto first = bot.pressing("U2", "vote.press", "1:1");
    auto second = first;
    second.user = core::user_id("U3");
    CHECK(bot.press(first).outcome == "done");
    CHECK(bot.press(second).outcome == "done");
}

TEST_CASE("what is kept of a press tells who and when, and never which button it was")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    auto pressed = bot.pressing("U2", "vote.press", "1:1:on");
    REQUIRE(bot.press(pressed).outcome == "done");
    const auto key = "press:" + pressed.action_ts + ":U2:";
    auto kept = rows_about(bot, "inbox: " + key);
    REQUIRE(kept.size() == 1);
    CHECK_THAT(kept[0], StartsWith("inbox: " + key + pressed.message_ts + "|"));

    // In a view there is no message, and the same instant elsewhere is another press.
    pressed.message_ts.clear();
    pressed.view_id = "V1";
    pressed.value = "1:1:off";
    REQUIRE(bot.press(pressed).outcome == "done");
    CHECK(bot.press(pressed).outcome == "duplicate");
    kept = rows_about(bot, "inbox: " + key + "V1|");
    CHECK(kept.size() == 1);
    for (const auto& row : rows_about(bot, "inbox: ")) {
        for (const auto* told : {"vote.press", ":on", ":off"})
            CHECK_THAT(row, !Contains(told));
    }
}

TEST_CASE("when storage is slow, the answer follows through the response_url")
{
    bot_under_test bot({.answer_within = 1ms});
    bot.change([](core::unit_of_work&) {});
    bot.hold_writer();
    const auto typed = bot.typed("U1", "/peer setup second Tuesday 15:00 Europe/London");
    const auto got = bot.command_at_once(typed, 1).at(0);
    CHECK(got.outcome == "late");
    CHECK(got.status == 200);
    CHECK(got.sentence == "This takes a moment. The answer follows here.");
    CHECK(bot.calls().empty());

    bot.let_go();
    bot.change([](core::unit_of_work&) {}); // its result comes after the one waited for
    while (!bot.last_response())
        std::this_thread::yield();
    const auto answer = *bot.last_response();
    CHECK(answer.url == typed.response_url);
    CHECK(answer.arguments.at("response_type") == "ephemeral");
    CHECK(answer.arguments.at("replace_original") == false);
    CHECK_THAT(answer.arguments.value("text", ""), Contains("The group is set up"));
}

TEST_CASE("a slow press and a slow form are answered when they are done")
{
    bot_under_test bot({.answer_within = 1ms});
    bot.hold_writer();
    const auto got = bot.send(filled());
    CHECK(got.outcome == "late");
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    const auto pressed = bot.pressing("U2", "peer.join");
    CHECK(bot.press(pressed).outcome == "late");
    bot.let_go();
    while (bot.calls().size() < 2)
        std::this_thread::yield();
    const auto calls = bot.calls();
    CHECK(calls[0].method == "chat.postEphemeral");
    CHECK(calls[0].arguments.at("user") == "U1");
    CHECK_THAT(calls[0].arguments.value("text", ""), Contains("The group is set up"));
    CHECK(calls[1].url == pressed.response_url);
    CHECK_THAT(calls[1].arguments.value("text", ""), Contains("You are a member now"));
}

TEST_CASE("when too much is waiting, people are asked to come back and nothing is changed")
{
    bot_under_test bot({.answer_within = 1ms, .most_waiting = 1});
    bot.hold_writer();
    told got;
    for (int i = 0; i < 8 && got.outcome != "busy"; ++i)
        got = bot.command("U1", "/peer join");
    CHECK(got.outcome == "busy");
    CHECK(got.status == 200);
    CHECK_THAT(got.sentence, Contains("nothing was changed") && Contains("try again in a minute"));
    const auto pressed = bot.pressing("U1", "peer.join");
    CHECK(bot.press(pressed).outcome == "busy");
    CHECK_THAT(bot.last_response()->arguments.value("text", ""), Contains("try again in a minute"));
    const auto unkept = bot.happen(event_of("member_left_channel", "UBOT", "Ev1"));
    CHECK(unkept.outcome == "busy");
    CHECK(unkept.status == 503);
}

TEST_CASE("when storage fails, people are told that nothing was changed")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.stop_engine();
    const auto got = bot.command("U2", "/peer join");
    CHECK(got.outcome == "failed");
    CHECK(got.status == 200);
    CHECK_THAT(got.sentence, Contains("Something went wrong") && Contains("nothing was changed"));
    const auto seen = bot.command("U2", "/peer");
    CHECK(seen.outcome == "failed");
    CHECK(bot.happen(event_of("member_left_channel", "UBOT", "Ev1")).status == 503);
}

TEST_CASE("setup without words opens a form within Slack's limits")
{
    bot_under_test bot;
    const auto typed = bot.typed("U1", "/peer setup");
    const auto got = bot.command_at_once(typed, 1).at(0);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    const auto calls = bot.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].method == "views.open");
    CHECK(calls[0].arguments.at("trigger_id") == typed.trigger_id);
    const auto& view = calls[0].arguments.at("view");
    const auto text = view.is_string() ? view.get<std::string>() : view.dump();
    CHECK(check_limits(text).empty());
    CHECK_THAT(text, Contains("\"private_metadata\":\"C1\"") && Contains("\"callback_id\":\"peer.setup\""));
}

TEST_CASE("a form that cannot be opened is answered with the line to type")
{
    bot_under_test bot;
    for (auto& how : {ending::error("expired_trigger_id"), ending::timed_out(ending::effect::none),
                      ending::status(500)}) {
        bot.next("views.open", how);
        const auto got = bot.command("U1", "/peer setup");
        CHECK(got.status == 200);
        CHECK_THAT(got.sentence,
                   Contains("form could not be opened") && Contains("`/peer setup second Tuesday"));
    }
}

TEST_CASE("a form that is filled in sets the group up and tells whoever sent it")
{
    bot_under_test bot;
    const auto got = bot.send(filled());
    CHECK(got.status == 200);
    CHECK(got.outcome == "done");
    CHECK(got.body.empty());
    const auto calls = bot.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].method == "chat.postEphemeral");
    CHECK(calls[0].arguments.at("channel") == "C1");
    CHECK(calls[0].arguments.at("user") == "U1");
    CHECK_THAT(calls[0].arguments.value("text", ""), Contains("The group is set up"));
    CHECK(bot.group().zone == "Europe/London");
    CHECK(bot.send(filled()).outcome == "duplicate");
    CHECK(bot.calls().size() == 1);
}

TEST_CASE("what is wrong in a form is told beside its field, and the form stays")
{
    bot_under_test bot;
    check_field_error(bot, filled("Mars/Base"), "zone", "time zone \"Mars/Base\"");
    check_field_error(bot, filled(""), "zone", "time zone");
    check_field_error(bot, filled("&lt;!channel&gt;"), "zone", "time zone");
    check_field_error(bot, filled("Europe/London", ""), "time", "time");
    bot.set_up_group();
    check_field_error(bot, filled(), "weeks", "has a peer group already");
}

TEST_CASE("a form that nobody knows is let close")
{
    bot_under_test bot;
    auto sent = filled();
    sent.callback_id = "assist.begin";
    const auto got = bot.send(sent);
    CHECK(got.outcome == "ignored");
    CHECK(got.status == 200);
    CHECK(got.body.empty());
}

TEST_CASE("the bot notices that it was taken out of the channel and invited again, once for each event")
{
    bot_under_test bot;
    bot.set_up_group();
    CHECK(bot.happen(event_of("member_left_channel", "UBOT", "Ev1")).outcome == "done");
    CHECK_FALSE(bot.group().reachable);
    CHECK_THAT(bot.command("U1", "/peer").sentence, Contains("`/invite @peerbot`"));
    CHECK(bot.happen(event_of("member_joined_channel", "UBOT", "Ev2")).outcome == "done");
    CHECK(bot.group().reachable);
    const auto again = bot.happen(event_of("member_left_channel", "UBOT", "Ev1"));
    CHECK(again.outcome == "duplicate");
    CHECK(again.status == 200);
    CHECK(bot.group().reachable);
}

TEST_CASE("who is switched off leaves every group")
{
    bot_under_test bot;
    bot.set_up_group(2);
    auto gone = event_of("user_change", "U2", "Ev1");
    CHECK(bot.happen(gone).outcome == "ignored");
    gone.about.is_deleted = true;
    CHECK(bot.happen(gone).outcome == "done");
    CHECK_THAT(bot.command("U1", "/peer members").sentence, Contains("1 member:") && !Contains("<@U2>"));
}

TEST_CASE("who leaves the channel leaves its group")
{
    bot_under_test bot;
    bot.set_up_group(2);
    CHECK(bot.happen(event_of("member_left_channel", "U2", "Ev1")).outcome == "done");
    CHECK_THAT(bot.command("U1", "/peer members").sentence, Contains("1 member:") && !Contains("<@U2>"));
}

TEST_CASE("what others do, and what the bot says itself, changes nothing")
{
    bot_under_test bot;
    bot.set_up_group();
    const auto before = bot.dump();
    for (const auto& one : {event_of("member_joined_channel", "U7", "Ev2"),
                            event_of("message", "UBOT", "Ev3"), event_of("message", "U1", "Ev4"),
                            event_of("app_home_opened", "U1", "Ev5"), event_of("a_new_kind", "U1", "Ev6")}) {
        const auto got = bot.happen(one);
        CHECK(got.status == 200);
        CHECK(got.outcome == "ignored");
        CHECK(got.route == "event:" + one.type);
    }
    CHECK(bot.dump() == before);
}
