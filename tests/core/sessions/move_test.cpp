#include "core/sessions/move.hpp"

#include "core/sessions/rsvp.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-24 10:00");

local_time wall(std::string_view written)
{
    return local_time(std::chrono::floor<minutes>(at(written)).time_since_epoch());
}

struct changing
{
    group_under_test group{group_shape{.members = 4}};

    result<session> move(const std::string& by, int number, std::string_view to, instant when = now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return move_by_hand(
                work, here,
                {.by = user_id(by), .meeting = group.meeting(number).id, .to = wall(to), .now = when});
        });
    }
    result<session> cancel(const std::string& by, int number, const std::string& because, instant when = now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return cancel_session(
                work, here,
                {.by = user_id(by), .meeting = group.meeting(number).id, .because = because, .now = when});
        });
    }
};

} // namespace

TEST_CASE("a moved session keeps its number, leader and topic, and its reminders follow")
{
    changing on;
    REQUIRE(on.group.propose("ben", "Audio"));
    REQUIRE(on.group.assign("cleo", 2, now));
    auto with_topic = on.group.meeting(2);
    with_topic.topic = on.group.topic(1).id;
    on.group.work().sessions().save(with_topic);

    const auto moved = on.move("ana", 2, "2027-01-20 16:30");

    REQUIRE(moved);
    const auto after = on.group.meeting(2);
    CHECK(after.starts_at == at("2027-01-20 16:30"));
    CHECK(after.moved_from == wall("2027-01-12 15:00"));
    CHECK(after.leading == leader_state::confirmed);
    CHECK(after.leader == with_topic.leader);
    CHECK(after.topic == with_topic.topic);
    CHECK(on.group.due(timer_kind::channel_soon, after.id.value) == at("2027-01-20 16:20"));
    CHECK(recipients(on.group.said(message_kind::session_moved, after.id.value)) ==
          std::vector<std::string>{"the channel"});
    CHECK(on.group.planned().size() == 6);
}

TEST_CASE("what people said about coming is forgotten with the day that it was about")
{
    changing on;
    const auto answered = on.group.attempt([&](auto& work, const auto& here) {
        return answer_session(
            work, here,
            {.by = user_id("ben"), .meeting = on.group.meeting(1).id, .coming = attendance::yes, .now = now});
    });
    REQUIRE(answered);

    REQUIRE(on.move("ana", 1, "2026-12-09 15:00"));

    CHECK(on.group.work().sessions().answers(on.group.meeting(1).id).empty());
}

TEST_CASE("a time that the clocks skip is moved forward by the gap")
{
    changing on;
    REQUIRE(on.move("ana", 5, "2027-03-28 01:30"));
    CHECK(on.group.meeting(5).starts_at == at("2027-03-28 01:30"));
    CHECK(on.group.meeting(5).meets_at == wall("2027-03-28 01:30"));
}

TEST_CASE("who leads a session may move it, other members may not")
{
    changing on;
    REQUIRE(on.group.assign("ben", 1, now));
    CHECK(on.move("cleo", 1, "2026-12-09 15:00").rejected_for(reason::leads_or_facilitates));
    CHECK(on.move("zoe", 1, "2026-12-09 15:00").rejected_for(reason::not_a_member));
    CHECK(on.move("ben", 1, "2026-12-09 15:00"));
}

TEST_CASE("a session is not moved into the past, too far off, or onto another")
{
    changing on;
    CHECK(on.move("ana", 1, "2026-11-24 10:00").rejected_for(reason::time_not_ahead));
    CHECK(on.move("ana", 1, "2027-11-26 10:00").rejected_for(reason::time_too_far));
    const auto there = on.move("ana", 1, "2027-01-12 15:30");
    REQUIRE(there.rejected_for(reason::session_there));
    CHECK(there.why().number == 2);
    CHECK(on.move("ana", 1, "2026-12-08 15:00").rejected_for(reason::session_there));
    CHECK(on.group.meeting(1).starts_at == at("2026-12-08 15:00"));
    CHECK(on.group.said(message_kind::session_moved).empty());
}

