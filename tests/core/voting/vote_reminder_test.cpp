// Non-voters are reminded once, a day before the close, within their attention budget; what does not fit it
// goes along with the next message.
#include "core/voting/close_ballot.hpp"

#include "core/reminders/attention.hpp"
#include "core/voting/topics.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

const auto deadline = at("2026-11-26 10:00"); // a Thursday
const auto day_before = at("2026-11-25 10:00");

people reminded(group_under_test& group, const ballot& running)
{
    return recipients(group.said(message_kind::vote_reminder, running.id.value));
}

// Ben and cleo are in two groups of one workspace, and both vote until Thursday.
struct in_two_groups
{
    group_under_test group{group_shape{.members = 5}};
    ballot first = group.open_ballot({"Audio"}, deadline);
    peerbot::core::group other = group.another_group({"ben", "cleo", "kim"});
    ballot second;

    explicit in_two_groups(minutes lasts = days{3})
    {
        const auto opened = group.attempt([&](auto& work, const auto&) -> result<ballot> {
            const auto added =
                propose_topic(work, other, {.by = user_id("ben"), .title = "Maps", .now = group.begun()});
            if (!added) return added.why();
            return open_ballot(work, other, user_id("ben"), {.lasts = lasts}, group.begun());
        });
        second = *opened;
    }

    // As the facilitator of a coming session, say; it is written now.
    void tell(const std::string& person, instant now)
    {
        group.work().outbox().add({.kind = message_kind::leader_day,
                                   .group = group.here().id,
                                   .subject = 1,
                                   .to = user_id(person),
                                   .due_at = now});
    }
    // In each direct message to that person but those about turns to lead, oldest first.
    std::vector<std::vector<ballot_id>> mentions(const std::string& person, instant now)
    {
        std::vector<std::vector<ballot_id>> found;
        for (const auto& one : group.said()) {
            if (one.what.to != recipient(user_id(person))) continue;
            if (one.what.kind == message_kind::leader_week) continue;
            auto& mentioned = found.emplace_back();
            for (const auto& folded : folded_into(group.work(), one, now))
                mentioned.push_back({folded.subject});
        }
        return found;
    }
};

} // namespace

TEST_CASE("a day before the close, who has not voted is reminded, and nobody else")
{
    group_under_test group({.members = 6});
    const auto running = group.open_ballot({"Audio"}, deadline);
    REQUIRE(group.vote("ben", {1}, group.begun()));
    REQUIRE(group.vote("cleo", {1}, group.begun()));
    REQUIRE(group.vote("cleo", {}, group.begun())); // taken back
    REQUIRE(group.pause("dan", "2026-12-24", group.begun()));
    REQUIRE(group.leave("eva", group.begun()));
    REQUIRE(group.join("zoe", group.begun() + days{1}));

    group.pass_until(day_before - milliseconds{1});
    CHECK(reminded(group, running).empty());
    group.pass_until(day_before);

    CHECK(reminded(group, running) == people{"ana", "cleo", "finn", "zoe"});
    for (const auto& one : group.said(message_kind::vote_reminder)) {
        CHECK(one.due_at == day_before);
        CHECK(one.void_after == deadline);
    }
}

TEST_CASE("who votes on an anonymous ballot is not reminded either")
{
    group_under_test group({.members = 5});
    const auto running = group.open_ballot({"Audio"}, deadline, {.anonymous = true});
    for (const auto* const person : {"ana", "ben", "cleo", "dan"})
        REQUIRE(group.vote(person, {1}, group.begun()));

    group.pass_until(day_before);

    CHECK(reminded(group, running) == people{"eva"});
}

TEST_CASE("a vote that is extended reminds nobody a second time")
{
    group_under_test group({.members = 5});
    const auto running = group.open_ballot({"Audio"}, deadline);

    group.pass_until(deadline + days{4});

    CHECK(group.reread(running).extended);
    CHECK(reminded(group, running) == names(5));
}

