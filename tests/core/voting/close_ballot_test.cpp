// How a ballot ends: at its deadline, once later when too few have voted, late after a downtime, or by hand.
#include "core/voting/close_ballot.hpp"

#include "core/reminders/timer.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

const auto now = at("2026-11-24 10:00");
const auto deadline = at("2026-11-27 10:00");

result<ballot> close_by(group_under_test& group, const std::string& person, instant when)
{
    return group.attempt(
        [&](auto& work, const auto& here) { return close_ballot(work, here, user_id(person), when); });
}

struct on_a_ballot
{
    group_under_test group;
    ballot running;

    explicit on_a_ballot(int members, const ballot_wish& wish = {})
        : group({.members = members}), running(group.open_ballot({"Audio", "Video"}, deadline, wish))
    {}

    void first_vote(int how_many)
    {
        for (const auto& person : names(how_many))
            REQUIRE(group.vote(person, {1}, now));
    }
    ballot seen() { return group.reread(running); }
    std::size_t said(message_kind kind) { return group.said(kind, running.id.value).size(); }
};

} // namespace

TEST_CASE("a vote needs half of the group, and three in a small one; never more than there are")
{
    CHECK(quorum(0) == 0);
    CHECK(quorum(1) == 1);
    CHECK(quorum(2) == 2);
    CHECK(quorum(3) == 3);
    CHECK(quorum(5) == 3);
    CHECK(quorum(6) == 3);
    CHECK(quorum(7) == 4);
    CHECK(quorum(8) == 4);
    CHECK(quorum(12) == 6);
}

TEST_CASE("only a facilitator closes a ballot by hand")
{
    on_a_ballot at_vote(3);
    CHECK(close_by(at_vote.group, "ben", now).rejected_for(reason::not_a_facilitator));
    CHECK(close_by(at_vote.group, "nobody here", now).rejected_for(reason::not_a_facilitator));
    CHECK(at_vote.seen().open());
}

TEST_CASE("a ballot that a facilitator closes tells its result once, and its timers are gone")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    group.post_card(running.card, now);

    const auto closed = close_by(group, "ana", now + hours{1});

    REQUIRE(closed);
    CHECK(closed->closed_at == now + hours{1});
    CHECK(closed->closed_by == close_cause::facilitator);
    CHECK(group.dirty(running.card));
    CHECK(close_by(group, "ana", now + hours{1}).rejected_for(reason::no_open_ballot));
    for (const auto& timer : group.waiting()) {
        CHECK(timer.kind != timer_kind::ballot_closes);
        CHECK(timer.kind != timer_kind::vote_reminder);
    }
    group.pass_until(now + days{5});
    CHECK(recipients(group.said(message_kind::ballot_result)) == std::vector<std::string>{"the channel"});
    CHECK(group.said(message_kind::vote_reminder).empty());
}

TEST_CASE("a ballot closes by itself at its deadline")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, now));

    group.pass_until(now + days{3} - milliseconds{1});
    CHECK(group.reread(running).open());
    group.pass_until(now + days{3});

    CHECK(group.reread(running).closed_at == now + days{3});
    CHECK(group.reread(running).closed_by == close_cause::deadline);
    CHECK(group.said(message_kind::ballot_result).size() == 1);
}

TEST_CASE("a timer that comes days late still closes its ballot, and no vote slips in before")
{
    group_under_test group;
    const auto running = group.open_ballot({"Audio"}, now + days{3});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, now));
    const auto late = now + days{6};
    CHECK(group.vote("ben", {1}, late).rejected_for(reason::ballot_closed));

    group.wake_at(late);

    CHECK(group.reread(running).closed_at == late);
    CHECK(group.reread(running).closed_by == close_cause::deadline);
    CHECK(group.said(message_kind::ballot_result).size() == 1);
    CHECK(group.said(message_kind::vote_reminder).empty());
}

