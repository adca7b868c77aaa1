#include "core/groups/facilitators.hpp"

#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-24 09:00");

std::vector<std::string> facilitators_of(group_under_test& group)
{
    std::vector<std::string> names;
    for (const auto& one : facilitators(group.work(), group.here().id))
        names.push_back(one.user.value);
    return names;
}

result<member> remove(group_under_test& group, const std::string& by, const std::string& person)
{
    return group.attempt([&](auto& work, const auto& here) {
        return remove_facilitator(work, here, user_id(by), user_id(person), now);
    });
}

std::optional<vacancy> open_vacancy(group_under_test& group)
{
    return group.work().vacancies().open_in(group.here().id);
}

result<member> volunteers(group_under_test& group, vacancy_id id, const std::string& person, instant when)
{
    return group.attempt([&](auto& work, const auto&) { return volunteer(work, id, user_id(person), when); });
}

void make_admin(group_under_test& group, const std::string& person)
{
    group.work().people().save({.workspace = workspace_id("T1"),
                                .user = user_id(person),
                                .home = workspace_id("T1"),
                                .admin = true});
}

std::vector<audit_act> acts(group_under_test& group)
{
    std::vector<audit_act> found;
    for (const auto& one : group.work().audit().newest(group.here().id, 100))
        found.insert(found.begin(), one.what);
    return found;
}

} // namespace

TEST_CASE("a group has three facilitators at most")
{
    group_under_test group({.members = 5});
    REQUIRE(group.make_facilitator("ben"));
    REQUIRE(group.make_facilitator("cleo", "ben"));

    const auto fourth = group.make_facilitator("dan");

    CHECK(fourth.rejected_for(reason::too_many_facilitators));
    CHECK(fourth.why().number == 3);
    CHECK_FALSE(group.who("dan").facilitator);
}

TEST_CASE("a facilitator is a member, made one by a facilitator, once")
{
    group_under_test group;

    const auto refused = group.make_facilitator("cleo", "ben");
    CHECK(refused.rejected_for(reason::not_a_facilitator));
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(group.make_facilitator("nobody here").rejected_for(reason::facilitator_must_join));
    CHECK(group.make_facilitator("ana").rejected_for(reason::already_a_facilitator));
    CHECK(group.make_facilitator("ben", "nobody here").rejected_for(reason::not_a_facilitator));
}

TEST_CASE("somebody who is made a facilitator by another is told, and it is on record")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));

    CHECK(recipients(group.said(message_kind::facilitator_named)) == std::vector<std::string>{"ben"});
    const auto last = group.work().audit().newest(group.here().id, 1).front();
    CHECK(last.what == audit_act::named_facilitator);
    CHECK(last.by == user_id("ana"));
    CHECK(last.about == user_id("ben"));
    CHECK(acts(group).front() == audit_act::set_up);
}

TEST_CASE("when a facilitator leaves, the others are told and nobody else is asked")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));

    REQUIRE(group.leave("ana", now));

    CHECK(facilitators_of(group) == std::vector<std::string>{"ben"});
    CHECK(recipients(group.said(message_kind::facilitator_gone)) == std::vector<std::string>{"ben"});
    CHECK_FALSE(open_vacancy(group));
    CHECK(acts(group).back() == audit_act::facilitator_left);
}

TEST_CASE("when the last facilitator leaves, the members get a card, and the first who volunteers has it")
{
    group_under_test group;
    REQUIRE(group.leave("ana", now));
    const auto vacant = open_vacancy(group);
    REQUIRE(vacant);
    CHECK(facilitators_of(group).empty());
    CHECK(recipients(group.said(message_kind::volunteer_card, vacant->id.value)) ==
          std::vector<std::string>{"the channel"});
    group.post_card(vacant->card, now);

    CHECK(volunteers(group, vacant->id, "ana", now).rejected_for(reason::not_a_member));
    CHECK(volunteers(group, vacant->id, "nobody here", now).rejected_for(reason::not_a_member));
    REQUIRE(volunteers(group, vacant->id, "cleo", now));
    const auto late = volunteers(group, vacant->id, "ben", now);

    CHECK(late.rejected_for(reason::vacancy_filled));
    CHECK(late.why().people == std::vector{user_id("cleo")});
    CHECK(facilitators_of(group) == std::vector<std::string>{"cleo"});
    CHECK(group.dirty(vacant->card));
    CHECK_FALSE(open_vacancy(group));
    make_admin(group, "admin");
    group.pass_until(now + days{5});
    CHECK(group.said(message_kind::facilitator_needed).empty());
}

