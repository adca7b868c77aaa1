#include "core/voting/topics.hpp"

#include "core/words/utf8.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace peerbot::core;
using namespace peerbot::test;
using namespace std::string_literals;

namespace {

std::size_t open_topics(group_under_test& group)
{
    return group.work().topics().open(group.here().id).size();
}

} // namespace

TEST_CASE("a member proposes a topic, and it gets the next number of the group")
{
    group_under_test group;

    const auto first = group.propose("ben", "  Audio \n for beginners ");
    const auto second = group.propose("ana", "Video");

    REQUIRE(first);
    CHECK(first->number == 1);
    CHECK(first->title == "Audio for beginners");
    CHECK(first->proposer == user_id("ben"));
    CHECK(first->state == topic_state::open);
    REQUIRE(second);
    CHECK(second->number == 2);
}

TEST_CASE("a title that nobody could see is refused")
{
    group_under_test group;
    for (const auto& title : {""s, "   "s, "\0\0"s, "\u200B\u2060"s, "\u202E \u200F"s, "\uFE0F"s}) {
        CHECK(group.propose("ben", title).rejected_for(reason::empty_title));
    }
    CHECK(open_topics(group) == 0);
}

TEST_CASE("a title of 150 characters just fits, whatever the characters")
{
    group_under_test group;
    std::string flags;
    for (int i = 0; i < longest_title; ++i)
        flags += "\U0001F3F3";

    CHECK(group.propose("ben", std::string(longest_title, 'a')));
    CHECK(group.propose("ben", flags));
    CHECK(group.propose("ben", std::string(longest_title, 'b') + " \n\t "));
    CHECK(group.propose("ben", std::string(longest_title + 1, 'a')).rejected_for(reason::title_too_long));
    const auto refused = group.propose("ben", flags + "\U0001F3F3");
    REQUIRE(refused.rejected_for(reason::title_too_long));
    CHECK(refused.why().number == longest_title);
}

TEST_CASE("a title that is too long is refused wherever its words end, never cut short")
{
    group_under_test group;
    const auto words = std::string(longest_title, 'a');

    CHECK(group.propose("ben", words + " more words").rejected_for(reason::title_too_long));
    CHECK(group.propose("ben", words + "\u200Dx").rejected_for(reason::title_too_long));
    CHECK(open_topics(group) == 0);
}

TEST_CASE("four thousand characters of anything are refused and change nothing")
{
    group_under_test group;
    std::string text;
    while (code_points(text) < 4000)
        text += "\U0001F469\u200D\U0001F4BB \u202E`<!channel>` \0 x"s;

    CHECK(group.propose("ben", text).rejected_for(reason::title_too_long));
    CHECK(open_topics(group) == 0);
}

TEST_CASE("a title keeps its emoji, backticks and brackets, and loses what turns or hides text")
{
    group_under_test group;

    CHECK(group.propose("ben", "`rm -rf` <!channel> & \U0001F469\u200D\U0001F4BB")->title ==
          "`rm -rf` <!channel> & \U0001F469\u200D\U0001F4BB");
    CHECK(group.propose("ben", "au\u202Edi\u200Fo\0 live"s)->title == "audio live");
    CHECK(group.propose("ben", "bad \xFF byte")->title == "bad \uFFFD byte");
}

TEST_CASE("the same title in another case is refused, with the number it has")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Video"));
    REQUIRE(group.propose("ana", "Audio Basics"));

    const auto again = group.propose("ben", " audio   BASICS ");

    REQUIRE(again.rejected_for(reason::same_title));
    CHECK(again.why().number == 2);
    CHECK(again.why().text == "Audio Basics");
    CHECK(open_topics(group) == 2);
}

TEST_CASE("a title that was taught can be proposed again, under a new number")
{
    group_under_test group;
    auto taught = *group.propose("ana", "Video");
    taught.state = topic_state::taught;
    group.work().topics().save(taught);

    CHECK(group.propose("ben", "Video")->number == 2);
}

TEST_CASE("a group has two hundred open topics at most")
{
    group_under_test group;
    for (int i = 1; i <= most_open_topics; ++i)
        REQUIRE(group.propose("ana", "topic " + std::to_string(i)));

    CHECK(group.propose("ben", "one more").rejected_for(reason::too_many_topics));
    CHECK(group.propose("ben", "topic 7").rejected_for(reason::same_title));
}

TEST_CASE("only members propose and offer to teach, those on a pause included")
{
    group_under_test group;
    REQUIRE(group.pause("cleo", "2026-12-24", group.begun()));

    CHECK(group.propose("nobody here", "Audio").rejected_for(reason::not_a_member));
    CHECK(group.propose("cleo", "Audio"));
    CHECK(group.teach("nobody here", 1).rejected_for(reason::not_a_member));
    CHECK(group.teach("cleo", 1));
}

TEST_CASE("those who offer to teach a topic are kept in their order")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Audio"));

    CHECK(group.teach("cleo", 1)->teachers == std::vector{user_id("cleo")});
    CHECK(group.teach("ana", 1)->teachers == std::vector{user_id("cleo"), user_id("ana")});
    CHECK(group.work().topics().find_number(group.here().id, 1)->teachers ==
          std::vector{user_id("cleo"), user_id("ana")});
}

TEST_CASE("an offer is refused for an unknown topic, a closed one, and when it was made before")
{
    group_under_test group;
    auto audio = *group.propose("ana", "Audio");
    REQUIRE(group.teach("ben", 1));

    CHECK(group.teach("ben", 1).rejected_for(reason::already_teaching));
    for (const int number : {0, -1, 2, 999'999'999}) {
        const auto unknown = group.teach("ben", number);
        REQUIRE(unknown.rejected_for(reason::no_such_topic));
        CHECK(unknown.why().number == number);
    }
    audio.state = topic_state::withdrawn;
    group.work().topics().save(audio);
    CHECK(group.teach("cleo", 1).rejected_for(reason::topic_not_open));
}

TEST_CASE("an offer shows on the card of the ballot that is running")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, group.begun() + days{3});
    group.post_card(running.card, group.begun());
    REQUIRE_FALSE(group.dirty(running.card));

    REQUIRE(group.teach("ben", 1));

    CHECK(group.dirty(running.card));
}
