// Topics with who wants them, and the ballots and plans that come of them.
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <set>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;

namespace {

struct fixture : stored_group
{
    topic_id audio = add_topic(work, group, "Audio");

    topic reread(topic_id id) { return *work.topics().find(id); }
    session add_session(int day, topic_id about = {}, session_state state = session_state::planned)
    {
        auto fresh = sample_session(group, day);
        fresh.topic = about;
        fresh.state = state;
        return work.sessions().add(fresh);
    }
};

std::vector<std::string> names(const std::vector<user_id>& people)
{
    std::vector<std::string> found;
    for (const auto& one : people)
        found.push_back(one.value);
    return found;
}

bool same(const plan_line& a, const plan_line& b)
{
    return a.meeting == b.meeting && a.topic == b.topic && a.leader == b.leader && a.why == b.why &&
           a.owed == b.owed;
}

} // namespace

TEST_CASE_METHOD(fixture, "a topic comes back with its link and what it goes on with")
{
    auto fresh = reread(audio);
    fresh.title = "Audio, part two";
    fresh.link = "https://example.slack.com/archives/C1/p1794560461204881";
    fresh.follows = audio;
    fresh.times_taught = 3;
    const auto kept = reread(work.topics().add(fresh).id);
    CHECK(kept.number == 2);
    CHECK(kept.link == fresh.link);
    CHECK(kept.follows == audio);
    CHECK(kept.times_taught == 3);
    CHECK(kept.interest == 1);
    CHECK_FALSE((kept.edited_at || kept.merged_into || kept.taught_in));
}

TEST_CASE_METHOD(fixture, "a reworded, merged or taught topic says so")
{
    const auto video = add_topic(work, group, "Video");
    auto changed = reread(audio);
    changed.title = "Sound";
    changed.edited_at = instant{hours{30}};
    changed.interest = 50; // counted, not saved
    work.topics().save(changed);
    CHECK(reread(audio).title == "Sound");
    CHECK(reread(audio).edited_at == instant{hours{30}});
    CHECK(reread(audio).interest == 1);

    changed.state = topic_state::withdrawn;
    changed.merged_into = video;
    work.topics().save(changed);
    CHECK(reread(audio).merged_into == video);
    CHECK(work.topics().open(group).size() == 1);

    const auto held = add_session(5, video, session_state::held);
    auto taught = reread(video);
    taught.state = topic_state::taught;
    taught.taught_in = held.id;
    work.topics().save(taught);
    CHECK(reread(video).taught_in == held.id);
    CHECK(work.topics().open(group).empty());
}

TEST_CASE_METHOD(fixture, "taught topics come newest first, at most so many")
{
    for (const auto* title : {"Video", "Light", "Colour"}) {
        auto taught = reread(add_topic(work, group, title));
        taught.state = topic_state::taught;
        work.topics().save(taught);
    }
    const auto newest = work.topics().taught(group, 2);
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].title == "Colour");
    CHECK(newest[1].title == "Light");
}

TEST_CASE("the interest in a topic is always its proposer and those who second it")
{
    const auto holds = rc::check([] {
        fixture here;
        std::set<int> wanting;
        std::vector<int> order;
        const auto steps = *rc::gen::container<std::vector<std::pair<int, bool>>>(
            rc::gen::pair(rc::gen::inRange(0, 5), rc::gen::arbitrary<bool>()));
        instant now{hours{11}};
        for (const auto& [who, wants] : steps) {
            const user_id person("P" + std::to_string(who));
            now += minutes{1};
            const bool changes = wants != wanting.contains(who);
            RC_ASSERT((wants ? here.work.topics().add_seconder(here.audio, person, now)
                             : here.work.topics().remove_seconder(here.audio, person)) == changes);
            if (!changes) continue;
            std::erase(order, who);
            wants ? static_cast<void>(wanting.insert(who)) : static_cast<void>(wanting.erase(who));
            if (wants) order.push_back(who);
        }
        std::vector<std::string> expected;
        for (const auto who : order)
            expected.push_back("P" + std::to_string(who));
        RC_ASSERT(names(here.work.topics().seconders(here.audio)) == expected);
        RC_ASSERT(here.reread(here.audio).interest == 1 + static_cast<int>(wanting.size()));
    });
    CHECK(holds);
}