TEST_CASE("a facilitator who closes a ballot after its deadline is not named as the cause")
{
    group_under_test group;
    group.open_ballot({"Audio"}, now + days{3});

    CHECK(close_by(group, "ana", now + days{3})->closed_by == close_cause::deadline);
}

TEST_CASE("a facilitator closes a ballot whatever the number of voters: it is not extended")
{
    on_a_ballot at_vote(6);
    at_vote.first_vote(1);

    const auto closed = close_by(at_vote.group, "ana", now);

    REQUIRE(closed);
    CHECK_FALSE(closed->extended);
    CHECK(closed->voters == 1);
    CHECK(closed->electorate == 6);
    at_vote.group.pass_until(deadline + days{5});
    CHECK(at_vote.said(message_kind::vote_extended) == 0);
    CHECK(at_vote.said(message_kind::ballot_result) == 1);
}

TEST_CASE("a ballot on which too few have voted goes on for 48 hours, once, and then closes as it is")
{
    on_a_ballot at_vote(8);
    at_vote.first_vote(3); // of the four that make half
    at_vote.group.post_card(at_vote.running.card, now);

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().open());
    CHECK(at_vote.seen().extended);
    CHECK(at_vote.seen().closes_at == deadline + days{2});
    CHECK(at_vote.group.due(timer_kind::ballot_closes, at_vote.running.id.value) == deadline + days{2});
    CHECK(at_vote.group.dirty(at_vote.running.card));
    const auto told = at_vote.group.said(message_kind::vote_extended);
    REQUIRE(recipients(told) == people{"the channel"});
    CHECK(told[0].void_after == deadline + days{2});
    CHECK(at_vote.said(message_kind::ballot_result) == 0);

    at_vote.group.pass_until(deadline + days{2} - milliseconds{1});
    CHECK(at_vote.seen().open());
    at_vote.group.pass_until(deadline + days{9});

    CHECK(at_vote.seen().closed_at == deadline + days{2});
    CHECK(at_vote.seen().closed_by == close_cause::deadline);
    CHECK(at_vote.seen().voters == 3);
    CHECK(at_vote.said(message_kind::vote_extended) == 1);
    CHECK(at_vote.said(message_kind::ballot_result) == 1);
}

TEST_CASE("a vote between the first deadline and the second counts, and one more is all it needs")
{
    on_a_ballot at_vote(8);
    at_vote.first_vote(3);
    at_vote.group.pass_until(deadline);

    REQUIRE(at_vote.group.vote("hugo", {2}, deadline + days{1}));
    REQUIRE(at_vote.group.press("ana", at_vote.running, 2, deadline + days{1}));
    CHECK(at_vote.group.vote("gia", {2}, deadline + days{2}).rejected_for(reason::ballot_closed));
    at_vote.group.pass_until(deadline + days{2});

    CHECK(at_vote.seen().voters == 4);
    CHECK(at_vote.group.counted(at_vote.running) == tally{{"Audio", 3}, {"Video", 2}});
}

TEST_CASE("a ballot on which enough have voted closes at its deadline, extended by nothing")
{
    on_a_ballot at_vote(8);
    at_vote.first_vote(4);

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().closed_at == deadline);
    CHECK_FALSE(at_vote.seen().extended);
    CHECK(at_vote.said(message_kind::vote_extended) == 0);
}

TEST_CASE("those on a pause are not needed for half of the group, and their votes do not make it either")
{
    on_a_ballot enough(8);
    enough.first_vote(3);
    for (const auto* const person : {"eva", "finn", "gia"})
        REQUIRE(enough.group.pause(person, "2026-12-24", now));
    enough.group.pass_until(deadline);
    CHECK_FALSE(enough.seen().open());

    on_a_ballot thin(6);
    thin.first_vote(3);
    REQUIRE(thin.group.pause("ben", "2026-12-24", now));
    thin.group.pass_until(deadline);
    CHECK(thin.seen().open());
    CHECK(thin.seen().extended);
}

