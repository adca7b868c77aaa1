#include "core/groups/membership.hpp"

#include "core/groups/setup_group.hpp"
#include "core/reminders/timer.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("somebody who joins is an active member and no facilitator")
{
    group_under_test group({.members = 2});
    const auto now = at("2026-11-24 09:00");

    const auto joined = group.join("zoe", now);

    REQUIRE(joined);
    CHECK(joined->id == group.who("zoe").id);
    CHECK(joined->active());
    CHECK_FALSE(joined->facilitator);
    CHECK(joined->joined_at == now);
    CHECK(group.work().members().count_active(group.here().id) == 3);
}

TEST_CASE("joining twice is refused, also during a pause")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");

    CHECK(group.join("ben", now).rejected_for(reason::already_a_member));
    REQUIRE(group.pause("ben", "2026-12-24", now));
    CHECK(group.join("ben", now).rejected_for(reason::already_a_member));
    CHECK(group.who("ben").state == member_state::paused);
}

TEST_CASE("who left is gone from the list, and comes back with what they owed")
{
    group_under_test group;
    REQUIRE(group.hold_next());
    const auto owed = group.owed("ben");
    const auto before = group.id("ben");
    REQUIRE(owed != share{});

    REQUIRE(group.leave("ben", at("2026-12-10 09:00")));
    CHECK(group.work().members().present(group.here().id).size() == 2);
    REQUIRE(group.join("ben", at("2026-12-11 09:00")));

    CHECK(group.id("ben") == before);
    CHECK(group.owed("ben") == owed);
    CHECK(group.who("ben").joined_at == at("2026-12-11 09:00"));
    CHECK(group.sum_owed() == share{});
}

TEST_CASE("a stranger, and somebody who left, cannot leave, pause or resume")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    REQUIRE(group.leave("ben", now));

    for (const std::string person : {"ben", "nobody here"}) {
        CHECK(group.leave(person, now).rejected_for(reason::not_a_member));
        CHECK(group.pause(person, "2026-12-24", now).rejected_for(reason::not_a_member));
        CHECK(group.resume(person, now).rejected_for(reason::not_a_member));
    }
}

TEST_CASE("the last member can leave, and who comes next is facilitator")
{
    group_under_test group({.members = 1});
    const auto now = at("2026-11-24 09:00");

    REQUIRE(group.leave("ana", now));
    const auto joined = group.join("ben", now);

    REQUIRE(joined);
    CHECK(joined->facilitator);
    CHECK_FALSE(group.join("ana", now)->facilitator);
}

TEST_CASE("joining, leaving, pausing and a new facilitator make the welcome card dirty")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const auto card = group.here().card;
    const auto posted = [&] {
        group.work().cards().begin_refresh(card);
        group.work().cards().end_refresh(card, true);
    };
    group.post_card(card, now);
    REQUIRE_FALSE(group.dirty(card));

    REQUIRE(group.join("zoe", now));
    CHECK(group.dirty(card));
    posted();
    REQUIRE(group.pause("zoe", "2026-12-24", now));
    CHECK(group.dirty(card));
    posted();
    REQUIRE(group.resume("zoe", now));
    CHECK(group.dirty(card));
    posted();
    REQUIRE(group.make_facilitator("zoe"));
    CHECK(group.dirty(card));
    posted();
    REQUIRE(group.leave("zoe", now));
    CHECK(group.dirty(card));
}

TEST_CASE("a pause ends by itself at nine in the morning of the group's zone")
{
    group_under_test group({.zone = "America/New_York"});
    REQUIRE(group.pause("ben", "2027-01-15", at("2026-11-24 20:00")));
    CHECK(group.who("ben").paused_until == day("2027-01-15"));
    CHECK(group.due(timer_kind::pause_ends, group.id("ben").value) == at("2027-01-15 14:00"));

    group.pass_until(at("2027-01-15 13:59"));
    CHECK(group.who("ben").state == member_state::paused);
    group.pass_until(at("2027-01-15 14:00"));
    CHECK(group.who("ben").active());
    CHECK_FALSE(group.who("ben").paused_until);
}