TEST_CASE_METHOD(fixture, "a proposer cannot second their own topic")
{
    CHECK_FALSE(work.topics().add_seconder(audio, user_id("U1"), {}));
    CHECK(reread(audio).interest == 1);
    CHECK(work.topics().seconders(audio).empty());
    CHECK_THROWS_AS(work.topics().add_seconder({99}, user_id("U1"), {}), sqlite::error);
}

TEST_CASE_METHOD(fixture, "a ballot asks first for topics that were on none, and for none that is planned")
{
    const auto video = add_topic(work, group, "Video");
    const auto light = add_topic(work, group, "Light");
    const auto colour = add_topic(work, group, "Colour");
    const auto ana = add_member(work, group, "ana");
    const auto ben = add_member(work, group, "ben");
    const auto first = add_ballot(work, group, {audio, light});
    work.votes().replace(first, ana, {{.topic = audio}});
    close(work, first);
    const auto second = add_ballot(work, group, {audio});
    work.votes().replace(second, ben, {{.topic = audio}});
    close(work, second);
    // Of these nothing came: nobody voted, and too few to show it.
    close(work, add_ballot(work, group, {colour}));
    const auto secret =
        work.ballots().add(sample_ballot(group, ballot_method::approval, true), {video, colour});
    work.votes().replace(secret, ana, {{.topic = video}});
    close(work, secret);
    CHECK(work.ballots().newest_closed(group)->id == secret.id);
    CHECK(work.ballots().newest_with_result(group)->id == second.id);
    CHECK(work.topics().next_for_ballot(group, 20) == std::vector{video, colour, light, audio});
    CHECK(work.topics().next_for_ballot(group, 2) == std::vector{video, colour});

    auto planned = add_session(5, video);
    CHECK(work.topics().next_for_ballot(group, 20) == std::vector{colour, light, audio});
    planned.state = session_state::cancelled;
    work.sessions().save(planned);
    CHECK(work.topics().next_for_ballot(group, 20) == std::vector{video, colour, light, audio});
}

TEST_CASE_METHOD(fixture, "no two sessions have the same topic, but those that were cancelled")
{
    auto first = add_session(5, audio);
    CHECK(work.sessions().find(first.id)->topic == audio);
    CHECK_THROWS_AS(add_session(6, audio), sqlite::error);
    CHECK_THROWS_AS(add_session(7, audio, session_state::held), sqlite::error);
    auto second = add_session(8);
    CHECK_FALSE(work.sessions().find(second.id)->topic);
    second.topic = audio;
    CHECK_THROWS_AS(work.sessions().save(second), sqlite::error);
    add_session(9, audio, session_state::cancelled);

    first.state = session_state::cancelled;
    work.sessions().save(first);
    work.sessions().save(second);
    CHECK(work.sessions().find(second.id)->topic == audio);
}

