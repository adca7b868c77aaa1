// Putting topics on the list: by a line, from a message, although another is alike, and again after it was
// taught.
#include "bot/slack/mrkdwn.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::size_t open_topics(bot_under_test& bot)
{
    std::size_t count = 0;
    bot.look([&](core::unit_of_work& work) { count = work.topics().open(core::group_id{1}).size(); });
    return count;
}

bot_under_test& with_images(bot_under_test& bot)
{
    bot.set_up_group(3);
    bot.propose({"Checking satellite images"});
    return bot;
}

} // namespace

TEST_CASE("a topic that is very similar to an open one is shown that one first, with a choice")
{
    bot_under_test bot;
    with_images(bot);
    const auto shown = types(bot, "U2", "/vote propose How to check satellite images &lt;now&gt;");
    CHECK(shown.text ==
          "Something very similar is on the list: 1. *Checking satellite images*, proposed by "
          "<@U1>. Nothing was added yet. You can say that you want that one, or add yours too.");
    CHECK(shown.labels() ==
          std::vector<std::string>{"Say that you want topic 1 too", "Add your topic to the list too"});
    CHECK(open_topics(bot) == 1);

    CHECK(presses_in(bot, "U2", shown, "Say that you want topic 1 too").text ==
          "Saved. 1. *Checking satellite images*: proposed by <@U1>, 2 people want it.");
    CHECK_THAT(presses_in(bot, "U2", shown, "Add your topic to the list too").text,
               StartsWith("*How to check satellite images &lt;now&gt;* is on the list as number 2."));
    CHECK(topic_numbered(bot, 2).title == "How to check satellite images <now>");
    CHECK(topic_numbered(bot, 2).proposer == core::user_id("U2"));
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U2", shown, "Add your topic to the list too", "rejected").text,
                   Contains("as number 2") && Contains("`/vote edit 2 TITLE`"));
    });
}

TEST_CASE("whoever wants the similar topic already, or proposed it, is not asked to want it")
{
    bot_under_test bot;
    with_images(bot);
    const auto own = types(bot, "U1", "/vote propose Check satellite images");
    CHECK_THAT(own.text,
               StartsWith("You have proposed something very similar: 1. *Checking satellite images*.") &&
                   Contains("`/vote edit 1 TITLE`"));
    CHECK(own.labels() == std::vector<std::string>{"Add your topic to the list too"});
    REQUIRE(bot.command("U2", "/vote second 1").outcome == "done");
    const auto wanted = types(bot, "U2", "/vote propose Check satellite images");
    CHECK_THAT(wanted.text, Contains("you have said that you want it"));
    CHECK(wanted.labels() == std::vector<std::string>{"Add your topic to the list too"});
    CHECK(open_topics(bot) == 1);
}

TEST_CASE("the longest title in any script comes back whole from the button that adds it")
{
    bot_under_test bot;
    bot.set_up_group(2);
    for (const std::string letter : {"\xF0\x9F\x8E\x89", "\xD8\xB4", "&", "x"}) {
        std::string title;
        for (int i = 0; i < core::longest_title - 1; ++i)
            title += letter;
        REQUIRE(bot.command("U1", "/vote propose " + bot::slack::escape(title)).outcome == "done");
        const auto shown = types(bot, "U2", "/vote propose " + bot::slack::escape(title + letter));
        if (shown.labels().empty()) continue; // not alike: such titles have no words
        presses_in(bot, "U2", shown, "Add your topic to the list too");
        CHECK(topic_numbered(bot, static_cast<int>(open_topics(bot))).title == title + letter);
    }
}

TEST_CASE("a taught topic is gone on with, in the words of whoever goes on")
{
    bot_under_test bot;
    with_images(bot);
    teach(bot, 1, 1);
    const auto shown = types(bot, "U2", "/vote propose Checking satellite images at night");
    CHECK(shown.text ==
          "The group has learned something very similar in session 1: 1. *Checking satellite images*. "
          "Nothing was added yet. You can go on with it, in your words, or add yours as something "
          "new.");
    CHECK_THAT(presses_in(bot, "U2", shown, "Propose to go on with topic 1").text,
               StartsWith("*Checking satellite images at night* is on the list as number 2."));
    CHECK(topic_numbered(bot, 2).follows == topic_numbered(bot, 1).id);
    CHECK_THAT(types(bot, "U2", "/vote topics", "shown").text,
               Contains("2. *Checking satellite images at night*, proposed by <@U2>, goes on with what was "
                        "taught once\n"));
    presses_in(bot, "U2", types(bot, "U2", "/vote propose Checking satellite images by day"),
               "Add your topic to the list too");
    CHECK_FALSE(topic_numbered(bot, 3).follows);
}