TEST_CASE("a pause that was prolonged or ended early is not touched by its old timer")
{
    group_under_test group;
    REQUIRE(group.pause("ben", "2026-12-01", at("2026-11-24 09:00")));
    REQUIRE(group.pause("ben", "2026-12-15", at("2026-11-25 09:00")));

    group.pass_until(at("2026-12-01 12:00"));
    CHECK(group.who("ben").paused_until == day("2026-12-15"));

    REQUIRE(group.resume("ben", at("2026-12-02 09:00")));
    CHECK(group.resume("ben", at("2026-12-02 09:00")).rejected_for(reason::not_paused));
    group.pass_until(at("2026-12-20 12:00"));
    CHECK(group.who("ben").active());
}

TEST_CASE("the timer of a pause leaves those alone who have left")
{
    group_under_test group;
    REQUIRE(group.pause("ben", "2026-12-01", at("2026-11-24 09:00")));
    REQUIRE(group.leave("ben", at("2026-11-25 09:00")));

    group.pass_until(at("2026-12-02 12:00"));

    CHECK(group.who("ben").state == member_state::left);
}

TEST_CASE("a pause shortened to a day between still ends on that day")
{
    group_under_test group;
    REQUIRE(group.pause("ben", "2026-12-15", at("2026-11-24 09:00")));
    REQUIRE(group.pause("ben", "2026-12-01", at("2026-11-25 09:00")));

    group.pass_until(at("2026-12-01 09:00"));

    CHECK(group.who("ben").active());
}

TEST_CASE("a pause until today or earlier is refused, by the calendar of the group's zone")
{
    // 22:00 UTC on the 24th is the 25th in Tokyo.
    group_under_test group({.zone = "Asia/Tokyo"});
    const auto now = at("2026-11-24 22:00");

    CHECK(group.pause("ben", "2026-11-24", now).rejected_for(reason::date_not_ahead));
    CHECK(group.pause("ben", "2026-11-25", now).rejected_for(reason::date_not_ahead));
    CHECK(group.who("ben").active());
    CHECK(group.pause("ben", "2026-11-26", now));
}

TEST_CASE("a pause lasts a year at most")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");

    CHECK(group.pause("ben", "2027-11-26", now).rejected_for(reason::date_too_far));
    CHECK(group.pause("ben", "2027-11-25", now));
}

TEST_CASE("a person whose account was switched off leaves every group of the workspace, whatever their role")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const auto another_group = [&](const std::string& workspace, const std::string& channel) {
        return group
            .attempt([&](auto& work, const auto&) {
                return setup_group(work, {.workspace = workspace_id(workspace),
                                          .channel = channel_id(channel),
                                          .person = user_id("ana"),
                                          .cadence = from_code("m:2:tue").value(),
                                          .meets_at = hours{15},
                                          .where = zone::named("UTC").value(),
                                          .now = now});
            })
            ->id;
    };
    const auto second = another_group("T1", "C2");
    const auto elsewhere = another_group("T2", "C1");

    remove_everywhere(group.work(), workspace_id("T1"), user_id("ana"), now);

    CHECK(group.who("ana").state == member_state::left);
    CHECK_FALSE(group.who("ana").facilitator);
    CHECK(group.work().members().present(second).empty());
    CHECK(group.work().members().present(elsewhere).size() == 1);
    CHECK_FALSE(group.join("zoe", now)->facilitator);
}

TEST_CASE("nothing is sent any more to somebody whose account was switched off")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    REQUIRE(group.assign("ben", 1, now));
    REQUIRE(group.assign("cleo", 2, now));

    remove_everywhere(group.work(), workspace_id("T1"), user_id("ben"), now);

    for (const auto& row : group.said()) {
        if (row.what.to == recipient(user_id("ben"))) CHECK(row.state == delivery_state::dropped);
        if (row.what.to == recipient(user_id("cleo"))) CHECK(row.state == delivery_state::pending);
    }
    for (const auto& meeting : group.planned())
        CHECK(meeting.leader != group.id("ben"));
}