TEST_CASE("the reminder comes in working hours, later when there is time, else before the weekend")
{
    const auto reminded_at = [](std::string_view closes_at) {
        group_under_test group;
        const auto running = group.open_ballot({"Audio"}, at(closes_at));
        return group.due(timer_kind::vote_reminder, running.id.value);
    };

    CHECK(reminded_at("2026-11-27 17:00") == at("2026-11-26 17:00"));
    CHECK(reminded_at("2026-11-26 20:00") == at("2026-11-26 09:00"));
    CHECK(reminded_at("2026-11-30 12:00") == at("2026-11-30 09:00")); // a Monday
    CHECK(reminded_at("2026-11-29 12:00") == at("2026-11-27 17:59"));
    CHECK(reminded_at("2026-11-30 08:00") == at("2026-11-27 17:59"));
    CHECK(reminded_at("2026-11-23 14:00") == at("2026-11-23 12:00")); // of four hours, two
}

TEST_CASE("a reminder that comes after the close, or after somebody closed the ballot, is not sent")
{
    group_under_test late;
    const auto missed = late.open_ballot({"Audio"}, late.begun() + hours{3});
    late.fire(timer_kind::vote_reminder, missed.id.value, late.begun() + hours{3});
    CHECK(reminded(late, missed).empty());

    group_under_test early;
    const auto closed = early.open_ballot({"Audio"}, deadline);
    early.close(day_before - hours{1});
    early.pass_until(deadline);
    CHECK(reminded(early, closed).empty());
}

TEST_CASE("who is in two groups is told of both votes in one message")
{
    in_two_groups both;

    both.group.pass_until(day_before);

    CHECK(reminded(both.group, both.first) == names(5));
    CHECK(reminded(both.group, both.second) == people{"kim"});
    both.tell("ben", day_before + hours{3});
    CHECK(both.mentions("ben", day_before) == std::vector<std::vector<ballot_id>>{{both.second.id}, {}});
    CHECK(both.mentions("kim", day_before) == std::vector<std::vector<ballot_id>>{{}});
}

TEST_CASE("a vote that does not fit the budget is told of with what comes next")
{
    in_two_groups over_a_day(days{3} + hours{5});
    const auto afternoon = day_before + hours{5};
    over_a_day.group.pass_until(afternoon);
    REQUIRE(reminded(over_a_day.group, over_a_day.first) == names(5));
    REQUIRE(reminded(over_a_day.group, over_a_day.second) == people{"kim"});

    const auto later = afternoon + hours{1};
    over_a_day.tell("ben", later);
    over_a_day.tell("ben", later + hours{1});

    using each = std::vector<std::vector<ballot_id>>;
    CHECK(over_a_day.mentions("ben", later) == each{{}, {over_a_day.second.id}, {}});
    CHECK(over_a_day.mentions("cleo", later) == each{{}});
}

TEST_CASE("a reminder comes after the weekend when there is time, and before it for who is told on Friday")
{
    in_two_groups over_weekend(days{7} + hours{2});
    over_weekend.group.pass_until(at("2026-11-30 09:00"));
    CHECK(reminded(over_weekend.group, over_weekend.second) == people{"ben", "cleo", "kim"});
}

TEST_CASE("a vote that is given more time reminds who was not reminded, as after an outage")
{
    const bool outage = GENERATE(true, false);
    group_under_test group({.members = 6});
    const auto running = group.open_ballot({"Audio"}, deadline);
    const auto back = at("2026-11-30 10:00");
    if (outage)
        group.wake_at(back);
    else
        group.pass_until(back);
    if (outage) REQUIRE(reminded(group, running).empty());

    group.pass_until(at("2026-12-03 10:00"));

    CHECK(reminded(group, running) == people{"ana", "ben", "cleo", "dan", "eva", "finn"});
}

TEST_CASE("a reminder that comes late waits for working hours when there is time")
{
    group_under_test group({.members = 3});
    const auto running = group.open_ballot({"Audio"}, at("2026-11-27 10:00")); // a Friday

    group.fire(timer_kind::vote_reminder, running.id.value, at("2026-11-26 22:00"));

    for (const auto& one : group.said(message_kind::vote_reminder))
        CHECK(one.due_at == at("2026-11-27 09:00"));
    CHECK(reminded(group, running).size() == 3);
}