TEST_CASE("a vote that was taken back is not among those that make half of the group")
{
    on_a_ballot at_vote(4);
    at_vote.first_vote(3);
    REQUIRE(at_vote.group.vote("cleo", {}, now));

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().extended);
}

TEST_CASE("after a downtime over the deadline the 48 hours begin when the bot is back")
{
    on_a_ballot at_vote(5);
    const auto back = deadline + hours{7};
    CHECK(at_vote.group.vote("ben", {1}, back).rejected_for(reason::ballot_closed));

    at_vote.group.wake_at(back);

    CHECK(at_vote.seen().open());
    CHECK(at_vote.seen().closes_at == back + days{2});
    CHECK(at_vote.group.vote("ben", {1}, back));

    on_a_ballot prompt(5);
    prompt.group.wake_at(deadline + minutes{1});
    CHECK(prompt.seen().closes_at == deadline + days{2});
}

TEST_CASE("after a downtime over both deadlines a vote gets its 48 hours once, and closes late")
{
    on_a_ballot at_vote(5);
    at_vote.group.pass_until(deadline);
    const auto back = deadline + days{4};

    at_vote.group.wake_at(back);

    CHECK(at_vote.seen().closed_at == back);
    CHECK(at_vote.seen().closes_at == deadline + days{2});
    CHECK(at_vote.seen().closed_by == close_cause::deadline);
    CHECK(back - at_vote.seen().closes_at > closed_late_after);
    CHECK(at_vote.said(message_kind::vote_extended) == 1);
}

TEST_CASE("a timer of a ballot that was closed, or whose deadline has moved, does nothing")
{
    on_a_ballot at_vote(5);
    at_vote.group.pass_until(deadline);
    const auto fire_at = [&](instant when) {
        REQUIRE(at_vote.group.attempt([&](auto& work, const auto&) {
            deadline_came(work, at_vote.running.id, when);
            return outcome(nothing{});
        }));
    };

    fire_at(deadline + hours{1}); // the first deadline's, once more
    CHECK(at_vote.seen().closes_at == deadline + days{2});
    CHECK(at_vote.seen().open());

    at_vote.group.close(deadline + hours{2});
    fire_at(deadline + days{2});
    CHECK(at_vote.seen().closed_at == deadline + hours{2});
    CHECK(at_vote.said(message_kind::ballot_result) == 1);
}

TEST_CASE("who joins before the close may vote, and counts for half of the group")
{
    on_a_ballot at_vote(5);
    at_vote.first_vote(3);
    REQUIRE(at_vote.group.join("zoe", deadline - hours{2}));
    REQUIRE(at_vote.group.join("yan", deadline - hours{2}));

    REQUIRE(at_vote.group.vote("zoe", {2}, deadline - minutes{1}));
    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().voters == 4); // of seven
    CHECK(at_vote.seen().electorate == 7);
    CHECK(at_vote.group.counted(at_vote.running) == tally{{"Audio", 3}, {"Video", 1}});
}

TEST_CASE("who has left or is on a pause at the close is not counted")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    on_a_ballot at_vote(6, {.method = method});
    for (const auto& person : names(6))
        REQUIRE(at_vote.group.vote(person, {2, 1}, now));
    REQUIRE(at_vote.group.leave("ben", now + hours{1}));
    REQUIRE(at_vote.group.pause("cleo", "2026-12-24", now + hours{1}));

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().voters == 4);
    CHECK(at_vote.seen().electorate == 4);
    const int first_choices_of_audio = method == ballot_method::ranked ? 0 : 4;
    CHECK(at_vote.group.counted(at_vote.running) == tally{{"Audio", first_choices_of_audio}, {"Video", 4}});
    for (const auto& line : at_vote.group.result_of(at_vote.running))
        CHECK(line.voters == 4);
}

