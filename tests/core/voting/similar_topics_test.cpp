// Before something is added that the list has already in other words, the proposer is shown it.
#include "core/voting/topics.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

result<proposed> propose(group_under_test& group, const std::string& title, bool despite_similar = false)
{
    return group.attempt([&](auto& work, const auto& here) {
        return propose_topic(work, here,
                             {.by = user_id("ben"),
                              .title = title,
                              .link = {},
                              .despite_similar = despite_similar,
                              .now = group.begun()});
    });
}

std::size_t open_topics(group_under_test& group)
{
    return group.work().topics().open(group.here().id).size();
}

} // namespace

TEST_CASE("a topic that is very similar to an open one is not added, and that one is shown")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Interviews"));
    REQUIRE(group.propose("ana", "Satellite maps"));

    const auto answer = propose(group, "Maps of satellites");

    REQUIRE(answer);
    CHECK_FALSE(answer->added);
    CHECK(answer->subject.number == 2);
    CHECK(answer->subject.title == "Satellite maps");
    CHECK(open_topics(group) == 2);
}

TEST_CASE("who saw the similar one and wants both gets both")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Satellite maps"));

    const auto answer = propose(group, "Maps of satellites", true);

    REQUIRE(answer);
    CHECK(answer->added);
    CHECK(answer->subject.number == 2);
    CHECK(open_topics(group) == 2);
    CHECK(propose(group, "satellite MAPS", true).rejected_for(reason::same_title));
}

TEST_CASE("of several similar topics the one that is most alike is shown")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Checking satellite images at night"));
    REQUIRE(group.propose("ana", "Check satellite image"));
    REQUIRE(group.propose("ana", "Checking satellites' images, their age"));

    CHECK(propose(group, "Checking satellite image")->subject.number == 2);
}

TEST_CASE("a topic unlike all others is added at once")
{
    group_under_test group;
    REQUIRE(group.propose("ana", "Satellite maps"));

    const auto answer = propose(group, "Interviews");

    CHECK(answer->added);
    CHECK(answer->subject.number == 2);
}

TEST_CASE("a topic similar to one that was taught is shown that one: it could go on with it")
{
    group_under_test group;
    auto taught = *group.propose("ana", "Satellite maps");
    taught.state = topic_state::taught;
    taught.times_taught = 1;
    group.work().topics().save(taught);

    const auto answer = propose(group, "Maps of satellites");

    CHECK_FALSE(answer->added);
    CHECK(answer->subject.state == topic_state::taught);
    CHECK(propose(group, "Maps of satellites", true)->added);
}

TEST_CASE("a withdrawn topic stands in nobody's way")
{
    group_under_test group;
    auto gone = *group.propose("ana", "Satellite maps");
    gone.state = topic_state::withdrawn;
    group.work().topics().save(gone);

    CHECK(propose(group, "Satellite maps")->added);
}
