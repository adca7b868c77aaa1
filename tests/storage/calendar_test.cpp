// What calendars need to know of sessions, and the feeds that show them.
#include "storage/sqlite/error.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/scratch_folder.hpp"
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace peerbot::core;
using namespace peerbot::tests;

TEST_CASE_METHOD(stored_group, "whatever a calendar shows of a session raises its number when it changes")
{
    const auto ana = add_member(work, group, "ana");
    const auto audio = add_topic(work, group, "Audio");
    database.set_now(instant{hours{1}});
    const auto id = work.sessions().add(sample_session(group)).id;
    CHECK(work.sessions().find(id)->changed_at == instant{hours{1}});

    const std::function<void(session&)> changes[] = {
        [](session& one) { one.meets_at += hours{1}; },
        [](session& one) { one.starts_at += hours{1}; },
        [](session& one) { one.length = minutes{90}; },
        [&](session& one) { one.topic = audio; },
        [&](session& one) {
            one.leading = leader_state::asked;
            one.leader = ana;
        },
        [](session& one) { one.leading = leader_state::confirmed; },
        [](session& one) { one.state = session_state::cancelled; },
    };
    int sequence = 0;
    for (const auto& change : changes) {
        const instant now{hours{2 + sequence}};
        database.set_now(now);
        auto changed = *work.sessions().find(id);
        change(changed);
        work.sessions().save(changed);
        CHECK(work.sessions().find(id)->sequence == ++sequence);
        CHECK(work.sessions().find(id)->changed_at == now);
    }

    database.set_now(instant{hours{20}});
    auto same = *work.sessions().find(id);
    same.sequence = 77; // whoever saves it has no say in this
    work.sessions().save(same);
    CHECK(work.sessions().find(id)->sequence == sequence);
    CHECK(work.sessions().find(id)->changed_at < instant{hours{20}});
}

TEST_CASE_METHOD(
    stored_group,
    "the group's name and link and the topic's title raise the number of the sessions that show them")
{
    const auto audio = add_topic(work, group, "Audio");
    const auto add = [&](const std::function<void(session&)>& shape) {
        auto fresh = sample_session(group);
        shape(fresh);
        return work.sessions().add(fresh).id;
    };
    const auto plain = add([](session&) {});
    const auto own_link = add([](session&) {});
    work.sessions().save_details(own_link, {.video_link = "https://meet.example.org/own"});
    const auto about = add([&](session& one) { one.topic = audio; });
    const auto gone = add([](session& one) { one.state = session_state::cancelled; });
    const auto numbers = [&] {
        std::vector<int> found;
        for (const auto id : {plain, own_link, about, gone})
            found.push_back(work.sessions().find(id)->sequence);
        return found;
    };
    REQUIRE(numbers() == std::vector{0, 1, 0, 0});
    database.set_now(instant{hours{9}});

    auto here = *work.groups().find(group);
    here.link = "https://meet.example.org/ours";
    work.groups().save(here);
    CHECK(numbers() == std::vector{1, 1, 1, 0});
    CHECK(work.sessions().find(plain)->changed_at == instant{hours{9}});
    here.name = "Watchers";
    here.link = "https://meet.example.org/new";
    work.groups().save(here);
    CHECK(numbers() == std::vector{2, 2, 2, 0});
    here.covenant = "Be kind.";
    work.groups().save(here);
    auto reworded = *work.topics().find(audio);
    work.topics().save(reworded);
    CHECK(numbers() == std::vector{2, 2, 2, 0});
    reworded.title = "Sound";
    work.topics().save(reworded);
    CHECK(numbers() == std::vector{2, 2, 3, 0});
}

TEST_CASE_METHOD(stored_group, "a calendar shows sessions from a day on, and cancelled ones for a while")
{
    const auto add = [&](int day, session_state state) {
        database.set_now(instant{days{day}});
        auto fresh = sample_session(group, day);
        const auto id = work.sessions().add(fresh).id;
        auto changed = *work.sessions().find(id);
        changed.state = state;
        work.sessions().save(changed);
        return id;
    };
    const auto late = add(30, session_state::planned);
    add(5, session_state::planned);
    const auto gone = add(20, session_state::cancelled);
    const auto held = add(10, session_state::held);
    add(9, session_state::cancelled);

    std::vector<session_id> found;
    for (const auto& one : work.sessions().in_calendar(group, instant{days{9}}, instant{days{15}}))
        found.push_back(one.id);
    CHECK(found == std::vector{held, gone, late});
}

TEST_CASE("a change is dated by the piece of work that made it")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    const auto told = engine.write(
        "",
        [](unit_of_work& work) {
            work.sessions().add(sample_session(add_group(work)));
            return peerbot::storage::keep::yes;
        },
        at(5));
    REQUIRE(told.error.empty());
    engine.read([](unit_of_work& work) { CHECK(work.sessions().planned({1}).at(0).changed_at == at(5)); });
}

TEST_CASE_METHOD(stored_group, "a feed is found by its secret and by whose it is, until it is revoked")
{
    const std::string a(64, 'a');
    const std::string b(64, 'b');
    const workspace_id workspace("T1");
    const auto mine = work.feeds().add(
        {.id = {}, .workspace = workspace, .group = {}, .person = user_id("U1"), .created_at = at(1)}, a);
    const auto ours =
        work.feeds().add({.id = {}, .workspace = workspace, .group = group, .created_at = at(2)}, b);

    CHECK(work.feeds().with_secret(a)->id == mine);
    CHECK(work.feeds().with_secret(a)->person == user_id("U1"));
    CHECK_FALSE(work.feeds().with_secret(a)->group);
    CHECK(work.feeds().with_secret(b)->group == group);
    CHECK(work.feeds().with_secret(b)->person.empty());
    CHECK(work.feeds().of_group(group)->id == ours);
    CHECK(work.feeds().of_person(workspace, user_id("U1"))->created_at == at(1));
    CHECK_FALSE(work.feeds().of_person(workspace_id("T2"), user_id("U1")));
    CHECK_FALSE(work.feeds().with_secret(std::string(64, 'c')));

    work.feeds().revoke(mine, at(3));
    CHECK_FALSE(work.feeds().with_secret(a));
    CHECK_FALSE(work.feeds().of_person(workspace, user_id("U1")));
    CHECK(work.feeds().with_secret(b));
    CHECK_THROWS_AS(work.feeds().revoke(mine, at(4)), std::logic_error);
}

TEST_CASE_METHOD(stored_group, "a wish is of one person, one kind and one workspace")
{
    const user_id ben("ben");
    const workspace_id workspace("T1");
    CHECK_FALSE(work.attention().wish(workspace, ben, message_kind::vote_reminder));
    work.attention().save_wish(
        workspace, ben,
        {.kind = message_kind::vote_reminder, .level = reminder_level::fewer, .skipped = true});
    CHECK(work.attention().wish(workspace, ben, message_kind::vote_reminder)->skipped);
    CHECK_FALSE(work.attention().wish(workspace_id("T2"), ben, message_kind::vote_reminder));
    CHECK_FALSE(work.attention().wish(workspace, ben, message_kind::month_summary));
}
