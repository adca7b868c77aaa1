// What becomes of a topic on the list: others want it, its wording changes, it is withdrawn.
#include "core/voting/topics.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto later = at("2026-11-24 12:00");
const auto deadline = at("2026-11-26 10:00");

// Ben's topic is #1, cleo's is #2.
struct with_two_topics
{
    group_under_test group{group_shape{.members = 5}};

    with_two_topics()
    {
        REQUIRE(group.propose("ben", "Audio"));
        REQUIRE(group.propose("cleo", "Video"));
    }

    result<topic> reword(const std::string& person, int number, const std::string& title)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return reword_topic(work, here, request(person, number), title);
        });
    }
    result<topic> withdraw(const std::string& person, int number)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return withdraw_topic(work, here, request(person, number));
        });
    }
    std::vector<user_id> seconders(int number)
    {
        return group.work().topics().seconders(group.topic(number).id);
    }
    void plan_for(int meeting_number, int number)
    {
        auto meeting = group.meeting(meeting_number);
        meeting.topic = group.topic(number).id;
        group.work().sessions().save(meeting);
    }

  private:
    static topic_request request(const std::string& person, int number)
    {
        return {.by = user_id(person), .number = number, .now = later};
    }
};

} // namespace

TEST_CASE("interest in a topic is its proposer and whoever seconds it, each once")
{
    with_two_topics list;
    CHECK(list.group.topic(1).interest == 1);

    CHECK(list.group.second("cleo", 1)->interest == 2);
    CHECK(list.group.second("dan", 1)->interest == 3);
    CHECK(list.group.second("dan", 1)->interest == 3);

    CHECK(list.seconders(1) == std::vector{user_id("cleo"), user_id("dan")});
    CHECK(list.group.topic(1).interest == 3);
    CHECK(list.group.topic(2).interest == 1);
}

TEST_CASE("wanting a topic can be taken back, also by who never did")
{
    with_two_topics list;
    REQUIRE(list.group.second("cleo", 1));

    CHECK(list.group.second("cleo", 1, false)->interest == 1);
    CHECK(list.group.second("cleo", 1, false)->interest == 1);
    CHECK(list.group.second("dan", 1, false)->interest == 1);
    CHECK(list.group.second("cleo", 1)->interest == 2);
}

TEST_CASE("who proposed a topic wants it already")
{
    with_two_topics list;
    CHECK(list.group.second("ben", 1).rejected_for(reason::own_topic));
    CHECK(list.group.second("ben", 1, false).rejected_for(reason::own_topic));
    CHECK(list.group.topic(1).interest == 1);
}

TEST_CASE("only members second a topic, and only one that is on the list")
{
    with_two_topics list;
    REQUIRE(list.withdraw("cleo", 2));

    CHECK(list.group.second("nobody here", 1).rejected_for(reason::not_a_member));
    CHECK(list.group.second("dan", 2).rejected_for(reason::topic_not_open));
    CHECK(list.group.second("dan", 3).rejected_for(reason::no_such_topic));
}

TEST_CASE("its proposer or a facilitator words a topic anew, and it is marked as edited")
{
    with_two_topics list;
    CHECK_FALSE(list.group.topic(1).edited_at);

    const auto own = list.reword("ben", 1, "  Audio \n basics ");
    REQUIRE(own);
    CHECK(own->title == "Audio basics");
    CHECK(list.group.topic(1).title == "Audio basics");
    CHECK(list.group.topic(1).edited_at == later);
    CHECK(list.reword("ana", 1, "Audio for all"));

    const auto refused = list.reword("cleo", 1, "Mine");
    REQUIRE(refused.rejected_for(reason::not_your_topic));
    CHECK(list.reword("nobody here", 1, "Mine").rejected_for(reason::not_a_member));
    CHECK(list.group.topic(1).title == "Audio for all");
}

