#include "core/groups/reach.hpp"

#include "core/groups/facilitators.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-24 09:00");

void lose(group_under_test& group, instant when, absence why = absence::not_invited)
{
    const auto here = group.here();
    lose_channel(group.work(), here.workspace, here.channel, why, when);
}

void regain(group_under_test& group, instant when)
{
    const auto here = group.here();
    regain_channel(group.work(), here.workspace, here.channel, when);
}

std::vector<outbox_row> in_channel(group_under_test& group, delivery_state state)
{
    auto rows = group.said();
    std::erase_if(rows, [&](const outbox_row& row) {
        return row.state != state || !std::holds_alternative<channel_id>(row.what.to);
    });
    return rows;
}

std::size_t count_said(group_under_test& group)
{
    return group.said().size();
}

} // namespace

TEST_CASE("the facilitators hear once that the group is suspended, and why")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));

    lose(group, now, absence::archived);
    lose(group, now + hours{1}, absence::archived);
    lose(group, now + hours{2});

    CHECK(recipients(group.said(message_kind::please_invite)) == std::vector<std::string>{"ana", "ben"});
    CHECK_FALSE(group.here().reachable);
    CHECK(group.here().away == absence::archived);
    CHECK(group.here().away_since == now);
}

TEST_CASE("while a group is suspended none of its timers fires, and those of another group do")
{
    group_under_test group;
    group.another_group({"ana", "ben"});
    lose(group, now);
    const auto here = group.here().id;

    for (const auto& due : group.work().timers().due(at("2027-06-01 09:00"), 1000))
        CHECK(due.group != here);
    CHECK_FALSE(group.work().timers().due(at("2027-06-01 09:00"), 1000).empty());
    const auto waiting = group.waiting().size();
    group.pass_until(at("2027-03-01 09:00"));

    CHECK(group.waiting().size() == waiting);
    for (const auto& row : group.said()) {
        if (row.what.group == here) CHECK(row.what.due_at <= now);
    }
}

TEST_CASE("what is said in the channel of a suspended group is held, whenever it was said")
{
    group_under_test group;
    lose(group, now);
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return leave_group(work, here, {.person = user_id("ben"), .tell_channel = true, .now = now});
    }));

    CHECK(in_channel(group, delivery_state::pending).empty());
    CHECK(in_channel(group, delivery_state::held).size() == 2); // the welcome card as well
    regain(group, now + minutes{5});
    CHECK(in_channel(group, delivery_state::pending).size() == 2);
}

TEST_CASE("a short absence in which nothing was missed is not worth a message")
{
    group_under_test group;
    group.pass_until(now + hours{1}); // the first leader is asked at nine
    lose(group, now + hours{1});
    const auto before = count_said(group);

    regain(group, now + hours{3});

    CHECK(group.here().reachable);
    CHECK_FALSE(group.here().away);
    CHECK(count_said(group) == before);
}

TEST_CASE("back after weeks, nothing past due is sent, and the facilitators hear the next dates once")
{
    group_under_test group;
    const auto first = group.meeting(1).id;
    const auto second = group.meeting(2).id;
    lose(group, now);
    const auto before = count_said(group);
    const auto back = at("2027-01-20 09:00"); // sessions 1 and 2 have passed

    regain(group, back);
    regain(group, back + minutes{1});
    group.pass_until(back + minutes{1});

    CHECK(group.work().sessions().find(first)->state == session_state::cancelled);
    CHECK(group.work().sessions().find(second)->state == session_state::cancelled);
    CHECK(count_said(group) == before + 1);
    CHECK(recipients(group.said(message_kind::dates_anew)) == std::vector<std::string>{"ana"});
    const auto planned = group.planned();
    REQUIRE(planned.size() >= static_cast<std::size_t>(planned_ahead));
    CHECK(planned.front().number == 3);
    CHECK(group.sum_owed() == share{});
}

TEST_CASE("a reminder that came due meanwhile is dropped, also when it was written before")
{
    group_under_test group;
    group.pass_until(at("2026-12-07 15:00"));
    REQUIRE(group.said(message_kind::channel_day).size() == 1);
    lose(group, at("2026-12-07 15:01"));
    regain(group, at("2026-12-08 14:55")); // ten minutes before the session came and went

    const auto dropped = in_channel(group, delivery_state::dropped);
    CHECK(std::any_of(dropped.begin(), dropped.end(),
                      [](const outbox_row& row) { return row.what.kind == message_kind::channel_day; }));
    CHECK(in_channel(group, delivery_state::held).empty());
    group.pass_until(at("2026-12-08 15:30"));
    CHECK(group.said(message_kind::channel_soon).empty());
    CHECK(group.meeting(1).state == session_state::planned);
}

TEST_CASE("the leader of a session that is still ahead is asked when the group is back")
{
    group_under_test group;
    lose(group, now);
    group.pass_until(at("2026-12-04 09:00"));
    CHECK(group.said(message_kind::leader_week).empty());

    regain(group, at("2026-12-04 09:00"));
    group.pass_until(at("2026-12-07 17:59"));

    CHECK(group.said(message_kind::leader_week, group.meeting(1).id.value).size() == 1);
}

TEST_CASE("a vote, a pause and a search for a facilitator end after the absence in which they should have")
{
    group_under_test group;
    const auto vote = group.open_ballot({"Audio", "Video"}, now + days{2});
    REQUIRE(group.vote("ana", {1}, now));
    REQUIRE(group.vote("cleo", {1}, now));
    REQUIRE(group.pause("ben", "2026-12-01", now));
    lose(group, now);
    const auto back = at("2027-01-20 09:00");

    regain(group, back);
    group.wake_at(back);

    CHECK(group.reread(vote).closed_at);
    CHECK(group.who("ben").active());
    CHECK(group.said(message_kind::pause_over).empty());
}

TEST_CASE("a session that had passed before the absence is still to be marked")
{
    group_under_test group;
    lose(group, at("2026-12-08 17:00"));
    regain(group, at("2026-12-12 17:00"));

    CHECK(group.meeting(1).state == session_state::planned);
}

TEST_CASE("a channel with another id keeps its group, what waits for it and its cards")
{
    group_under_test group;
    const auto here = group.here();
    group.post_card(here.card, now);
    REQUIRE(group.attempt([&](auto& work, const auto& group_here) {
        return leave_group(work, group_here, {.person = user_id("ben"), .tell_channel = true, .now = now});
    }));

    change_channel(group.work(), here.workspace, here.channel, channel_id("C77"));

    CHECK(group.here().channel == channel_id("C77"));
    CHECK(group.work().cards().find(here.card)->channel == channel_id("C77"));
    const auto waiting = in_channel(group, delivery_state::pending);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().what.to == recipient(channel_id("C77")));
    // The same news again, and news about channels that have no group.
    change_channel(group.work(), here.workspace, here.channel, channel_id("C77"));
    change_channel(group.work(), here.workspace, channel_id("C5"), channel_id("C6"));
    CHECK(group.here().channel == channel_id("C77"));
}

TEST_CASE("a channel does not take the id of another group's channel")
{
    group_under_test group;
    const auto other = group.another_group({"ana"});
    const auto here = group.here();

    change_channel(group.work(), here.workspace, here.channel, other.channel);

    CHECK(group.here().channel == here.channel);
}
