#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

// A press that works: an empty answer at once, the words through the response_url.
std::string check_press(bot_under_test& bot, const bot::slack::block_action& pressed,
                        const std::string& outcome = "done")
{
    INFO(pressed.user.value << " presses " << pressed.action_id << " " << pressed.value);
    const auto got = bot.press(pressed);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK(got.outcome == outcome);
    const auto answer = bot.last_response();
    if (!answer || answer->url != pressed.response_url) {
        FAIL_CHECK("nothing was said");
        return {};
    }
    CHECK(check_limits(answer->arguments.dump()).empty());
    return answer->arguments.value("text", "");
}

void check_press_refused(bot_under_test& bot, const bot::slack::block_action& pressed,
                         const std::vector<std::string>& fragments, const std::string& outcome = "rejected")
{
    const auto before = bot.dump();
    const auto said = check_press(bot, pressed, outcome);
    INFO("and reads: " << said);
    const auto what =
        bot::plan_press(pressed.action_id, {.who = {}, .value = pressed.value, .pressed_at = {}});
    if (std::holds_alternative<bot::changing>(*what)) CHECK_THAT(said, Contains("othing was changed"));
    for (const auto& fragment : fragments)
        CHECK_THAT(said, Contains(fragment));
    CHECK(bot.last_response()->arguments.at("replace_original") == false);
    CHECK(same_rows(before, bot.dump()));
}

