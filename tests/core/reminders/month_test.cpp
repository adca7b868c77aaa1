#include "core/reminders/month.hpp"

#include "core/reminders/controls.hpp"
#include "core/reminders/foresee.hpp"
#include "core/voting/topics.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

people quiet(group_under_test& group, instant now)
{
    people found;
    for (const auto& one : quiet_members(group.work(), group.here(), now))
        found.push_back(one.who.user.value);
    return found;
}

result<member> ask(group_under_test& group, const std::string& by, const std::string& whom, instant now)
{
    const auto id = group.id(whom);
    return group.attempt(
        [&](auto& work, const auto& here) { return ask_quiet_member(work, here, user_id(by), id, now); });
}

} // namespace

TEST_CASE("the summary comes at nine on the first working day of the month, on the group's clock")
{
    const auto next = [](std::string_view zone_name, std::string_view now) {
        group here;
        here.zone = zone_name;
        return next_month_summary(here, at(now));
    };
    CHECK(next("Europe/London", "2026-11-23 10:00") == at("2026-12-01 09:00"));
    CHECK(next("Europe/London", "2026-12-01 08:59") == at("2026-12-01 09:00"));
    CHECK(next("Europe/London", "2026-12-01 09:00") == at("2027-01-01 09:00"));
    CHECK(next("Europe/London", "2027-04-20 09:00") == at("2027-05-03 08:00")); // the 1st is a Saturday
    CHECK(next("America/New_York", "2027-07-20 09:00") == at("2027-08-02 13:00"));
    CHECK(next("Asia/Kathmandu", "2027-01-31 20:00") == at("2027-02-01 03:15")); // it is February there
    CHECK(next("Australia/Lord_Howe", "2027-02-20 09:00") == at("2027-02-28 22:00"));
}

TEST_CASE("each month every facilitator gets one summary")
{
    group_under_test group;
    REQUIRE(group.make_facilitator("ben"));

    group.pass_until(at("2027-01-31 12:00"));

    const auto said = group.said(message_kind::month_summary);
    CHECK(recipients(said) == people{"ana", "ben", "ana", "ben"});
    CHECK(said[0].due_at == at("2026-12-01 09:00"));
    CHECK(said[2].due_at == at("2027-01-01 09:00"));
}

TEST_CASE("who did nothing for two months is quiet, and comes back by doing something")
{
    group_under_test group({.members = 4});
    const auto limit = group.begun() + quiet_after;
    CHECK(quiet(group, limit - milliseconds{1}).empty());
    CHECK(quiet(group, limit + hours{1}) == people{"ana", "ben", "cleo", "dan"});

    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return propose_topic(work, here, {.by = user_id("cleo"), .title = "Maps", .now = limit});
    }));
    REQUIRE(group.pause("dan", "2027-06-01", limit));
    CHECK(quiet(group, limit + hours{1}) == people{"ana", "ben"});
}

TEST_CASE("votes with names and sessions led count as signs, votes on an anonymous ballot cannot")
{
    group_under_test group({.members = 5});
    const auto open = group.open_ballot({"Audio"}, group.begun() + days{3});
    REQUIRE(group.vote("ben", {1}, group.begun()));
    REQUIRE(group.vote("cleo", {1}, group.begun()));
    REQUIRE(group.vote("dan", {1}, group.begun()));
    group.close(open.closes_at);
    const auto first = group.hold_next("eva");
    REQUIRE(first);

    CHECK(quiet(group, open.closes_at + quiet_after - hours{1}) == people{"ana"});
    CHECK(quiet(group, open.closes_at + quiet_after) == people{"ana", "ben", "cleo", "dan"});
}

TEST_CASE("a facilitator asks somebody quiet, in working hours and once in two months")
{
    group_under_test group;
    const auto saturday = at("2027-02-06 11:00");

    CHECK(ask(group, "ben", "cleo", saturday).rejected_for(reason::not_a_facilitator));
    REQUIRE(ask(group, "ana", "ben", saturday));
    const auto asked = group.said(message_kind::quiet_question);
    CHECK(recipients(asked) == people{"ben"});
    CHECK(asked[0].due_at == at("2027-02-08 09:00"));

    const auto again = ask(group, "ana", "ben", saturday + days{30});
    REQUIRE(again.rejected_for(reason::already_asked));
    CHECK(again.why().when == at("2027-02-08 09:00"));
    CHECK(ask(group, "ana", "ben", saturday + days{90}));

    const auto gone = group.id("cleo");
    REQUIRE(group.leave("cleo", saturday));
    CHECK(group
              .attempt([&](auto& work, const auto& here) {
                  return ask_quiet_member(work, here, user_id("ana"), gone, saturday);
              })
              .rejected_for(reason::person_not_a_member));
}

TEST_CASE("what is foreseen is what then comes, to each person")
{
    group_under_test group({.members = 4, .begun = "2027-02-01 10:00"});
    const auto open = group.open_ballot({"Audio"}, at("2027-02-05 12:00"));
    REQUIRE(group.vote("ben", {1}, group.begun()));
    REQUIRE(group.assign("cleo", 1, group.begun()));

    const auto kinds = [&](const std::string& person) {
        std::vector<message_kind> found;
        for (const auto& one : foresee(group.work(), workspace_id("T1"), user_id(person), group.begun()))
            found.push_back(one.kind);
        return found;
    };
    using enum message_kind;
    const auto has = [&](const std::string& person, message_kind kind) {
        const auto all = kinds(person);
        return std::count(all.begin(), all.end(), kind);
    };
    CHECK(has("ben", vote_reminder) == 0);
    CHECK(has("cleo", vote_reminder) == 1);
    CHECK(has("cleo", leader_prepares) == 1);
    CHECK(has("dan", leader_prepares) == 0);
    CHECK(has("ana", month_summary) == 1);
    CHECK(has("ana", session_over) == 1);
    CHECK(has("cleo", session_over) == 0);
    CHECK(foresee(group.work(), workspace_id("T2"), user_id("cleo"), group.begun()).empty());

    const auto all = foresee(group.work(), workspace_id("T1"), user_id("cleo"), group.begun());
    CHECK(
        std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.when < b.when; }));
    CHECK(all.front().when == at("2027-02-04 12:00"));

    REQUIRE(set_reminder_level(group.work(), workspace_id("T1"), user_id("cleo"), vote_reminder,
                               reminder_level::off));
    CHECK(foresee(group.work(), workspace_id("T1"), user_id("cleo"), group.begun()).front().level ==
          reminder_level::off);
    REQUIRE(reminder_done(group.work(), {.workspace = workspace_id("T1"),
                                         .person = user_id("cleo"),
                                         .kind = vote_reminder,
                                         .group = group.here().id,
                                         .subject = open.id.value,
                                         .now = group.begun()}));
    CHECK(has("cleo", vote_reminder) == 0);
}