TEST_CASE("after three days without a volunteer the admins of the workspace are told, once")
{
    group_under_test group;
    make_admin(group, "root");
    group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("robot"), .admin = true, .bot = true});
    group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("old"), .admin = true, .deleted = true});
    REQUIRE(group.leave("ana", now));
    const auto vacant = open_vacancy(group).value();
    CHECK(group.due(timer_kind::volunteering_ends, vacant.id.value) == now + hours{72});

    group.pass_until(now + hours{72} - minutes{1});
    CHECK(group.said(message_kind::facilitator_needed).empty());
    group.pass_until(now + days{10});

    CHECK(recipients(group.said(message_kind::facilitator_needed)) == std::vector<std::string>{"root"});
    CHECK(acts(group).back() == audit_act::admins_told);
    // The card still works.
    CHECK(volunteers(group, vacant.id, "ben", now + days{11}));
}

TEST_CASE("while no admin is known the question to them waits")
{
    group_under_test group;
    REQUIRE(group.leave("ana", now));
    group.pass_until(now + hours{75});
    CHECK(group.said(message_kind::facilitator_needed).empty());

    make_admin(group, "root");
    group.pass_until(now + hours{76});

    CHECK(recipients(group.said(message_kind::facilitator_needed)) == std::vector<std::string>{"root"});
}

TEST_CASE("an admin of the workspace names and removes facilitators of any group")
{
    group_under_test group;
    make_admin(group, "root");
    REQUIRE(group.leave("ana", now));
    const auto vacant = open_vacancy(group).value();

    CHECK(group.make_facilitator("root", "root").rejected_for(reason::facilitator_must_join));
    REQUIRE(group.make_facilitator("ben", "root"));

    CHECK(facilitators_of(group) == std::vector<std::string>{"ben"});
    CHECK(recipients(group.said(message_kind::facilitator_named)) == std::vector<std::string>{"ben"});
    CHECK(volunteers(group, vacant.id, "cleo", now).rejected_for(reason::vacancy_filled));
    REQUIRE(group.make_facilitator("cleo", "root"));
    REQUIRE(remove(group, "root", "ben"));
    CHECK(facilitators_of(group) == std::vector<std::string>{"cleo"});
    CHECK(recipients(group.said(message_kind::facilitator_released)) == std::vector<std::string>{"ben"});
}

TEST_CASE("an admin who is a bot, from elsewhere or switched off has no say")
{
    group_under_test group;
    const workspace_id t1("T1");
    auto& people = group.work().people();
    people.save({.workspace = t1, .user = user_id("robot"), .admin = true, .bot = true});
    people.save({.workspace = t1, .user = user_id("other"), .home = workspace_id("T2"), .admin = true});
    people.save({.workspace = t1, .user = user_id("old"), .admin = true, .deleted = true});
    people.save({.workspace = workspace_id("T2"), .user = user_id("far"), .admin = true});

    for (const std::string by : {"robot", "other", "old", "far"})
        CHECK(group.make_facilitator("ben", by).rejected_for(reason::not_a_facilitator));
    CHECK(facilitators_of(group) == std::vector<std::string>{"ana"});
}

TEST_CASE("a facilitator is removed by another or steps down, and the last one leaves a vacancy")
{
    group_under_test group;
    CHECK(remove(group, "ben", "ana").rejected_for(reason::not_a_facilitator));
    CHECK(remove(group, "ana", "ben").rejected_for(reason::person_does_not_facilitate));
    CHECK(remove(group, "ana", "nobody here").rejected_for(reason::person_does_not_facilitate));
    REQUIRE(group.make_facilitator("ben"));

    REQUIRE(remove(group, "ben", "ana"));
    CHECK_FALSE(open_vacancy(group));
    REQUIRE(remove(group, "ben", "ben"));

    CHECK(open_vacancy(group));
    CHECK(group.who("ben").active());
    // Nobody needs to be told what they did themselves.
    CHECK(recipients(group.said(message_kind::facilitator_released)) == std::vector<std::string>{"ana"});
}

TEST_CASE("whoever joins a group without a facilitator is not made one, while others are in it")
{
    group_under_test group;
    REQUIRE(group.leave("ana", now));

    CHECK_FALSE(group.join("zoe", now)->facilitator);
    CHECK(open_vacancy(group));
}

TEST_CASE("when everybody has left nobody is asked any more, and who joins then facilitates")
{
    group_under_test group({.members = 2});
    make_admin(group, "root");
    REQUIRE(group.leave("ana", now));
    REQUIRE(group.leave("ben", now));

    CHECK_FALSE(open_vacancy(group));
    CHECK(group.join("zoe", now)->facilitator);
    group.pass_until(now + days{5});
    CHECK(group.said(message_kind::facilitator_needed).empty());
    CHECK(acts(group).back() == audit_act::facilitates_alone);
}

TEST_CASE(
    "a facilitator whose account is switched off, or who leaves the channel, is followed in the same way")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));
    const auto here = group.here();

    remove_everywhere(group.work(), here.workspace, user_id("ana"), now);
    CHECK(recipients(group.said(message_kind::facilitator_gone)) == std::vector<std::string>{"ben"});
    remove_from_channel(group.work(), here.workspace, here.channel, user_id("ben"), now);

    CHECK(open_vacancy(group));
    CHECK(group.said(message_kind::volunteer_card).size() == 1);
}
