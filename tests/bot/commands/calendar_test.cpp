#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

TEST_CASE("an address is shown once, and is stored nowhere")
{
    bot_under_test bot;
    bot.set_up_group(2);

    const auto shown = types(bot, "U2", "/peer calendar").text;

    CHECK_THAT(shown, Contains("`https://peers.example.org/calendar/") && Contains(".ics`") &&
                          Contains("`/peer calendar revoke`") && Contains("every group you are in"));
    const auto from = shown.find("/calendar/") + 10;
    const auto secret = shown.substr(from, shown.find(".ics") - from);
    REQUIRE(secret.size() == 43);
    for (const auto& row : bot.dump())
        CHECK(row.find(secret) == std::string::npos);

    const auto again = types(bot, "U2", "/peer calendar").text;
    CHECK_THAT(again, !Contains("https://") && Contains("cannot be shown again") && Contains("<!date^"));
    CHECK_THAT(types(bot, "U2", "/peer calendar revoke").text,
               Contains("The old address does not work any more") && Contains("https://") &&
                   !Contains(secret));
}

TEST_CASE("the first address can be asked for with the word for a new one")
{
    bot_under_test bot;
    bot.set_up_group(2);
    CHECK_THAT(types(bot, "U2", "/peer calendar revoke").text, Contains("This is the address"));
}

TEST_CASE("the group's address is for facilitators to hand out")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_refused(bot, "U2", "/peer calendar group", {"Only a facilitator", "<@U1>"});
    check_refused(bot, "U2", "/peer calendar revoke group", {"Only a facilitator", "<@U1>"});

    CHECK_THAT(types(bot, "U1", "/peer calendar group").text,
               Contains("the sessions of this group") && Contains("`/peer calendar revoke group`"));
    CHECK_THAT(types(bot, "U1", "/peer calendar group revoke").text, Contains("does not work any more"));
}

TEST_CASE("who is in no group, or asks in a channel without one, gets no address")
{
    bot_under_test bot;
    bot.set_up_group(1);
    check_refused(bot, "U7", "/peer calendar", {"Only members"});
    check_refused(bot, "U1", "/peer calendar group", {"no peer group in this channel"}, "C9");
    CHECK_THAT(types(bot, "U1", "/peer calendar").text, Contains("https://"));
}

TEST_CASE("words that calendar does not know change nothing")
{
    bot_under_test bot;
    bot.set_up_group(1);
    check_refused(bot, "U1", "/peer calendar grup", {"Did you mean `/peer calendar group`"});
    check_refused(bot, "U1", "/peer calendar revoke mine", {"/peer calendar revoke group"});
    check_refused(bot, "U1", "/peer calendar group now", {"/peer calendar group"});
    check_refused(bot, "U1", "/peer calendar revoke group now", {"does not take the word"});
}

TEST_CASE("without a public address calendars are not handed out, and the operator's setting is named")
{
    bot_options options;
    options.public_url.clear();
    bot_under_test bot(options);
    bot.set_up_group(1);
    check_refused(bot, "U1", "/peer calendar", {"PEERBOT_PUBLIC_URL"});
    check_refused(bot, "U1", "/peer calendar revoke group", {"PEERBOT_PUBLIC_URL"});
}

TEST_CASE("asked for four times at once there is one address")
{
    bot_under_test bot;
    bot.set_up_group(1);
    const auto told = bot.command_at_once(bot.typed("U1", "/peer calendar"), 4);
    CHECK(std::count_if(told.begin(), told.end(), [](const auto& one) { return one.outcome == "done"; }) ==
          1);
}
