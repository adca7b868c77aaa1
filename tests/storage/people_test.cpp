// What is kept of people, of vacancies and of who decided what.
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;

namespace {

const workspace_id t1("T1");
const instant noon{hours{12}};

} // namespace

TEST_CASE_METHOD(stored_group, "a person is kept once for each workspace, as told last")
{
    person ana{.workspace = t1, .user = user_id("U1"), .home = t1, .admin = true, .zone = "Europe/London"};
    work.people().save(ana);
    auto abroad = ana;
    abroad.workspace = workspace_id("T2");
    work.people().save(abroad);
    CHECK(work.people().find(t1, user_id("U1")) == ana);
    CHECK_FALSE(work.people().find(t1, user_id("U2")));

    ana = {.workspace = t1, .user = user_id("U1"), .bot = true, .deleted = true};
    work.people().save(ana);

    CHECK(work.people().find(t1, user_id("U1")) == ana);
    CHECK(work.people().find(workspace_id("T2"), user_id("U1")) == abroad);
}

TEST_CASE_METHOD(stored_group, "admins are people of the workspace who can be written to")
{
    auto& people = work.people();
    people.save({.workspace = t1, .user = user_id("U3"), .home = t1, .admin = true});
    people.save({.workspace = t1, .user = user_id("U1"), .admin = true});
    people.save({.workspace = t1, .user = user_id("U2"), .home = t1});
    people.save({.workspace = t1, .user = user_id("U4"), .home = t1, .admin = true, .bot = true});
    people.save({.workspace = t1, .user = user_id("U5"), .home = t1, .admin = true, .deleted = true});
    people.save({.workspace = t1, .user = user_id("U6"), .home = workspace_id("T9"), .admin = true});
    people.save({.workspace = workspace_id("T2"), .user = user_id("U7"), .admin = true});

    CHECK(people.admins(t1) == std::vector{user_id("U1"), user_id("U3")});
    CHECK(people.admins(workspace_id("T3")).empty());
}

TEST_CASE_METHOD(stored_group, "when everybody was listed is kept for each workspace")
{
    CHECK_FALSE(work.people().listed_at(t1));
    work.people().mark_listed(t1, noon);
    work.people().mark_listed(t1, noon + hours{1});
    CHECK(work.people().listed_at(t1) == noon + hours{1});
    CHECK_FALSE(work.people().listed_at(workspace_id("T2")));
}

TEST_CASE_METHOD(stored_group, "a group keeps its settings and why it is suspended")
{
    auto here = *work.groups().find(group);
    here.name = "Watchers";
    here.length = minutes{90};
    here.link = "https://meet.example.org";
    here.covenant = "Be kind.\nBe on time.";
    here.holidays = "2026-12-24";
    here.reachable = false;
    here.away = absence::archived;
    here.away_since = noon;
    work.groups().save(here);

    const auto read = *work.groups().find(group);
    CHECK(read.name == here.name);
    CHECK(read.length == here.length);
    CHECK(read.link == here.link);
    CHECK(read.covenant == here.covenant);
    CHECK(read.holidays == here.holidays);
    CHECK(read.away == absence::archived);
    CHECK(read.away_since == noon);
}

TEST_CASE_METHOD(stored_group, "a vacancy is found while it is open, and by its number afterwards")
{
    vacancy fresh{.id = {}, .group = group, .opened_at = noon};
    fresh.id = work.vacancies().add(fresh);
    CHECK(work.vacancies().open_in(group)->id == fresh.id);

    fresh.filled_at = noon - hours{1}; // a clock may go back
    fresh.filled_by = user_id("U1");
    work.vacancies().save(fresh);

    CHECK_FALSE(work.vacancies().open_in(group));
    CHECK(work.vacancies().find(fresh.id)->filled_by == user_id("U1"));
    CHECK(work.vacancies().add({.id = {}, .group = group, .opened_at = noon}));
}

TEST_CASE_METHOD(stored_group, "the record of decisions is read from its end, a group at a time")
{
    const auto other = add_group(work, "C2");
    work.audit().add({.group = group, .at = noon, .what = audit_act::set_up, .by = user_id("U1")});
    work.audit().add({.group = other, .at = noon, .what = audit_act::set_up});
    work.audit().add({.group = group,
                      .at = noon,
                      .what = audit_act::settings_changed,
                      .by = user_id("U1"),
                      .about = user_id("U2"),
                      .detail = "name"});

    const auto newest = work.audit().newest(group, 10);
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].what == audit_act::settings_changed);
    CHECK(newest[0].about == user_id("U2"));
    CHECK(newest[0].detail == "name");
    CHECK_FALSE(newest[1].about);
    CHECK(work.audit().newest(group, 1).size() == 1);
}

TEST_CASE_METHOD(stored_group, "a message to somebody is dropped only while it waits")
{
    const auto tell = [&](const recipient& to, hours due) {
        work.outbox().add({.kind = message_kind::leader_day,
                           .group = group,
                           .subject = 1,
                           .to = to,
                           .due_at = instant{due}});
    };
    tell(user_id("U1"), hours{1});
    tell(user_id("U2"), hours{1});
    tell(channel_id("U1"), hours{1});
    const auto on_its_way = work.outbox().ready(noon, 10).front().id;
    work.outbox().mark_sending(on_its_way, noon);
    tell(user_id("U1"), hours{2});

    work.outbox().drop_for(t1, user_id("U1"), "switched off", noon);

    CHECK(work.outbox().find(on_its_way)->state == delivery_state::sending);
    CHECK(work.outbox().find(message_id{2})->state == delivery_state::pending);
    CHECK(work.outbox().find(message_id{3})->state == delivery_state::pending);
    CHECK(work.outbox().find(message_id{4})->state == delivery_state::dropped);
}
