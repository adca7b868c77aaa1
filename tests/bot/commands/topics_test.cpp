// The list of topics: wanting, teaching, rewording, merging, withdrawing, and turning its pages.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

bot_under_test& with_topics(bot_under_test& bot, const std::vector<std::string>& titles)
{
    bot.set_up_group(4);
    bot.propose(titles);
    return bot;
}

bool has_label(const seen& view, const std::string& label)
{
    const auto labels = view.labels();
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

} // namespace

TEST_CASE("wanting a topic by a line counts each person once, and its proposer from the start")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    CHECK(types(bot, "U2", "/vote second 1").text == "Saved. 2 people want 1. *Audio* now.");
    CHECK(types(bot, "U2", "/vote second #1").text == "Saved. 2 people want 1. *Audio* now.");
    CHECK(types(bot, "U3", "/vote second 1").text == "Saved. 3 people want 1. *Audio* now.");
    CHECK(topic_numbered(bot, 1).interest == 3);
    check_refused(bot, "U1", "/vote second 1", {"*Audio* is your own topic", "`/vote withdraw 1`"});
    check_refused(bot, "U9", "/vote second 1", {"`/peer join`"});
    check_refused(bot, "U2", "/vote second 9", {"no topic 9"});
    check_refused(bot, "U2", "/vote second", {"Which topic?", "`/vote second 2`"});
    check_refused(bot, "U2", "/vote second Audio", {"Which topic?"});
    check_refused(bot, "U2", "/vote second 1 2", {"does not take the word \"2\""});
}

TEST_CASE("wanting and teaching are taken back by a line")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U2", "/vote second 1").outcome == "done");
    CHECK(types(bot, "U2", "/vote unsecond 1").text == "Saved. 1 person wants 1. *Audio* now.");
    REQUIRE(bot.command("U2", "/vote teach 1").outcome == "done");
    CHECK(types(bot, "U2", "/vote unteach 1").text == "Saved. You do not offer to teach *Audio* any more.");
    CHECK(topic_numbered(bot, 1).teachers.empty());
    check_refused(bot, "U2", "/vote unteach 1", {"You have not offered to teach *Audio*"});
    check_refused(bot, "U1", "/vote unsecond 1", {"*Audio* is your own topic"});
    check_refused(bot, "U2", "/vote unteach", {"Which topic?", "`/vote unteach 2`"});
    check_refused(bot, "U2", "/vote unsecond", {"Which topic?", "`/vote unsecond 2`"});
}

TEST_CASE("the list has a button for wanting and one for teaching, and is drawn again by them")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video"});
    auto list = types(bot, "U2", "/vote topics", "shown");
    CHECK_THAT(list.text, Contains("1. *Audio*, proposed by <@U1>\n2. *Video*, proposed by <@U1>\n"));
    list = presses_in(bot, "U2", list, "Say that you want topic 2 too");
    CHECK_THAT(list.text, StartsWith("Saved. What the group could learn") &&
                              Contains("2. *Video*, proposed by <@U1>, 2 people want it\n1. *Audio*"));
    list = presses_in(bot, "U2", list, "Say that you can teach topic 1");
    CHECK_THAT(list.text,
               StartsWith("Saved.") && Contains("1. *Audio*, proposed by <@U1>, <@U2> can teach it"));
    CHECK_FALSE(has_label(list, "Say that you can teach topic 1"));
    list = presses_in(bot, "U2", list, "Take back that you can teach topic 1");
    CHECK_THAT(list.text, StartsWith("Saved.") && !Contains("can teach it"));
    CHECK(has_label(list, "Say that you can teach topic 1"));
    list = presses_in(bot, "U2", list, "Say that you no longer want topic 2");
    CHECK_THAT(list.text, !Contains("people want it"));
    CHECK(topic_numbered(bot, 2).interest == 1);

    const auto own = types(bot, "U1", "/vote topics", "shown");
    CHECK_FALSE(has_label(own, "Say that you want topic 1 too"));
    CHECK(has_label(own, "Say that you can teach topic 1"));
}