TEST_CASE("who was on a pause and is back before the close is counted as they had voted")
{
    on_a_ballot at_vote(5);
    at_vote.first_vote(4);
    REQUIRE(at_vote.group.pause("ben", "2026-12-24", now));
    REQUIRE(at_vote.group.resume("ben", deadline - hours{1}));

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().voters == 4);
    CHECK(at_vote.seen().electorate == 5);
}

TEST_CASE("a ballot closes also in a group that everybody has left")
{
    on_a_ballot at_vote(2);
    REQUIRE(at_vote.group.leave("ben", now));
    REQUIRE(at_vote.group.leave("ana", now));

    at_vote.group.pass_until(deadline);

    CHECK(at_vote.seen().closed_at == deadline);
    CHECK(at_vote.seen().voters == 0);
}

TEST_CASE("an anonymous ballot is not closed by hand before five have voted: their choices could be guessed")
{
    on_a_ballot at_vote(7, {.anonymous = true});
    at_vote.first_vote(5);
    REQUIRE(at_vote.group.pause("ben", "2026-12-24", now)); // whose vote would not count

    const auto refused = close_by(at_vote.group, "ana", now);
    REQUIRE(refused.rejected_for(reason::too_few_to_close));
    CHECK(refused.why().number == 5);
    CHECK(refused.why().when == deadline);
    CHECK(at_vote.seen().open());

    REQUIRE(at_vote.group.vote("gia", {2}, now));
    CHECK(close_by(at_vote.group, "ana", now));
}

TEST_CASE(
    "an anonymous ballot on which fewer than five voted closes in time, and nothing of its counts is kept")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    const int voters = GENERATE(0, 1, 4);
    on_a_ballot at_vote(8, {.method = method, .anonymous = true});
    at_vote.first_vote(voters);

    at_vote.group.pass_until(deadline + days{2});

    CHECK(at_vote.seen().closed_at.has_value());
    CHECK(at_vote.seen().withheld());
    CHECK(at_vote.seen().voters == voters);
    for (const auto& line : at_vote.group.result_of(at_vote.running)) {
        CHECK(line.votes == 0);
        CHECK(line.voters == 0);
        CHECK(line.place == 1);
        CHECK_FALSE(line.tied);
    }
    CHECK(at_vote.group.work().ballots().rounds(at_vote.running.id).empty());
    CHECK(at_vote.group.work().votes().all(at_vote.running).empty());
    CHECK_FALSE(at_vote.group.plan_from(at_vote.running));
}

TEST_CASE("with five voters an anonymous ballot has its result, and a named one has it with any")
{
    on_a_ballot enough(8, {.anonymous = true});
    enough.first_vote(5);
    enough.group.pass_until(deadline);
    CHECK_FALSE(enough.seen().withheld());
    CHECK(enough.group.counted(enough.running) == tally{{"Audio", 5}, {"Video", 0}});

    on_a_ballot named(3);
    named.first_vote(1);
    named.group.close(now);
    CHECK_FALSE(named.seen().withheld());
    CHECK(named.group.counted(named.running) == tally{{"Audio", 1}, {"Video", 0}});
}

TEST_CASE("a tie matters where the coming sessions without a topic end, three at most")
{
    const int have_topics = GENERATE(0, 1, 2, 3);
    group_under_test group({.members = 4});
    REQUIRE(group.propose("ben", "Maps"));
    REQUIRE(group.propose("ben", "Law"));
    REQUIRE(group.propose("ben", "Safety"));
    for (int number = 1; number <= have_topics; ++number) {
        auto meeting = group.meeting(number);
        meeting.topic = group.topic(number).id;
        group.work().sessions().save(meeting);
    }
    const auto running =
        group.open_ballot({"Audio", "Video", "Light", "Text"}, deadline, {.topics = {4, 5, 6, 7}});
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {4, 5, 6, 7}, now));

    group.pass_until(deadline);

    const auto closed = group.reread(running);
    CHECK(closed.room == 3 - have_topics);
    for (const auto& line : group.result_of(closed))
        CHECK(line.tied == (have_topics < 3));
}

