#include "storage/sqlite/error.hpp"
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;

namespace {

std::vector<std::string> names(const std::vector<member>& members)
{
    std::vector<std::string> users;
    for (const auto& one : members)
        users.push_back(one.user.value);
    return users;
}

} // namespace

TEST_CASE_METHOD(stored_group, "a group comes back as it was stored")
{
    const auto kept = work.groups().find(group);

    REQUIRE(kept);
    CHECK(kept->id == group);
    CHECK(kept->workspace.value == "T1");
    CHECK(kept->channel.value == "C1");
    CHECK(kept->zone == "Europe/London");
    CHECK(kept->cadence == "m:2:tue");
    CHECK(kept->meets_at == minutes{900});
    CHECK(kept->reachable);
    CHECK_FALSE(kept->card);
    CHECK(kept->created_at == instant{hours{9}});
}

TEST_CASE_METHOD(stored_group, "a saved group is found in its channel, in its workspace only")
{
    const auto card =
        work.cards().add({.id = {}, .kind = card_kind::welcome, .group = group, .subject = group.value});
    auto changed = *work.groups().find(group);
    changed.zone = "Asia/Kolkata";
    changed.reachable = false;
    changed.card = card;
    work.groups().save(changed);
    add_group(work, "C1", "T2");

    const auto kept = work.groups().in_channel(workspace_id("T1"), channel_id("C1"));

    REQUIRE(kept);
    CHECK(kept->id == group);
    CHECK(kept->zone == "Asia/Kolkata");
    CHECK_FALSE(kept->reachable);
    CHECK(kept->card == card);
    CHECK_FALSE(work.groups().in_channel(workspace_id("T3"), channel_id("C1")));
    CHECK(work.groups().all().size() == 2);
}

TEST_CASE_METHOD(stored_group, "saving what was never stored is a mistake of the caller")
{
    auto stranger = sample_group("C9");
    stranger.id = {99};
    CHECK_THROWS_AS(work.groups().save(stranger), std::logic_error);
    CHECK_FALSE(work.groups().find({99}));
    CHECK_FALSE(work.groups().find({}));
}

