#include "core/reminders/attention.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto monday = at("2026-11-30 10:00");

struct told_before
{
    group_under_test group;

    message_id tell(message_kind kind, instant when, const std::string& person = "ben")
    {
        group.work().outbox().add({.kind = kind,
                                   .group = group.here().id,
                                   .subject = ++subject_,
                                   .to = user_id(person),
                                   .due_at = when});
        return group.said().back().id;
    }
    void remind(instant when) { tell(message_kind::vote_reminder, when); }
    bool may(instant now, const std::string& person = "ben", const std::string& workspace = "T1")
    {
        return may_interrupt(group.work(), workspace_id(workspace), user_id(person), now);
    }

  private:
    std::int64_t subject_ = 100;
};

} // namespace

TEST_CASE("who was told nothing may be written to")
{
    told_before before;
    CHECK(before.may(monday));
}

TEST_CASE("after one unsolicited message there is none for a day")
{
    told_before before;
    before.remind(monday);

    CHECK_FALSE(before.may(monday));
    CHECK_FALSE(before.may(monday + days{1} - milliseconds{1}));
    CHECK(before.may(monday + days{1}));
}

TEST_CASE("after three in a week there is none until a week after the first")
{
    told_before before;
    before.remind(monday);
    before.remind(monday + days{2});
    CHECK(before.may(monday + days{3}));
    before.remind(monday + days{4});

    CHECK_FALSE(before.may(monday + days{6}));
    CHECK_FALSE(before.may(monday + days{7} - milliseconds{1}));
    CHECK(before.may(monday + days{7}));
}

TEST_CASE("the budget is of a person: what others were told does not count")
{
    told_before before;
    before.remind(monday);

    CHECK(before.may(monday, "cleo"));
    CHECK(before.may(monday, "ben", "T2"));
}

TEST_CASE("what leaders and facilitators have to know uses up nothing")
{
    told_before before;
    for (const auto kind :
         {message_kind::leader_week, message_kind::leader_day, message_kind::leader_missing,
          message_kind::session_over, message_kind::leader_changed, message_kind::leader_released,
          message_kind::now_facilitating, message_kind::plan_proposed, message_kind::topic_turn})
        before.tell(kind, monday);

    CHECK(before.may(monday));
}

TEST_CASE("a message that was dropped interrupted nobody")
{
    told_before before;
    const auto stale = before.tell(message_kind::vote_reminder, monday);
    REQUIRE_FALSE(before.may(monday + hours{1}));

    before.group.work().outbox().mark_dropped(stale, "too late", monday);

    CHECK(before.may(monday + hours{1}));
}
