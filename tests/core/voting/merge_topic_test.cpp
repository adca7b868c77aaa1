// Two topics that mean the same become one; everybody who supported either supports that one, once.
#include "core/voting/topics.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <set>
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
    group_under_test group{group_shape{.members = 6}};

    with_two_topics()
    {
        REQUIRE(group.propose("ben", "Sound"));
        REQUIRE(group.propose("cleo", "Audio"));
    }

    result<topic> merge(int from, int into, const std::string& person = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return merge_topic(work, here, {.by = user_id(person), .number = from, .now = later}, into);
        });
    }
    std::set<std::string> seconders(int number)
    {
        std::set<std::string> found;
        for (const auto& one : group.work().topics().seconders(group.topic(number).id))
            found.insert(one.value);
        return found;
    }
};

using people = std::set<std::string>;

} // namespace

TEST_CASE("a merged topic leaves the list, and its proposer and seconders want the other from now on")
{
    with_two_topics list;
    REQUIRE(list.group.second("dan", 1));
    REQUIRE(list.group.second("eva", 2));

    const auto kept = list.merge(1, 2);

    REQUIRE(kept);
    CHECK(kept->number == 2);
    CHECK(kept->title == "Audio");
    CHECK(kept->proposer == user_id("cleo"));
    CHECK(kept->interest == 4);
    CHECK(list.seconders(2) == people{"ben", "dan", "eva"});
    CHECK(list.group.topic(1).state == topic_state::withdrawn);
    CHECK(list.group.topic(1).merged_into == kept->id);
}

TEST_CASE("who supported both topics is counted once")
{
    with_two_topics list;
    for (const auto* const person : {"dan", "eva", "cleo"})
        REQUIRE(list.group.second(person, 1));
    for (const auto* const person : {"dan", "eva", "ben"})
        REQUIRE(list.group.second(person, 2));

    const auto kept = list.merge(1, 2);

    CHECK(kept->interest == 4); // cleo, ben, dan, eva
    CHECK(list.seconders(2) == people{"ben", "dan", "eva"});
}

TEST_CASE("two topics of one proposer merge into one wish of theirs")
{
    with_two_topics list;
    REQUIRE(list.group.propose("cleo", "Recording"));
    REQUIRE(list.group.second("dan", 3));

    CHECK(list.merge(3, 2)->interest == 2);
    CHECK(list.seconders(2) == people{"dan"});
}

TEST_CASE("who can teach the merged topic can teach the other, after those who offered before")
{
    with_two_topics list;
    for (const auto* const person : {"eva", "dan"})
        REQUIRE(list.group.teach(person, 1));
    for (const auto* const person : {"finn", "dan"})
        REQUIRE(list.group.teach(person, 2));

    CHECK(list.merge(1, 2)->teachers == std::vector{user_id("finn"), user_id("dan"), user_id("eva")});
}

TEST_CASE("merging is for facilitators, and of two topics that are on the list")
{
    with_two_topics list;
    REQUIRE(list.group.propose("dan", "Maps"));
    REQUIRE(list.merge(3, 2));

    CHECK(list.merge(1, 2, "ben").rejected_for(reason::not_a_facilitator));
    CHECK(list.merge(1, 1).rejected_for(reason::same_topic));
    CHECK(list.merge(9, 1).rejected_for(reason::no_such_topic));
    const auto unknown = list.merge(1, 9);
    REQUIRE(unknown.rejected_for(reason::no_such_topic));
    CHECK(unknown.why().number == 9);
    CHECK(list.merge(3, 1).rejected_for(reason::topic_not_open));
    const auto gone = list.merge(1, 3);
    REQUIRE(gone.rejected_for(reason::topic_not_open));
    CHECK(gone.why().number == 3);
    CHECK(list.group.topic(1).interest == 1);
}

TEST_CASE("a topic on a running ballot is not merged away, but takes others in, as its card shows")
{
    with_two_topics list;
    auto& group = list.group;
    const auto running = group.open_ballot({}, deadline, {.topics = {1}});
    group.post_card(running.card, later);

    CHECK(list.merge(1, 2).rejected_for(reason::topic_on_ballot));
    CHECK_FALSE(group.dirty(running.card));
    CHECK(list.merge(2, 1)->interest == 2);
    CHECK(group.dirty(running.card));
}

TEST_CASE("a topic that a session has is not merged away")
{
    with_two_topics list;
    auto meeting = list.group.meeting(1);
    meeting.topic = list.group.topic(1).id;
    list.group.work().sessions().save(meeting);

    CHECK(list.merge(1, 2).rejected_for(reason::topic_planned));
    CHECK(list.merge(2, 1));
}