TEST_CASE_METHOD(stored_group, "members come in the order in which they joined, without those who left")
{
    const auto late = add_member(work, group, "late", instant{hours{3}});
    add_member(work, group, "early", instant{hours{1}});
    const auto gone = add_member(work, group, "gone", instant{hours{2}});
    auto changed = *work.members().find(gone);
    changed.state = member_state::left;
    work.members().save(changed);
    changed = *work.members().find(late);
    changed.state = member_state::paused;
    changed.paused_until = date{days{20'000}};
    changed.facilitator = true;
    work.members().save(changed);

    CHECK(names(work.members().present(group)) == std::vector<std::string>{"early", "late"});
    CHECK(work.members().count_active(group) == 1);
    const auto kept = work.members().find(group, user_id("late"));
    REQUIRE(kept);
    CHECK(kept->id == late);
    CHECK(kept->state == member_state::paused);
    CHECK(kept->paused_until == date{days{20'000}});
    CHECK(kept->facilitator);
    CHECK(kept->joined_at == instant{hours{3}});
    CHECK(work.members().find(group, user_id("gone"))->state == member_state::left);
}

TEST_CASE_METHOD(stored_group, "a person's groups are those of one workspace")
{
    const auto other = add_group(work, "C2");
    const auto elsewhere = add_group(work, "C1", "T2");
    const auto left = add_group(work, "C3");
    for (const auto where : {group, other, elsewhere, left})
        add_member(work, where, "U1");
    add_member(work, group, "U2");
    auto gone = *work.members().find(left, user_id("U1"));
    gone.state = member_state::left;
    work.members().save(gone);

    const auto rows = work.members().of_person(workspace_id("T1"), user_id("U1"));

    REQUIRE(rows.size() == 2);
    CHECK(rows[0].group == group);
    CHECK(rows[1].group == other);
}

TEST_CASE_METHOD(stored_group, "topics are numbered within their group, and keep their teachers in order")
{
    const auto audio = add_topic(work, group, "Audio");
    add_topic(work, add_group(work, "C2"), "Elsewhere");
    const auto video = add_topic(work, group, "Video \xf0\x9f\x8e\xac");
    CHECK(work.topics().add_teacher(video, user_id("U2"), {}));
    CHECK(work.topics().add_teacher(video, user_id("U1"), {}));
    CHECK_FALSE(work.topics().add_teacher(video, user_id("U2"), {}));
    CHECK(work.topics().add_teacher(audio, user_id("U3"), {}));

    const auto kept = work.topics().find(video);
    REQUIRE(kept);
    CHECK(kept->number == 2);
    CHECK(kept->title == "Video \xf0\x9f\x8e\xac");
    CHECK(kept->proposer.value == "U1");
    CHECK(kept->proposed_at == instant{hours{10}});
    CHECK(kept->teachers == std::vector{user_id("U2"), user_id("U1")});
    CHECK(work.topics().find_number(group, 1)->id == audio);
    CHECK_FALSE(work.topics().find_number(group, 3));

    const auto open = work.topics().open(group);
    REQUIRE(open.size() == 2);
    CHECK(open[0].teachers == std::vector{user_id("U3")});
    CHECK(open[1].teachers == std::vector{user_id("U2"), user_id("U1")});
}

TEST_CASE_METHOD(stored_group, "a topic that was taught is not open, and its number is not used again")
{
    const auto audio = add_topic(work, group, "Audio");
    auto changed = *work.topics().find(audio);
    changed.state = topic_state::taught;
    changed.times_taught = 1;
    work.topics().save(changed);

    CHECK(work.topics().open(group).empty());
    CHECK(work.topics().find(audio)->times_taught == 1);
    CHECK(work.topics().find(audio)->state == topic_state::taught);
    CHECK(work.topics().find(add_topic(work, group, "Next"))->number == 2);
}

TEST_CASE_METHOD(stored_group, "a ballot comes back with its lines by topic number")
{
    const auto audio = add_topic(work, group, "Audio");
    const auto video = add_topic(work, group, "Video");
    const auto apart = add_topic(work, group, "Apart");
    work.topics().add_teacher(video, user_id("U2"), {});
    const auto id = add_ballot(work, group, {video, audio}).id;

    const auto kept = work.ballots().find(id);
    REQUIRE(kept);
    CHECK(kept->open());
    CHECK(kept->number == 1);
    CHECK(kept->opener.value == "U1");
    CHECK(kept->opened_at == instant{hours{10}});
    CHECK(kept->closes_at == instant{hours{34}});
    CHECK_FALSE(kept->closed_by);
    CHECK(kept->voters == 0);
    CHECK(work.ballots().open_in(group)->id == id);
    CHECK(work.ballots().has_line(id, audio));
    CHECK_FALSE(work.ballots().has_line(id, apart));

    const auto lines = work.ballots().lines(id);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].subject.title == "Audio");
    CHECK(lines[1].subject.title == "Video");
    CHECK(lines[1].subject.teachers == std::vector{user_id("U2")});
}

TEST_CASE_METHOD(stored_group, "a closed ballot makes room for the next one")
{
    const auto audio = add_topic(work, group, "Audio");
    const auto first = add_ballot(work, group, {audio});
    CHECK_THROWS_AS(add_ballot(work, group, {audio}), peerbot::storage::sqlite::error);
    auto closed = first;
    closed.closed_at = instant{hours{20}};
    closed.closed_by = close_cause::facilitator;
    work.ballots().save(closed);

    CHECK_FALSE(work.ballots().open_in(group));
    CHECK(work.ballots().newest_closed(group)->closed_by == close_cause::facilitator);
    const auto second = add_ballot(work, group, {audio});
    CHECK(second.number == 2);
    CHECK(work.ballots().open_in(group)->id == second.id);
    CHECK(work.ballots().newest_closed(group)->id == first.id);
    CHECK(work.ballots().find_number(group, 2)->id == second.id);
}

TEST_CASE_METHOD(stored_group, "a session is numbered, planned by start, and remembers its leader")
{
    const auto ana = add_member(work, group, "ana");
    const auto later = work.sessions().add(sample_session(group, 40));
    const auto sooner = work.sessions().add(sample_session(group, 10));
    CHECK(later.number == 1);
    CHECK(sooner.number == 2);

    auto changed = sooner;
    changed.leading = leader_state::asked;
    changed.leader = ana;
    changed.length = minutes{90};
    work.sessions().save(changed);

    const auto planned = work.sessions().planned(group);
    REQUIRE(planned.size() == 2);
    CHECK(planned[0].id == sooner.id);
    CHECK(planned[0].leader == ana);
    CHECK(planned[0].leading == leader_state::asked);
    CHECK(planned[0].length == minutes{90});
    CHECK(planned[0].meets_at == sooner.meets_at);
    CHECK(planned[0].starts_at == sooner.starts_at);
    CHECK_FALSE(planned[1].leader);
    CHECK(work.sessions().newest(group)->number == 2);
    CHECK(work.sessions().find_number(group, 1)->id == later.id);
    CHECK(work.sessions().held(group, 5).empty());
}

TEST_CASE_METHOD(stored_group, "held sessions come newest first, at most so many")
{
    for (const auto day : {5, 20, 10}) {
        auto session = sample_session(group, day);
        session.state = session_state::held;
        work.sessions().add(session);
    }
    const auto held = work.sessions().held(group, 2);
    REQUIRE(held.size() == 2);
    CHECK(held[0].starts_at == instant{days{20} + hours{15}});
    CHECK(held[1].starts_at == instant{days{10} + hours{15}});
}

TEST_CASE_METHOD(stored_group, "balances are sums of entries, with the turns that were led")
{
    const auto ana = add_member(work, group, "ana");
    const auto ben = add_member(work, group, "ben");
    add_member(work, group, "new");
    for (const auto day : {10, 40}) {
        auto session = sample_session(group, day);
        session.state = session_state::held;
        session.leading = leader_state::confirmed;
        session.leader = ana;
        const auto id = work.sessions().add(session).id;
        work.ledger().add(group, {.session = id, .member = ana, .owed = share{3}, .given = share{6}});
        work.ledger().add(group, {.session = id, .member = ben, .owed = share{3}, .given = share{0}});
    }

    const auto balances = work.ledger().balances(group);

    REQUIRE(balances.size() == 2);
    CHECK(balances[0].member == ana);
    CHECK(balances[0].owed == share{-6});
    CHECK(balances[0].turns_led == 2);
    CHECK(balances[0].last_led == instant{days{40} + hours{15}});
    CHECK(balances[1].member == ben);
    CHECK(balances[1].owed == share{6});
    CHECK(balances[1].turns_led == 0);
    CHECK_FALSE(balances[1].last_led);
}

TEST_CASE_METHOD(stored_group, "a ledger of two thousand turns does not overflow")
{
    const auto ana = add_member(work, group, "ana");
    database.begin();
    for (int day = 1; day <= 2000; ++day) {
        auto session = sample_session(group, day);
        session.state = session_state::held;
        const auto id = work.sessions().add(session).id;
        work.ledger().add(group, {.session = id, .member = ana, .owed = one_turn, .given = one_turn});
    }
    database.commit();
    CHECK(work.ledger().balances(group).front().owed == share{0});
}

TEST_CASE_METHOD(stored_group, "who skips a session twice skipped it once")
{
    const auto ana = add_member(work, group, "ana");
    const auto session = work.sessions().add(sample_session(group)).id;
    work.ledger().add_skip(session, ana, {});
    work.ledger().add_skip(session, ana, {});
    CHECK(work.ledger().skipped(session) == std::vector{ana});
}

TEST_CASE_METHOD(stored_group, "a timer is there once, also after it fired, until it is cancelled")
{
    const auto add = [&](int hour) {
        work.timers().add({.id = {},
                           .kind = timer_kind::ballot_closes,
                           .group = group,
                           .subject = 7,
                           .due_at = instant{hours{hour}}});
    };
    CHECK_FALSE(work.timers().next_due());
    add(5);
    add(3);
    add(3);
    CHECK(work.timers().waiting(group).size() == 2);
    CHECK(work.timers().next_due() == instant{hours{3}});
    CHECK(work.timers().due(instant{hours{3}} - milliseconds{1}, 10).empty());

    const auto due = work.timers().due(instant{hours{3}}, 10);
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == timer_kind::ballot_closes);
    CHECK(due[0].group == group);
    CHECK(due[0].subject == 7);
    work.timers().mark_fired(due[0].id, instant{hours{3}});
    CHECK_THROWS_AS(work.timers().mark_fired(due[0].id, instant{hours{3}}), std::logic_error);

    add(3);
    CHECK(work.timers().next_due() == instant{hours{5}});
    work.timers().cancel(timer_kind::ballot_closes, 7);
    CHECK_FALSE(work.timers().next_due());
    add(3); // what fired is not taken back
    CHECK_FALSE(work.timers().next_due());
    add(5);
    CHECK(work.timers().due(instant{hours{6}}, 10).size() == 1);
}

TEST_CASE_METHOD(stored_group, "what is taken back in memory was never there")
{
    database.begin();
    add_group(work, "C2");
    database.take_back();
    CHECK(work.groups().all().size() == 1);
    database.begin();
    add_group(work, "C2");
    database.commit();
    CHECK(work.groups().all().size() == 2);
}