TEST_CASE("who joins, leaves, pauses or is back shows on the card of a running vote")
{
    on_a_ballot at_vote(4);
    auto& group = at_vote.group;
    const auto shows = [&] {
        const bool dirty = group.dirty(at_vote.running.card);
        group.work().cards().begin_refresh(at_vote.running.card);
        group.work().cards().end_refresh(at_vote.running.card, true);
        return dirty;
    };
    group.post_card(at_vote.running.card, now);
    CHECK_FALSE(shows());

    REQUIRE(group.join("zoe", now));
    CHECK(shows());
    REQUIRE(group.pause("ben", "2026-12-24", now));
    CHECK(shows());
    REQUIRE(group.resume("ben", now));
    CHECK(shows());
    REQUIRE(group.leave("ben", now));
    CHECK(shows());
}

TEST_CASE("an anonymous vote waits for as many as its counts need, once for 48 hours")
{
    ballot secret;
    CHECK(voters_needed(secret, 6) == 3);
    secret.anonymous = true;
    CHECK(voters_needed(secret, 6) == 5);
    CHECK(voters_needed(secret, 12) == 6);

    on_a_ballot at_vote(6, {.anonymous = true});
    at_vote.first_vote(4);
    at_vote.group.pass_until(deadline);
    CHECK(at_vote.seen().open());
    CHECK(at_vote.seen().extended);
    CHECK(at_vote.said(message_kind::vote_extended) == 1);

    at_vote.first_vote(5);
    at_vote.group.pass_until(deadline + days{2});
    CHECK_FALSE(at_vote.seen().withheld());
    CHECK(at_vote.group.counted(at_vote.running)["Audio"] == 5);
}

TEST_CASE("counts that are shown before the close leave out who would not count, and the card is drawn again")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    on_a_ballot at_vote(4, {.method = method, .hidden = false});
    at_vote.first_vote(4);
    at_vote.group.post_card(at_vote.running.card, now);
    const auto shown = [&] { return lines_so_far(at_vote.group.work(), at_vote.seen())[0].votes; };
    const auto drawn_again = [&] {
        const auto card = at_vote.running.card;
        const bool dirty = at_vote.group.dirty(card);
        at_vote.group.work().cards().begin_refresh(card);
        at_vote.group.work().cards().end_refresh(card, true);
        return dirty;
    };
    REQUIRE(shown() == 4);

    REQUIRE(at_vote.group.pause("ben", "2026-12-24", now));
    CHECK(shown() == 3);
    CHECK(drawn_again());
    REQUIRE(at_vote.group.leave("cleo", now));
    CHECK(shown() == 2);
    CHECK(drawn_again());
    REQUIRE(at_vote.group.resume("ben", now));
    CHECK(shown() == 3);
    CHECK(drawn_again());
    at_vote.group.close(now);
    CHECK(shown() == 3);
}

TEST_CASE("a topic that a session has already takes no room: the tie is decided between the others")
{
    group_under_test group({.members = 4});
    const auto running = group.open_ballot({"Audio", "Video", "Light", "Maps", "Charts"}, deadline);
    auto meeting = group.meeting(3);
    meeting.topic = group.topic(1).id;
    group.work().sessions().save(meeting);
    CHECK(group.work().ballots().lines(running.id)[0].planned_for == 3);
    REQUIRE(group.vote("ana", {1, 2}, now)); // room for two: Video is in, three tie for the other
    REQUIRE(group.vote("ben", {1, 2, 3}, now));
    REQUIRE(group.vote("cleo", {2, 4, 5}, now));

    group.pass_until(deadline);

    const auto lines = group.result_of(running);
    CHECK(group.reread(running).room == 2);
    std::vector<int> tied;
    for (const auto& line : lines) {
        CHECK(line.plannable == (line.subject.number != 1));
        if (line.tied) tied.push_back(line.subject.number);
    }
    std::sort(tied.begin(), tied.end());
    CHECK(tied == std::vector{3, 4, 5});
}
