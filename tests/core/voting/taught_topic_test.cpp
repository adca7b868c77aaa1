// What was taught leaves the list, linked to its session, and can be proposed again to go on with it.
#include "core/voting/open_ballot.hpp"
#include "core/voting/topics.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

struct with_a_plan
{
    group_under_test group{group_shape{.members = 4}};

    with_a_plan()
    {
        REQUIRE(group.propose("ben", "Audio"));
        REQUIRE(group.propose("cleo", "Video"));
        plan_for(1, 1);
    }

    void plan_for(int meeting_number, int number)
    {
        auto meeting = group.meeting(meeting_number);
        meeting.topic = group.topic(number).id;
        group.work().sessions().save(meeting);
    }
    result<topic> again(const std::string& person, int taught, const std::string& title = "")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return propose_again(work, here, taught,
                                 {.by = user_id(person), .title = title, .now = group.begun() + days{30}});
        });
    }
};

} // namespace

TEST_CASE("a topic whose session was held is taught, and says where")
{
    with_a_plan made;
    REQUIRE(made.group.hold_next("dan"));

    const auto taught = made.group.topic(1);
    CHECK(taught.state == topic_state::taught);
    CHECK(taught.taught_in == made.group.meeting(1).id);
    CHECK(taught.times_taught == 1);
    CHECK(made.group.topic(2).state == topic_state::open);
    CHECK(made.group.work().topics().open(made.group.here().id).size() == 1);
    CHECK(made.group.work().topics().taught(made.group.here().id, 5).size() == 1);
    CHECK(made.group.teach("ana", 1).rejected_for(reason::topic_not_open));
}

TEST_CASE("a session without a topic teaches none, and one that was not held leaves its topic on the list")
{
    with_a_plan made;
    REQUIRE(made.group.not_held("ana", 1, made.group.meeting(1).ends_at()));
    REQUIRE(made.group.hold_next("dan"));

    CHECK(made.group.topic(1).state == topic_state::open);
    CHECK(made.group.topic(1).times_taught == 0);
    const auto next = made.group.work().topics().next_for_ballot(made.group.here().id, 20);
    CHECK(next == std::vector{made.group.topic(1).id, made.group.topic(2).id});
}

TEST_CASE("a taught topic comes back as a follow-up: a new number, and as often taught as before")
{
    with_a_plan made;
    REQUIRE(made.group.hold_next("dan"));

    const auto follow_up = made.again("ana", 1);

    REQUIRE(follow_up);
    CHECK(follow_up->number == 3);
    CHECK(follow_up->title == "Audio");
    CHECK(follow_up->proposer == user_id("ana"));
    CHECK(follow_up->state == topic_state::open);
    CHECK(follow_up->follows == made.group.topic(1).id);
    CHECK(follow_up->times_taught == 1);
    CHECK_FALSE(follow_up->taught_in);
    CHECK(follow_up->interest == 1);
    CHECK(made.group.topic(3).times_taught == 1);
    CHECK(made.group.topic(1).state == topic_state::taught);
}

TEST_CASE("a follow-up that was taught counts on")
{
    with_a_plan made;
    REQUIRE(made.group.hold_next("dan"));
    REQUIRE(made.again("ana", 1, "Audio, part two"));
    made.plan_for(2, 3);
    REQUIRE(made.group.hold_next("cleo"));

    CHECK(made.group.topic(3).title == "Audio, part two");
    CHECK(made.group.topic(3).times_taught == 2);
    CHECK(made.group.topic(3).taught_in == made.group.meeting(2).id);
    CHECK(made.group.topic(1).times_taught == 1);
    CHECK(made.again("ben", 3)->times_taught == 2);
}

TEST_CASE("only a taught topic is proposed again, by a member, and under no title that the list has")
{
    with_a_plan made;
    REQUIRE(made.group.hold_next("dan"));

    CHECK(made.again("nobody here", 1).rejected_for(reason::not_a_member));
    CHECK(made.again("ana", 9).rejected_for(reason::no_such_topic));
    const auto open = made.again("ana", 2);
    REQUIRE(open.rejected_for(reason::not_taught_yet));
    CHECK(open.why().number == 2);
    CHECK(made.again("ana", 1, std::string(longest_title + 1, 'a')).rejected_for(reason::title_too_long));
    CHECK(made.again("ana", 1, "video").rejected_for(reason::same_title));
    REQUIRE(made.again("ana", 1));
    const auto twice = made.again("ben", 1);
    REQUIRE(twice.rejected_for(reason::same_title));
    CHECK(twice.why().number == 3);
}

TEST_CASE("a taught topic is on no further ballot, and its follow-up is")
{
    with_a_plan made;
    REQUIRE(made.group.hold_next("dan"));
    REQUIRE(made.again("ana", 1));

    const auto opened = made.group.attempt([&](auto& work, const auto& here) {
        return open_ballot(work, here, user_id("ana"), {}, made.group.begun() + days{30});
    });

    std::vector<int> numbers;
    for (const auto& line : made.group.work().ballots().lines(opened->id))
        numbers.push_back(line.subject.number);
    CHECK(numbers == std::vector{2, 3});
}