TEST_CASE("a button of an old list does what it says, and a rule may say no")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video"});
    const auto list = types(bot, "U2", "/vote topics", "shown");
    for (int i = 0; i < 2; ++i)
        presses_in(bot, "U2", list, "Say that you want topic 1 too");
    CHECK(topic_numbered(bot, 1).interest == 2);
    presses_in(bot, "U2", list, "Say that you can teach topic 1");
    changes_nothing(bot, [&] {
        const auto said = presses_in(bot, "U2", list, "Say that you can teach topic 1", "rejected");
        CHECK(said.text == "You have offered to teach *Audio* already. Nothing was changed.");
    });
    REQUIRE(bot.command("U1", "/vote withdraw 2").outcome == "done");
    changes_nothing(bot, [&] {
        const auto said = presses_in(bot, "U2", list, "Say that you want topic 2 too", "rejected");
        CHECK_THAT(said.text, StartsWith("*Video* is not on the list any more."));
    });
    for (const auto* value : {"", "1", "1:1", "1:1:1:1", "x:1:1", "-1:1:1"}) {
        changes_nothing(bot, [&] {
            const auto said = presses(bot, bot.pressing("U2", "topic.second", value), "shown");
            CHECK_THAT(said.text, Contains("no topic"));
        });
    }
}

TEST_CASE("a long list has pages, the most wanted first, and a press stays on its page")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.change([](core::unit_of_work& work) {
        for (int i = 1; i <= 30; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = "Subject " + std::to_string(i) + long_title("\xD8\xB4").substr(0, 2 * 138);
            fresh.proposer = core::user_id("U1");
            work.topics().add(fresh);
        }
    });
    REQUIRE(bot.command("U2", "/vote second 30").outcome == "done");
    const auto first = types(bot, "U2", "/vote topics", "shown");
    CHECK_THAT(first.text, Contains("first:\n30. *\u2068Subject 30"));
    CHECK_THAT(first.words(), Contains("Page 1 of 3; `/vote topics 2` shows the next."));
    CHECK_THAT(first.words(), Contains("Subject 11") && !Contains("Subject 12"));
    const auto second = types(bot, "U2", "/vote topics 2", "shown");
    const auto after = presses_in(bot, "U2", second, "Say that you can teach topic 20");
    CHECK_THAT(after.words(), Contains("Page 2 of 3") && Contains("20. *\u2068Subject 20"));
    const auto last = types(bot, "U2", "/vote topics 3", "shown");
    CHECK_THAT(last.words(), Contains("Page 3 of 3; `/vote topics 1` shows the first."));
    for (const auto* beyond : {"/vote topics 4", "/vote topics 999"})
        CHECK(types(bot, "U2", beyond, "shown").text == last.text);
    for (const auto* none : {"/vote topics 0", "/vote topics -1", "/vote topics all"})
        CHECK(types(bot, "U2", none, "shown").text == types(bot, "U2", "/vote topics", "shown").text);
}

TEST_CASE("a title is reworded by its proposer or a facilitator, and keeps what it had")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U2", "/vote propose Vidoe").outcome == "done");
    REQUIRE(bot.command("U3", "/vote second 2").outcome == "done");
    CHECK_THAT(types(bot, "U2", "/vote edit 2 Video &amp; &lt;sound&gt;").text,
               StartsWith("Topic 2 reads *Video &amp; &lt;sound&gt;* now.") &&
                   Contains("shows that it was edited"));
    CHECK(topic_numbered(bot, 2).title == "Video & <sound>");
    CHECK(topic_numbered(bot, 2).interest == 2);
    CHECK_THAT(types(bot, "U3", "/vote topics", "shown").text, Contains("2 people want it, edited"));
    types(bot, "U1", "/vote edit 2 Video");

    check_refused(bot, "U3", "/vote edit 2 Mine", {"Only whoever proposed *Video*", "ask <@U2> and <@U1>."});
    check_refused(bot, "U3", "/vote edit 1 Mine", {"ask <@U1>."});
    check_refused(bot, "U2", "/vote edit 2", {"Which topic?", "`/vote edit 2 NEW TITLE`"});
    check_refused(bot, "U2", "/vote edit Video Film", {"Which topic?"});
    check_refused(bot, "U2", "/vote edit 2 AUDIO", {"*Audio* already, as number 1"});
    check_refused(
        bot, "U1", "/vote edit 2 AUDIO",
        {"You have proposed *Audio* already, as number 1. `/vote edit 1 TITLE` changes its words."});
    check_refused(bot, "U2", "/vote edit 2 " + std::string(151, 'x'), {"at most 150"});
    check_refused(bot, "U2", "/vote edit 2 \xE2\x80\x8F", {"Which topic?"});
}