TEST_CASE("a session that was missed can move to another day until it is booked")
{
    changing on;
    const auto day_after = at("2026-12-09 10:00");
    REQUIRE(on.move("ana", 1, "2026-12-16 15:00", day_after));
    CHECK(on.group.meeting(1).state == session_state::planned);

    REQUIRE(on.group.held("ana", 1, at("2026-12-16 17:00"), "ben"));
    CHECK(on.move("ana", 1, "2026-12-20 15:00", at("2026-12-17 10:00"))
              .rejected_for(reason::session_not_planned));
}

TEST_CASE("the rhythm goes on from where a session was planned at first, and no day gets two")
{
    changing on;
    REQUIRE(on.move("ana", 6, "2027-06-08 15:00")); // session 7's day
    REQUIRE(on.group.held("ana", 1, at("2026-12-08 17:00"), "ben"));

    const auto added = on.group.meeting(7);
    CHECK(added.starts_at == at("2027-07-13 14:00"));
}

TEST_CASE("a cancelled session is told with its reason, owes nobody anything, and another is planned")
{
    changing on;
    REQUIRE(on.group.assign("ben", 1, now));

    const auto gone = on.cancel("ana", 1, "  Election week \n");

    REQUIRE(gone);
    CHECK(on.group.meeting(1).state == session_state::cancelled);
    CHECK(on.group.work().sessions().details(gone->id).cancelled_because == "Election week");
    CHECK(recipients(on.group.said(message_kind::session_cancelled, gone->id.value)) ==
          std::vector<std::string>{"the channel"});
    CHECK(on.group.planned().size() == 6);
    CHECK(on.group.sum_owed() == share{});
    for (const auto& waiting : on.group.waiting()) {
        if (waiting.kind != timer_kind::month_begins) CHECK(waiting.subject != gone->id.value);
    }
    on.group.pass_until(at("2026-12-10 10:00"));
    CHECK(on.group.said(message_kind::channel_soon, gone->id.value).empty());
    CHECK(on.group.said(message_kind::session_over, gone->id.value).empty());
}

TEST_CASE("only a facilitator cancels, with a reason, and only what has not begun")
{
    changing on;
    CHECK(on.cancel("ben", 1, "Holiday").rejected_for(reason::not_a_facilitator));
    CHECK(on.cancel("ana", 1, " \n ").rejected_for(reason::reason_needed));
    CHECK(on.cancel("ana", 1, std::string(301, 'x')).rejected_for(reason::text_too_long));
    CHECK(on.cancel("ana", 1, "Holiday", at("2026-12-08 15:00")).rejected_for(reason::session_not_planned));
    REQUIRE(on.cancel("ana", 1, "Holiday"));
    CHECK(on.cancel("ana", 1, "Holiday").rejected_for(reason::session_not_planned));
}

TEST_CASE("a card that was posted follows its session, and comes again a week before another date")
{
    changing on;
    const auto posted = [&] { return on.group.said(message_kind::session_card).size(); };
    const auto near = at("2026-12-02 10:00");
    on.group.pass_until(near);
    REQUIRE(posted() == 1);
    const auto first = on.group.meeting(1).card;
    on.group.post_card(first, near);

    REQUIRE(on.move("ana", 1, "2026-12-04 15:00", near));
    on.group.pass_until(at("2026-12-03 10:00"));
    CHECK(posted() == 1);
    CHECK(on.group.meeting(1).card == first);
    CHECK(on.group.dirty(first));

    REQUIRE(on.move("ana", 1, "2026-12-20 15:00", at("2026-12-03 10:00")));
    on.group.work().cards().begin_refresh(first);
    on.group.work().cards().end_refresh(first, true);
    on.group.pass_until(at("2026-12-13 15:00"));
    CHECK(posted() == 2);
    CHECK(on.group.meeting(1).card != first);
    CHECK(on.group.dirty(first)); // to say that another follows
}
