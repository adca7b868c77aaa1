// A session that lost its leader becomes an assist, in its hour.
#include "core/rotation/ladder.hpp"
#include "core/sessions/move.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

struct rescued : stage
{
    session meeting = group.planned().front();

    rescued()
    {
        REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
            return rescue_session(
                work, here, {.meeting = meeting.id, .by = user_id("ana"), .how = rescue::assist, .now = now});
        }));
    }
    assist held() { return group.work().assists().of_session(meeting.id).value(); }
};

} // namespace

TEST_CASE_METHOD(rescued, "the group chooses a challenge before the session, and works on it in its hour")
{
    const auto one = held();
    CHECK(one.pace == assist_pace::live);
    CHECK(one.meets_at == meeting.starts_at);
    CHECK_FALSE(one.assistee);
    CHECK(one.state == assist_state::scheduled);
    pass_until(*one.begins_at);
    REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
        return post_challenge(work, here, one.id, user_id("ben"), "Who reads us?", true, now);
    }));
    pass_until(meeting.starts_at - hours{1});
    CHECK(group.name(held().assistee) == "ben");
}

TEST_CASE_METHOD(rescued, "it is stopped when the session is cancelled or gets a leader")
{
    SECTION("cancelled")
    {
        REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
            return cancel_session(
                work, here, {.by = user_id("ana"), .meeting = meeting.id, .because = "Snow", .now = now});
        }));
    }
    SECTION("led")
    {
        REQUIRE(group.assign("ben", meeting.number, now));
    }
    CHECK_FALSE(group.work().assists().of_session(meeting.id));
    const auto one = group.work().assists().newest(group.here().id, 1).front();
    CHECK(one.state == assist_state::stopped);
    CHECK(one.stopped_because == stop_cause::session_gone);
}

TEST_CASE_METHOD(rescued, "it moves with its session")
{
    REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
        return move_by_hand(
            work, here,
            {.by = user_id("ana"), .meeting = meeting.id, .to = meeting.meets_at + days{1}, .now = now});
    }));
    CHECK(held().meets_at == meeting.starts_at + days{1});
    // The group still chooses a question first, for three working days.
    CHECK(*held().begins_at <= *held().meets_at - days{3});
}

TEST_CASE_METHOD(rescued, "when its session comes earlier, choosing ends by then")
{
    pass_until(*held().begins_at);
    REQUIRE(held().state == assist_state::running);
    const auto earlier = meeting.meets_at - days{2};
    REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
        return move_by_hand(work, here,
                            {.by = user_id("ana"), .meeting = meeting.id, .to = earlier, .now = now});
    }));
    const auto one = held();
    REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
        return post_challenge(work, here, one.id, user_id("ben"), "Who reads us?", true, now);
    }));
    pass_until(*one.meets_at);
    const auto run = group.work().assists().running(one.id);
    REQUIRE(run);
    CHECK(run->live);
}
