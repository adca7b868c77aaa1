#include "core/groups/setup_group.hpp"

#include "core/groups/reach.hpp"
#include "core/groups/roles.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const workspace_id workspace("T1");
const channel_id channel("C1");

setup_request request_in(const group_under_test& group, const channel_id& where,
                         const workspace_id& whose = workspace)
{
    return {.workspace = whose,
            .channel = where,
            .person = user_id("ben"),
            .cadence = from_code("m:2:tue").value(),
            .meets_at = hours{15},
            .where = zone::named("UTC").value(),
            .now = group.begun()};
}

} // namespace

TEST_CASE("whoever sets a group up is its first member and its facilitator")
{
    group_under_test group({.members = 1});

    const auto people = group.work().members().present(group.here().id);
    REQUIRE(people.size() == 1);
    CHECK(people[0].user == user_id("ana"));
    CHECK(people[0].facilitator);
    CHECK(people[0].active());
    CHECK(people[0].joined_at == group.begun());
}

TEST_CASE("a new group keeps its zone, its cadence and its time")
{
    group_under_test group(
        {.zone = "Asia/Kathmandu", .cadence = "last thu", .meets_at = minutes{18 * 60 + 30}});

    const auto here = group.here();
    CHECK(here.zone == "Asia/Kathmandu");
    CHECK(here.cadence == "m:last:thu");
    CHECK(here.meets_at == minutes{18 * 60 + 30});
    CHECK(here.reachable);
}

TEST_CASE("a new group has six sessions planned and its welcome card on the way")
{
    group_under_test group({.members = 1});

    CHECK(group.planned().size() == 6);
    const auto said = group.said();
    REQUIRE(said.size() == 1);
    CHECK(said[0].what.kind == message_kind::welcome_card);
    CHECK(recipient_name(said[0].what) == "the channel");
    CHECK(said[0].what.card == group.here().card);
    CHECK(said[0].what.due_at == group.begun());
    CHECK(said[0].workspace == workspace);
    const auto welcome = group.work().cards().find(group.here().card);
    REQUIRE(welcome);
    CHECK(welcome->kind == card_kind::welcome);
    CHECK(welcome->subject == group.here().id.value);
}

TEST_CASE("a channel has one group, and setting it up again changes nothing")
{
    group_under_test group;

    const auto again =
        group.attempt([&](auto& work, const auto&) { return setup_group(work, request_in(group, channel)); });

    CHECK(again.rejected_for(reason::group_exists));
    CHECK(group.work().groups().all().size() == 1);
    CHECK(group.said().size() == 1);
    CHECK_FALSE(group.who("ben").facilitator);
}

TEST_CASE("another channel, and the same channel of another workspace, can have a group of its own")
{
    group_under_test group;

    CHECK(group.attempt(
        [&](auto& work, const auto&) { return setup_group(work, request_in(group, channel_id("C2"))); }));
    CHECK(group.attempt([&](auto& work, const auto&) {
        return setup_group(work, request_in(group, channel, workspace_id("T2")));
    }));

    CHECK(group.work().groups().all().size() == 3);
    CHECK(group_in(group.work(), workspace, channel)->id == group.here().id);
    CHECK(group_in(group.work(), workspace, channel_id("C9")).rejected_for(reason::no_group_here));
}

TEST_CASE("what is to be said in a channel waits while the bot is not in it")
{
    group_under_test group;
    const auto lost = group.begun() + hours{1};

    lose_channel(group.work(), workspace, channel, absence::not_invited, lost);

    CHECK_FALSE(group.here().reachable);
    CHECK(group.said()[0].state == delivery_state::held);
    const auto ready = group.work().outbox().ready(lost + days{1}, 10);
    REQUIRE(ready.size() == 1);
    CHECK(ready[0].what.kind == message_kind::please_invite);
    CHECK(recipient_name(ready[0].what) == "ana");
}

TEST_CASE("each facilitator is told once how to invite the bot, however often the channel is found lost")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));
    const auto lost = group.begun() + hours{1};

    lose_channel(group.work(), workspace, channel, absence::not_invited, lost);
    lose_channel(group.work(), workspace, channel, absence::not_invited, lost);
    lose_channel(group.work(), workspace, channel, absence::not_invited, lost + hours{1});

    CHECK(recipients(group.said(message_kind::please_invite)) == std::vector<std::string>{"ana", "ben"});
}

TEST_CASE("what waited is said when the bot is invited, and another loss is told again")
{
    group_under_test group;
    const auto lost = group.begun() + hours{1};
    const auto back = lost + days{2};
    lose_channel(group.work(), workspace, channel, absence::not_invited, lost);

    regain_channel(group.work(), workspace, channel, back);

    CHECK(group.here().reachable);
    CHECK(group.said()[0].state == delivery_state::pending);
    CHECK(group.said()[0].next_try_at == back);
    lose_channel(group.work(), workspace, channel, absence::not_invited, back + days{1});
    CHECK(group.said(message_kind::please_invite).size() == 2);
}

TEST_CASE("a channel without a group can be lost and regained without a word")
{
    group_under_test group;

    lose_channel(group.work(), workspace, channel_id("C2"), absence::not_invited, group.begun());
    regain_channel(group.work(), workspace, channel_id("C2"), group.begun());
    lose_channel(group.work(), workspace_id("T2"), channel, absence::not_invited, group.begun());

    CHECK(group.here().reachable);
    CHECK(group.said().size() == 1);
    CHECK(group.said()[0].state == delivery_state::pending);
}

TEST_CASE("bots, people of other workspaces and switched-off accounts set up no group")
{
    group_under_test group;
    const person ben{.workspace = workspace, .user = user_id("ben")};
    const auto refused = [&](const person& known) {
        group.work().people().save(known);
        const auto answer = setup_group(group.work(), request_in(group, channel_id("C2")));
        return answer ? reason::group_exists : answer.why().why;
    };
    auto known = ben;
    known.bot = true;
    CHECK(refused(known) == reason::bots_stay_out);
    known = ben;
    known.home = workspace_id("T2");
    CHECK(refused(known) == reason::strangers_stay_out);
    known = ben;
    known.deleted = true;
    CHECK(refused(known) == reason::account_switched_off);
    CHECK_FALSE(group.work().groups().in_channel(workspace, channel_id("C2")));
}