TEST_CASE("the card of a session follows the words of its topic")
{
    with_two_topics list;
    list.plan_for(1, 1);
    list.group.pass_until(at("2026-12-01 15:00")); // the card is posted
    const auto card = list.group.meeting(1).card;
    list.group.post_card(card, at("2026-12-01 15:00"));
    REQUIRE_FALSE(list.group.dirty(card));

    REQUIRE(list.reword("cleo", 2, "Film"));
    CHECK_FALSE(list.group.dirty(card));
    REQUIRE(list.reword("ben", 1, "Sound"));
    CHECK(list.group.dirty(card));
}

TEST_CASE("the same words again are no edit")
{
    with_two_topics list;
    REQUIRE(list.reword("ben", 1, " Audio "));
    CHECK_FALSE(list.group.topic(1).edited_at);
    REQUIRE(list.reword("ben", 1, "AUDIO"));
    CHECK(list.group.topic(1).edited_at);
}

TEST_CASE("new words are held to what every title is")
{
    with_two_topics list;
    CHECK(list.reword("ben", 1, " \u200B ").rejected_for(reason::empty_title));
    CHECK(list.reword("ben", 1, std::string(longest_title + 1, 'a')).rejected_for(reason::title_too_long));
    const auto same = list.reword("ben", 1, "VIDEO");
    REQUIRE(same.rejected_for(reason::same_title));
    CHECK(same.why().number == 2);
    CHECK(list.reword("ben", 9, "Light").rejected_for(reason::no_such_topic));
    CHECK(list.group.topic(1).title == "Audio");
}

TEST_CASE("new words keep the votes, the interest and the teachers, and show on the running ballot")
{
    with_two_topics list;
    auto& group = list.group;
    REQUIRE(group.second("dan", 1));
    REQUIRE(group.teach("eva", 1));
    const auto running = group.open_ballot({}, deadline);
    REQUIRE(group.vote("dan", {1}, later));
    group.post_card(running.card, later);

    REQUIRE(list.reword("ben", 1, "Audio basics"));

    CHECK(group.counted(running) == tally{{"Audio basics", 1}, {"Video", 0}});
    CHECK(group.chosen("dan", running) == std::vector{1});
    CHECK(group.topic(1).interest == 2);
    CHECK(group.topic(1).teachers == std::vector{user_id("eva")});
    CHECK(group.dirty(running.card));
}

TEST_CASE("its proposer or a facilitator withdraws a topic, and its number is not used again")
{
    with_two_topics list;
    CHECK(list.withdraw("cleo", 1).rejected_for(reason::not_your_topic));

    REQUIRE(list.withdraw("ben", 1));
    REQUIRE(list.withdraw("ana", 2));

    CHECK(list.group.topic(1).state == topic_state::withdrawn);
    CHECK(list.group.work().topics().open(list.group.here().id).empty());
    CHECK(list.withdraw("ben", 1).rejected_for(reason::topic_not_open));
    CHECK(list.group.propose("ben", "Audio")->number == 3);
}

TEST_CASE("a topic on a running ballot is not withdrawn before the close")
{
    with_two_topics list;
    const auto running = list.group.open_ballot({}, deadline, {.topics = {1}});

    const auto refused = list.withdraw("ben", 1);
    REQUIRE(refused.rejected_for(reason::topic_on_ballot));
    CHECK(refused.why().when == running.closes_at);
    CHECK(list.withdraw("cleo", 2));

    list.group.close(later);
    CHECK(list.withdraw("ben", 1));
}

TEST_CASE("a topic that a session has is not withdrawn")
{
    with_two_topics list;
    list.plan_for(2, 1);

    const auto refused = list.withdraw("ben", 1);

    REQUIRE(refused.rejected_for(reason::topic_planned));
    CHECK(refused.why().number == 2);
}