TEST_CASE("whoever leaves decides whether the channel is told")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const auto leave = [&](const std::string& person, bool tell_channel) {
        return group.attempt([&](auto& work, const auto& here) {
            return leave_group(work, here,
                               {.person = user_id(person), .tell_channel = tell_channel, .now = now});
        });
    };

    REQUIRE(leave("ben", false));
    CHECK(group.said(message_kind::member_gone).empty());
    REQUIRE(leave("cleo", true));

    REQUIRE(group.said(message_kind::member_gone).size() == 1);
    CHECK(group.said(message_kind::member_gone).front().subject == group.id("cleo").value);
    CHECK(recipients(group.said(message_kind::member_gone)) == std::vector<std::string>{"the channel"});
    CHECK(leave("cleo", true).rejected_for(reason::not_a_member));
    CHECK(group.said(message_kind::member_gone).size() == 1);
}

TEST_CASE("who is back from a pause is told once, and not when the news is old")
{
    group_under_test group;
    REQUIRE(group.pause("ben", "2026-12-01", at("2026-11-24 09:00")));
    REQUIRE(group.pause("cleo", "2026-12-20", at("2026-11-24 09:00")));
    REQUIRE(group.resume("cleo", at("2026-11-25 09:00")));
    CHECK(group.said(message_kind::pause_over).empty());

    group.pass_until(at("2026-12-25 09:00"));

    CHECK(recipients(group.said(message_kind::pause_over)) == std::vector<std::string>{"ben"});
    CHECK(group.said(message_kind::pause_over).front().due_at == at("2026-12-01 09:00"));
    CHECK(group.said(message_kind::pause_over).front().void_after == at("2026-12-02 09:00"));

    REQUIRE(group.pause("dan", "2026-12-28", at("2026-12-25 09:00")).rejected_for(reason::not_a_member));
    REQUIRE(group.pause("ben", "2026-12-28", at("2026-12-25 09:00")));
    group.wake_at(at("2026-12-30 09:00"));
    CHECK(group.who("ben").active());
    CHECK(group.said(message_kind::pause_over).size() == 1);
}

TEST_CASE("bots, people of other workspaces and switched-off accounts do not join")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const workspace_id here("T1");
    auto& people = group.work().people();
    people.save({.workspace = here, .user = user_id("robot"), .home = here, .bot = true});
    people.save({.workspace = here, .user = user_id("guest"), .home = workspace_id("T2")});
    people.save({.workspace = here, .user = user_id("gone"), .home = here, .deleted = true});
    people.save({.workspace = here, .user = user_id("zoe"), .home = here});

    CHECK(group.join("robot", now).rejected_for(reason::bots_stay_out));
    CHECK(group.join("guest", now).rejected_for(reason::strangers_stay_out));
    CHECK(group.join("gone", now).rejected_for(reason::account_switched_off));
    CHECK(group.work().members().present(group.here().id).size() == 3);
    CHECK(group.join("zoe", now));
    CHECK(group.make_facilitator("robot").rejected_for(reason::bots_stay_out));
    CHECK(group.make_facilitator("guest").rejected_for(reason::strangers_stay_out));
}

TEST_CASE("what is learnt of people is kept, and a switched-off account leaves its groups")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const person ben{.workspace = workspace_id("T1"),
                     .user = user_id("ben"),
                     .home = workspace_id("T1"),
                     .admin = true,
                     .zone = "Asia/Kathmandu"};

    learn_of(group.work(), ben, now);
    CHECK(group.work().people().find(workspace_id("T1"), user_id("ben")) == ben);
    CHECK(is_admin(group.work(), workspace_id("T1"), user_id("ben")));
    CHECK_FALSE(is_admin(group.work(), workspace_id("T2"), user_id("ben")));
    CHECK(group.who("ben").active());

    auto switched_off = ben;
    switched_off.deleted = true;
    learn_of(group.work(), switched_off, now);
    CHECK_FALSE(is_admin(group.work(), workspace_id("T1"), user_id("ben")));
    CHECK(group.who("ben").state == member_state::left);
}

TEST_CASE("somebody who leaves the channel leaves its group, and no other")
{
    group_under_test group;
    const auto now = at("2026-11-24 09:00");
    const auto here = group.here();

    remove_from_channel(group.work(), here.workspace, here.channel, user_id("ben"), now);
    remove_from_channel(group.work(), here.workspace, channel_id("C99"), user_id("ana"), now);

    CHECK(group.who("ben").state == member_state::left);
    CHECK(group.who("ana").state == member_state::active);
}