TEST_CASE_METHOD(fixture, "a ballot keeps what was chosen at its opening and how it came out")
{
    const auto video = add_topic(work, group, "Video");
    auto fresh = sample_ballot(group, ballot_method::budget, true);
    fresh.extended = true;
    const auto opened = work.ballots().add(fresh, {audio, video});
    auto kept = *work.ballots().find(opened.id);
    CHECK(kept.method == ballot_method::budget);
    CHECK(kept.budget == 5);
    CHECK((kept.hidden && kept.anonymous && kept.extended));
    CHECK_FALSE(kept.decides);

    CHECK(kept.room == sessions_from_ballot);

    kept.electorate = 9;
    kept.room = 1;
    close(work, kept);
    auto lines = work.ballots().lines(opened.id);
    lines[0].votes = 4;
    lines[0].voters = 3;
    lines[0].place = 2;
    lines[1].votes = 4;
    lines[1].voters = 4;
    lines[1].place = 1;
    lines[1].decided_by = place_rule::more_voters;
    lines[1].tied = true;
    lines[1].teachers = 2;
    lines[1].times_taught = 3;
    lines[1].plannable = false;
    lines[1].title = "As it read";
    for (const auto& line : lines)
        work.ballots().save_line(opened.id, line);
    CHECK(work.ballots().find(opened.id)->electorate == 9);
    CHECK(work.ballots().find(opened.id)->room == 1);
    const auto counted = work.ballots().lines(opened.id);
    CHECK(counted[0].subject.id == audio);
    CHECK((counted[0].votes == 4 && counted[0].voters == 3 && counted[0].place == 2));
    CHECK(counted[0].decided_by == place_rule::more_votes);
    CHECK((counted[1].votes == 4 && counted[1].voters == 4 && counted[1].place == 1));
    CHECK(counted[1].decided_by == place_rule::more_voters);
    CHECK_FALSE(counted[0].tied);
    CHECK((counted[0].plannable && counted[0].title.empty()));
    CHECK((!counted[1].plannable && counted[1].title == "As it read"));
    CHECK((counted[0].teachers == 0 && counted[0].times_taught == 0));
    CHECK((counted[1].tied && counted[1].teachers == 2 && counted[1].times_taught == 3));
}

TEST_CASE_METHOD(fixture, "every rule that sets places apart can be kept")
{
    const auto opened = add_ballot(work, group, {audio});
    close(work, opened);
    auto line = work.ballots().lines(opened.id).front();
    line.place = 1;
    using enum place_rule;
    for (const auto rule : {more_votes, more_voters, has_teacher, taught_less, proposed_earlier, by_lot,
                            run_off, as_before, shared}) {
        line.decided_by = rule;
        work.ballots().save_line(opened.id, line);
        CHECK(work.ballots().lines(opened.id).front().decided_by == rule);
    }
}

TEST_CASE_METHOD(fixture, "rounds come back by round and topic")
{
    const auto video = add_topic(work, group, "Video");
    const auto opened =
        work.ballots().add(sample_ballot(group, ballot_method::ranked, false), {audio, video});
    work.ballots().add_round(opened.id,
                             {.round = 2, .topic = video, .votes = 5, .out_by = place_rule::by_lot});
    work.ballots().add_round(opened.id, {.round = 1, .topic = video, .votes = 3});
    work.ballots().add_round(opened.id, {.round = 1, .topic = audio, .votes = 2});
    CHECK(work.ballots().rounds(opened.id) ==
          std::vector<round_count>{{1, audio, 2}, {1, video, 3}, {2, video, 5, place_rule::by_lot}});
    CHECK_THROWS_AS(work.ballots().add_round(opened.id, {.round = 1, .topic = audio, .votes = 4}),
                    sqlite::error);
}

TEST_CASE_METHOD(fixture, "a run-off is found by the ballot whose tie it breaks")
{
    const auto decided = add_ballot(work, group, {audio});
    close(work, decided);
    CHECK_FALSE(work.ballots().run_off_of(decided.id));
    auto fresh = sample_ballot(group);
    fresh.decides = decided.id;
    const auto run_off = work.ballots().add(fresh, {audio});
    CHECK(work.ballots().run_off_of(decided.id)->id == run_off.id);
    CHECK(work.ballots().find(run_off.id)->decides == decided.id);
    close(work, run_off);
    CHECK_THROWS_AS(work.ballots().add(fresh, {audio}), sqlite::error);
}