TEST_CASE("a topic made of a message keeps the message's address")
{
    with_two_topics list;
    const auto made = list.group.attempt([&](auto& work, const auto& here) {
        return propose_topic(work, here,
                             {.by = user_id("dan"),
                              .title = "Light",
                              .link = "https://example.slack.com/archives/C1/p1",
                              .now = later});
    });

    REQUIRE(made);
    CHECK(list.group.topic(3).link == "https://example.slack.com/archives/C1/p1");
    CHECK(list.group.topic(3).proposed_at == later);
    CHECK(list.group.topic(1).link.empty());
}

TEST_CASE("whoever left the group wants and teaches nothing until they are back")
{
    with_two_topics list;
    REQUIRE(list.group.second("dan", 1));
    REQUIRE(list.group.second("eva", 1));
    REQUIRE(list.group.teach("dan", 1));
    const auto running = list.group.open_ballot({}, deadline);
    const auto on_ballot = [&] { return list.group.work().ballots().lines(running.id)[0].subject; };
    const auto in_list = [&] { return list.group.work().topics().open(list.group.here().id)[0]; };

    REQUIRE(list.group.leave("dan", later));
    for (const auto& one : {list.group.topic(1), on_ballot(), in_list()}) {
        CHECK(one.interest == 2);
        CHECK(one.teachers.empty());
    }
    REQUIRE(list.group.leave("ben", later)); // who proposed it
    CHECK(list.group.topic(1).interest == 1);

    REQUIRE(list.group.join("dan", later + hours{1}));
    CHECK(list.group.topic(1).interest == 2);
    CHECK(on_ballot().teachers == std::vector{user_id("dan")});
    CHECK(in_list().teachers == std::vector{user_id("dan")});
}

TEST_CASE("an offer to teach can be taken back, by who made it")
{
    with_two_topics list;
    const auto take_back = [&](const std::string& person) {
        return list.group.attempt([&](auto& work, const auto& here) {
            return take_back_offer(work, here, {.by = user_id(person), .number = 1, .now = later});
        });
    };
    CHECK(take_back("dan").rejected_for(reason::not_teaching));
    REQUIRE(list.group.teach("dan", 1));
    REQUIRE(list.group.teach("eva", 1));

    const auto taken = take_back("dan");
    REQUIRE(taken);
    CHECK(taken->teachers == std::vector{user_id("eva")});
    CHECK(take_back("dan").rejected_for(reason::not_teaching));
    CHECK(list.group.teach("dan", 1)->teachers == std::vector{user_id("eva"), user_id("dan")});
    CHECK(take_back("nobody here").rejected_for(reason::not_a_member));
}

TEST_CASE("who proposes their own topic again is told that it is theirs")
{
    with_two_topics list;
    CHECK(list.group.propose("ben", "AUDIO").rejected_for(reason::own_title));
    CHECK(list.group.propose("ana", "AUDIO").rejected_for(reason::same_title));
    CHECK(list.group.propose("ana", "\u041A\u0410\u0420\u0422\u042B"));
    CHECK(list.group.propose("ben", "\u043A\u0430\u0440\u0442\u044B").rejected_for(reason::same_title));
}

TEST_CASE("topics of a vote without a result do not wait any longer for the next one")
{
    with_two_topics list;
    const auto next = [&](int at_most) {
        std::vector<int> found;
        for (const auto one : list.group.work().topics().next_for_ballot(list.group.here().id, at_most))
            found.push_back(list.group.work().topics().find(one)->number);
        return found;
    };
    const auto empty = list.group.open_ballot({}, deadline);
    list.group.close(later);
    REQUIRE(list.group.reread(empty).voters == 0);
    REQUIRE(list.group.propose("dan", "Light"));
    CHECK(next(3) == std::vector{1, 2, 3});

    list.group.open_ballot({}, deadline, {.topics = {1}});
    REQUIRE(list.group.vote("ana", {1}, later));
    list.group.close(later + hours{1});
    CHECK(next(3) == std::vector{2, 3, 1});
}