TEST_CASE("a title that is reworded in a vote keeps its votes, and the card says that it was")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d live").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 1").outcome == "done");
    bot.now += core::minutes{1};
    types(bot, "U1", "/vote edit 1 Sound");
    const auto card = whole(card_of(bot, core::card_kind::ballot, 1)).dump();
    CHECK_THAT(card, Contains("*1. Sound*\\n1 vote, proposed by <@U1>, reworded since the vote opened\""));
}

TEST_CASE("topics are merged by a facilitator, each supporter counted once")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U2", "/vote propose Podcasts").outcome == "done");
    for (const auto* line : {"/vote second 1", "/vote second 2", "/vote teach 2"})
        REQUIRE(bot.command("U3", line).outcome == "done");
    CHECK(types(bot, "U1", "/vote merge 2 into 1").text ==
          "Topic 2 is part of 1. *Audio* now: proposed by <@U1>, 3 people want it, <@U3> can teach it.");
    check_refused(bot, "U1", "/vote merge 2 into 1", {"*Podcasts* is not on the list any more"});
    CHECK_THAT(types(bot, "U3", "/vote topics", "shown").text, !Contains("Podcasts"));

    bot.propose({"Maps", "Law"});
    types(bot, "U1", "/vote merge 3 4");
    check_refused(bot, "U2", "/vote merge 4 into 1", {"Only a facilitator", "<@U1>"});
    check_refused(bot, "U1", "/vote merge 1 into 1", {"cannot be merged with itself"});
    check_refused(bot, "U1", "/vote merge 1 into 9", {"no topic 9"});
    for (const auto* line : {"/vote merge", "/vote merge 1", "/vote merge 1 into", "/vote merge into 1",
                             "/vote merge 1 and 4", "/vote merge 1 4 5"})
        check_refused(bot, "U1", line, {"Which topic?", "`/vote merge 3 into 5`"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_refused(bot, "U1", "/vote merge 1 into 4", {"*Audio* is in the vote that is running", "<!date^"});
}

TEST_CASE("a topic is withdrawn by its proposer or a facilitator while nothing depends on it")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video", "Maps"});
    REQUIRE(bot.command("U2", "/vote propose Law").outcome == "done");
    CHECK(types(bot, "U2", "/vote withdraw 4").text ==
          "*Law* is off the list. `/vote propose` can bring it back.");
    check_refused(bot, "U2", "/vote withdraw 4", {"*Law* is not on the list any more"});
    check_refused(bot, "U2", "/vote withdraw 1", {"Only whoever proposed *Audio*"});
    check_refused(bot, "U2", "/vote withdraw", {"Which topic?"});
    bot.change([](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        meeting.topic = work.topics().find_number(core::group_id{1}, 1)->id;
        work.sessions().save(meeting);
    });
    check_refused(bot, "U1", "/vote withdraw 1", {"*Audio* is planned for session 1 already"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_refused(bot, "U1", "/vote withdraw 2", {"*Video* is in the vote that is running"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    types(bot, "U1", "/vote withdraw 2");
}

TEST_CASE("an empty list says how to fill it, and what was learned")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    teach(bot, 1, 1);
    CHECK(types(bot, "U2", "/vote topics", "shown").text ==
          "The list of topics is empty. Add one with `/vote propose TITLE`.\nLearned lately: 1. *Audio* in "
          "session 1. To go on with one, type `/vote again 1`.");
    bot.propose({"Maps"});
    CHECK_THAT(types(bot, "U2", "/vote topics", "shown").words(),
               Contains("Learned lately: 1. *Audio* in session 1."));
}