TEST_CASE("a taught topic is proposed again by a line, with its title or a new one")
{
    bot_under_test bot;
    with_images(bot);
    check_refused(bot, "U2", "/vote again 1", {"*Checking satellite images* was not taught yet"});
    check_refused(bot, "U2", "/vote again 9", {"no topic 9"});
    check_refused(bot, "U2", "/vote again", {"Which topic?", "`/vote again 2`"});
    check_refused(bot, "U2", "/vote again images", {"Which topic?"});
    teach(bot, 1, 1);
    CHECK_THAT(types(bot, "U2", "/vote again 1").text,
               StartsWith("*Checking satellite images* is on the list as number 2."));
    check_refused(bot, "U3", "/vote again 1", {"as number 2"});
    check_refused(bot, "U9", "/vote again 1 More", {"`/peer join`"});
    types(bot, "U3", "/vote again 1 More &amp; better images");
    CHECK(topic_numbered(bot, 3).title == "More & better images");
    CHECK(topic_numbered(bot, 3).times_taught == 1);
    for (const auto* value : {"", "x", "1x", "|"}) {
        changes_nothing(bot, [&] {
            CHECK_THAT(presses(bot, bot.pressing("U2", "topic.again", value), "shown").text,
                       Contains("no topic"));
        });
    }
}

TEST_CASE("a message becomes a topic through a form that begins with its first line")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto chosen = bot.choosing("U2", "vote.propose_message",
                                     "Has  anybody checked &lt;maps&gt; &amp; plans?\nAsking for <@U3|chi>");
    CHECK(bot.choose(chosen).outcome == "shown");
    const auto form = opened_form(bot);
    CHECK(form.at("blocks").at(1).at("element").at("initial_value") == "Has anybody checked <maps> & plans?");
    CHECK_THAT(form.dump(), Contains("<#C1>"));
    CHECK(bot.send(filled(form, "U2", {{"title", "Checking <maps>"}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("*Checking &lt;maps&gt;* is on the list as number 1."));
    CHECK(topic_numbered(bot, 1).link == "https://peerlab.slack.com/archives/C1/p1799053200000200");
    CHECK_THAT(types(bot, "U1", "/vote topics", "shown").text,
               Contains("from <https://peerlab.slack.com/archives/C1/p1799053200000200|this message>"));
}

TEST_CASE("the form of a message says beside its title what is wrong, in plain words")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Maps &lt;&amp;&gt; plans"});
    bot.choose(bot.choosing("U2", "vote.propose_message", ""));
    const auto form = opened_form(bot);
    const auto error_for = [&](const bot::slack::input_value& title) {
        std::string sentence;
        changes_nothing(bot, [&] {
            const auto got = bot.send(filled(form, "U2", {{"title", title}}));
            CHECK(got.outcome == "rejected");
            sentence = field_errors(got)["title"];
        });
        return sentence;
    };
    CHECK_THAT(error_for("\xE2\x80\x8F"), Contains("needs a title"));
    CHECK_THAT(error_for("MAPS <&> PLANS"), StartsWith("The list has Maps <&> plans already, as number 1."));
    CHECK_THAT(error_for(std::string(151, 'x')), Contains("at most 150"));
}

TEST_CASE("a similar topic from a message keeps its link through the button that adds it")
{
    bot_under_test bot;
    with_images(bot);
    bot.choose(bot.choosing("U2", "vote.propose_message", "Check satellite images"));
    CHECK(bot.send(filled(opened_form(bot), "U2")).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Something very similar"));
    seen shown;
    for (const auto& call : bot.calls())
        if (call.method == "chat.postEphemeral") shown = seen_in(call.arguments);
    presses_in(bot, "U2", shown, "Add your topic to the list too");
    CHECK(topic_numbered(bot, 2).link == "https://peerlab.slack.com/archives/C1/p1799053200000200");
}

TEST_CASE("a message from elsewhere goes on the list of the one group that somebody is in")
{
    bot_under_test bot;
    bot.set_up_group(2);
    auto elsewhere = bot.choosing("U2", "vote.propose_message", "Maps");
    elsewhere.channel = core::channel_id("C9");
    bot.choose(elsewhere);
    CHECK(opened_form(bot).at("private_metadata").get<std::string>().starts_with("C1|"));

    auto stranger = bot.choosing("U9", "vote.propose_message", "Maps");
    CHECK(bot.choose(stranger).outcome == "rejected");
    CHECK_THAT(bot.last_response()->arguments.at("text").get<std::string>(), Contains("`/peer join`"));
    stranger = bot.choosing("U9", "vote.propose_message", "Maps");
    stranger.channel = core::channel_id("C9");
    CHECK(bot.choose(stranger).outcome == "rejected");
    CHECK_THAT(bot.last_response()->arguments.at("text").get<std::string>(),
               Contains("no peer group in this channel"));

    bot.next("views.open", ending::error("expired_trigger_id"));
    bot.choose(bot.choosing("U2", "vote.propose_message", "Maps"));
    CHECK_THAT(bot.last_response()->arguments.at("text").get<std::string>(),
               Contains("`/vote propose TITLE`"));
}