TEST_CASE_METHOD(fixture, "a plan comes back as it was saved, and is replaced by the next")
{
    const auto ana = add_member(work, group, "ana");
    const auto ballot = add_ballot(work, group, {audio}).id;
    std::vector<session> sessions;
    for (const auto day : {30, 20, 10, 40, 50, 60, 70})
        sessions.push_back(add_session(day));
    CHECK_FALSE(work.plans().find(ballot));

    topic_plan plan{.ballot = ballot, .rule = plan_rule::turn_first};
    plan.lines = {{sessions[2].id, audio, ana, line_reason::offered, share{-3}},
                  {sessions[1].id, {}, ana, line_reason::in_turn, share{7}},
                  {sessions[0].id, {}, {}, line_reason::nobody, share{0}},
                  {sessions[3].id, {}, ana, line_reason::leads_already, share{1}},
                  {sessions[4].id, {}, ana, line_reason::owes_much, much_owed},
                  {sessions[5].id, {}, ana, line_reason::learns_in_public, share{1}},
                  {sessions[6].id, {}, ana, line_reason::chosen, share{1}}};
    work.plans().save(plan);
    auto kept = work.plans().find(ballot);
    REQUIRE(kept);
    CHECK(kept->ballot == ballot);
    CHECK(kept->rule == plan_rule::turn_first);
    CHECK(kept->state == plan_state::proposed);
    CHECK_FALSE(kept->settled_by);
    CHECK(std::equal(plan.lines.begin(), plan.lines.end(), kept->lines.begin(), kept->lines.end(), same));

    CHECK(kept->revision == plan.revision);

    plan.rule = plan_rule::topic_first;
    plan.revision = 7;
    plan.state = plan_state::settled;
    plan.settled_by = user_id("ana");
    plan.lines = {plan.lines[2], plan.lines[0]};
    work.plans().save(plan);
    kept = work.plans().find(ballot);
    CHECK(kept->rule == plan_rule::topic_first);
    CHECK(kept->state == plan_state::settled);
    CHECK(kept->revision == 7);
    CHECK(kept->settled_by == user_id("ana"));
    CHECK(std::equal(plan.lines.begin(), plan.lines.end(), kept->lines.begin(), kept->lines.end(), same));

    plan.state = plan_state::dropped;
    plan.settled_by.reset();
    plan.lines.clear();
    work.plans().save(plan);
    CHECK(work.plans().find(ballot)->state == plan_state::dropped);
    CHECK(work.plans().find(ballot)->lines.empty());
}

TEST_CASE_METHOD(fixture, "a group remembers by which rule it plans")
{
    auto changed = *work.groups().find(group);
    CHECK(changed.planning == plan_rule::topic_first);
    changed.planning = plan_rule::turn_first;
    work.groups().save(changed);
    CHECK(work.groups().find(group)->planning == plan_rule::turn_first);
    auto other = sample_group("C2");
    other.planning = plan_rule::turn_first;
    CHECK(work.groups().find(work.groups().add(other))->planning == plan_rule::turn_first);
}

TEST_CASE_METHOD(fixture, "what was taught comes by its session, the newest first, whatever its number")
{
    const auto video = add_topic(work, group, "Video");
    const auto light = add_topic(work, group, "Light");
    const auto teach = [&](topic_id id, int day) {
        auto changed = reread(id);
        changed.state = topic_state::taught;
        changed.taught_in = add_session(day, id, session_state::held).id;
        work.topics().save(changed);
    };
    teach(light, 3);
    teach(audio, 9);
    teach(video, 5);

    std::vector<int> found;
    for (const auto& one : work.topics().taught(group, 2))
        found.push_back(one.number);
    CHECK(found == std::vector{1, 2});
}

TEST_CASE_METHOD(fixture, "the number of the session that has a topic stands beside its line")
{
    const auto running = add_ballot(work, group, {audio});
    CHECK(work.ballots().lines(running.id).front().planned_for == 0);
    auto planned = add_session(5, audio);
    CHECK(work.ballots().lines(running.id).front().planned_for == planned.number);
    planned.state = session_state::cancelled;
    work.sessions().save(planned);
    CHECK(work.ballots().lines(running.id).front().planned_for == 0);
}