bot_under_test& with_ballot(bot_under_test& bot)
{
    bot.set_up_group(3);
    bot.propose({"Audio", "Video"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    return bot;
}

int voters(bot_under_test& bot)
{
    int count = 0;
    bot.look([&](core::unit_of_work& work) { count = work.ballots().find(core::ballot_id{1})->voters; });
    return count;
}

} // namespace

TEST_CASE("a press beside a topic votes for it, and the next one takes it back")
{
    bot_under_test bot;
    with_ballot(bot);
    CHECK_THAT(check_press(bot, bot.pressing("U2", "vote.press", "1:1")),
               Contains("Saved. Your votes: 1. *Audio*"));
    CHECK(voters(bot) == 1);
    CHECK_THAT(check_press(bot, bot.pressing("U2", "vote.press", "1:1")), Contains("You have no vote"));
    CHECK(voters(bot) == 0);
    CHECK_THAT(check_press(bot, bot.pressing("U2", "vote.mine", "1"), "shown"), Contains("You have no vote"));
}

TEST_CASE("a press that a rule refuses says why and changes nothing")
{
    bot_under_test bot;
    with_ballot(bot);
    check_press_refused(bot, bot.pressing("U9", "vote.press", "1:1"), {"`/peer join`"});
    check_press_refused(bot, bot.pressing("U9", "vote.mine", "1"), {"`/peer join`"});
    check_press_refused(bot, bot.pressing("U2", "vote.press", "9:1"), {"not here any more"});
    check_press_refused(bot, bot.pressing("U2", "vote.press", "1:9"), {"not in this vote"});
    for (const auto* value : {"", "1", "1:", ":1", "1:1x", "a:b", "1:99999999999999999999"})
        check_press_refused(bot, bot.pressing("U2", "vote.press", value), {"not here any more"}, "shown");
    auto elsewhere = bot.pressing("U2", "vote.press", "1:1");
    elsewhere.team = core::workspace_id("T2");
    check_press_refused(bot, elsewhere, {"not here any more"});
    REQUIRE(bot.command("U3", "/peer pause until 2027-02-01").outcome == "done");
    check_press_refused(bot, bot.pressing("U3", "vote.press", "1:1"), {"pause"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    check_press_refused(bot, bot.pressing("U2", "vote.press", "1:1"), {"closed", "not counted"});
}

TEST_CASE("a vote counts by when it was pressed, not by when it arrived")
{
    bot_under_test bot;
    with_ballot(bot);
    const auto early = bot.pressing("U2", "vote.press", "1:1");
    bot.now += core::days{3} + core::seconds{2};
    CHECK_THAT(check_press(bot, early), Contains("Saved"));
    check_press_refused(bot, bot.pressing("U3", "vote.press", "1:1"), {"closed"});
    auto unstamped = bot.pressing("U3", "vote.press", "1:2");
    unstamped.action_ts = "soon";
    check_press_refused(bot, unstamped, {"closed"});
}

TEST_CASE("a press on the welcome card joins, once")
{
    bot_under_test bot;
    bot.set_up_group();
    CHECK_THAT(check_press(bot, bot.pressing("U2", "peer.join", "1")), Contains("You are a member now"));
    check_press_refused(bot, bot.pressing("U2", "peer.join", "1"), {"a member of this group already"});
    CHECK_THAT(check_press(bot, bot.pressing("U9", "peer.help"), "shown"), Contains("`/peer setup"));
    auto elsewhere = bot.pressing("U2", "peer.join", "1");
    elsewhere.channel = core::channel_id("C2");
    check_press_refused(bot, elsewhere, {"no peer group in this channel"});
}

TEST_CASE("a leader says yes or lets the turn pass, from a direct message too")
{
    bot_under_test bot;
    bot.set_up_group(3);
    CHECK_THAT(check_press(bot, bot.pressing("U1", "rotation.show"), "shown"),
               Contains("<@U1> leads (planned)"));
    auto yes = bot.pressing("U1", "rotation.confirm", "1");
    yes.channel = core::channel_id("D1");
    CHECK_THAT(check_press(bot, yes), Contains("Thank you: you lead Session 1"));
    auto no = bot.pressing("U1", "rotation.skip", "1");
    no.channel = core::channel_id("D1");
    CHECK_THAT(check_press(bot, no), Contains("You let session 1 pass") && Contains("<@U2> is next"));
    check_press_refused(bot, bot.pressing("U1", "rotation.confirm", "1"), {"not your turn"});
    check_press_refused(bot, bot.pressing("U1", "rotation.skip", "1"), {"not your turn"});
    check_press_refused(bot, bot.pressing("U9", "rotation.confirm", "1"), {"`/peer join`"});
    for (const auto* value : {"99", "", "x"})
        check_press_refused(bot, bot.pressing("U1", "rotation.confirm", value), {"not planned"});
    auto elsewhere = bot.pressing("U2", "rotation.confirm", "1");
    elsewhere.team = core::workspace_id("T2");
    check_press_refused(bot, elsewhere, {"not planned"});
}

TEST_CASE("a session is booked as held or not held by a press")
{
    bot_under_test bot;
    bot.set_up_group(3);
    check_press_refused(bot, bot.pressing("U1", "rotation.held", "1"), {"Session 1 starts"});
    check_press_refused(bot, bot.pressing("U1", "rotation.not_held", "1"), {"Session 1 starts"});
    check_press_refused(bot, bot.pressing("U2", "rotation.held", "1"), {"facilitator"});
    REQUIRE(bot.command("U1", "/rotation confirm").outcome == "done");
    bot.look(
        [&](core::unit_of_work& work) { bot.now = work.sessions().find(core::session_id{2})->starts_at; });
    CHECK_THAT(check_press(bot, bot.pressing("U1", "rotation.held", "1")),
               Contains("Session 1 is booked as held, led by <@U1>"));
    check_press_refused(bot, bot.pressing("U1", "rotation.held", "1"),
                        {"Session 1 cannot be changed any more"});
    check_press_refused(bot, bot.pressing("U1", "rotation.held", "2"), {"do not know who led"});
    CHECK_THAT(check_press(bot, bot.pressing("U1", "rotation.not_held", "2")),
               Contains("Session 2 is booked as not held"));
    check_press_refused(bot, bot.pressing("U1", "rotation.confirm", "2"), {"cannot be changed any more"});
}

TEST_CASE("private views and direct messages are drawn again, what the group sees is not")
{
    bot_under_test bot;
    with_ballot(bot);
    const auto replaced = [&](bot::slack::block_action pressed) {
        check_press(bot, pressed, pressed.action_id == "vote.press" ? "done" : "shown");
        return bot.last_response()->arguments.at("replace_original").get<bool>();
    };
    CHECK_FALSE(replaced(bot.pressing("U2", "vote.press", "1:1")));
    auto own_view = bot.pressing("U2", "vote.press", "1:2");
    own_view.is_ephemeral = true;
    CHECK(replaced(own_view));
    auto direct = bot.pressing("U2", "vote.press", "1:2");
    direct.channel = core::channel_id("D1");
    CHECK(replaced(direct));

    auto refused = bot.pressing("U9", "vote.press", "1:2");
    refused.is_ephemeral = true;
    check_press_refused(bot, refused, {"`/peer join`"});
}

TEST_CASE("a button that nobody knows is let pass")
{
    bot_under_test bot;
    const auto before = bot.dump();
    const auto got = bot.press(bot.pressing("U1", "assist.begin", "1"));
    CHECK(got.status == 200);
    CHECK(got.outcome == "ignored");
    CHECK(bot.calls().empty());
    CHECK(bot.dump() == before);
}

TEST_CASE("a press without a response_url, or with a foreign one, still counts")
{
    bot_under_test bot;
    with_ballot(bot);
    auto silent = bot.pressing("U2", "vote.press", "1:1");
    silent.response_url.clear();
    CHECK(bot.press(silent).outcome == "done");
    auto foreign = bot.pressing("U3", "vote.press", "1:1");
    foreign.response_url = "https://evil.example/answer";
    CHECK(bot.press(foreign).outcome == "done");
    CHECK(voters(bot) == 2);
    CHECK(bot.calls().empty());
}
