// What a ballot came to does not change any more, whatever becomes of its topics and its voters.
#include "core/voting/results.hpp"

#include "core/voting/close_ballot.hpp"
#include "core/voting/count.hpp"
#include "core/voting/lot.hpp"
#include "core/voting/topics.hpp"
#include "tests/core/voting/votes.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto deadline = at("2026-11-26 10:00");
const auto before = at("2026-11-25 12:00");
const auto after = at("2026-11-26 15:00");

using frozen_line = std::tuple<topic_id, int, int, int, place_rule>;

std::vector<frozen_line> frozen(group_under_test& group, const ballot& closed)
{
    std::vector<frozen_line> lines;
    for (const auto& one : group.result_of(closed))
        lines.emplace_back(one.subject.id, one.votes, one.voters, one.place, one.decided_by);
    return lines;
}

// Five topics, and a tie across the line below place three that somebody's offer and the lot decided.
struct closed_ballot
{
    group_under_test group;
    ballot closed;

    explicit closed_ballot(const ballot_wish& wish = {}) : group({.members = 6})
    {
        const auto running = group.open_ballot({"Audio", "Video", "Light", "Maps", "Charts"}, deadline, wish);
        REQUIRE(group.teach("ben", 3));
        const std::map<std::string, std::vector<int>> votes{
            {"ana", {1, 2}}, {"ben", {1, 3}}, {"cleo", {1, 4}}, {"dan", {5}}, {"eva", {5, 1}}};
        for (const auto& [person, numbers] : votes)
            REQUIRE(group.vote(person, numbers, before));
        group.pass_until(deadline);
        closed = group.reread(running);
    }

    result<ballot_result> results(const std::string& person, std::optional<int> number = {})
    {
        return results_of(group.work(), group.here(), user_id(person), number);
    }
    result<ballot_export> exported(const std::string& person)
    {
        return export_ballot(group.work(), group.here(), user_id(person), {});
    }
};

} // namespace

TEST_CASE("the result is stored as it was counted: votes, voters, places and the rule of each")
{
    closed_ballot made;
    const auto id = [&](int number) { return made.group.topic(number).id; };

    const bool second_first = lot(made.closed.id, id(2)) < lot(made.closed.id, id(4));
    const std::vector<frozen_line> expected{{id(1), 4, 4, 1, place_rule::more_votes},
                                            {id(5), 2, 2, 2, place_rule::more_votes},
                                            {id(3), 1, 1, 3, place_rule::has_teacher},
                                            {id(second_first ? 2 : 4), 1, 1, 4, place_rule::by_lot},
                                            {id(second_first ? 4 : 2), 1, 1, 5, place_rule::more_votes}};
    CHECK((frozen(made.group, made.closed) == expected));
    CHECK(made.closed.voters == 5);
    CHECK(made.closed.electorate == 6);
}

TEST_CASE("offers, other words, seconders, leavers, pauses and new members change nothing of a result")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    const bool anonymous = GENERATE(false, true);
    closed_ballot made({.method = method, .anonymous = anonymous});
    auto& group = made.group;
    const auto lines = frozen(group, made.closed);
    const auto rounds = group.work().ballots().rounds(made.closed.id);
    CHECK(rounds.empty() == (method != ballot_method::ranked));

    REQUIRE(group.teach("cleo", 4));
    REQUIRE(group.second("cleo", 3));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return reword_topic(work, here, {.by = user_id("ana"), .number = 2, .now = after}, "Cutting video");
    }));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return withdraw_topic(work, here, {.by = user_id("ana"), .number = 5, .now = after});
    }));
    REQUIRE(group.leave("ben", after));
    REQUIRE(group.pause("dan", "2026-12-24", after));
    REQUIRE(group.join("zoe", after));
    CHECK(group.press("eva", made.closed, 4, before).rejected_for(reason::ballot_closed));
    group.pass_until(after + days{10});

    CHECK((frozen(group, made.closed) == lines));
    CHECK(group.work().ballots().rounds(made.closed.id) == rounds);
    CHECK(group.reread(made.closed).voters == 5);
    CHECK(group.reread(made.closed).electorate == 6);
    CHECK(group.said(message_kind::ballot_result).size() == 1);
}

TEST_CASE("after the close of an anonymous ballot nobody's choice is known any more, only what all came to")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    closed_ballot made({.method = method, .anonymous = true});
    auto& votes = made.group.work().votes();

    CHECK(votes.all(made.closed).empty());
    CHECK(votes.active_voters(made.closed).empty());
    for (const auto& person : names(6)) {
        CHECK(votes.of(made.closed, made.group.id(person)).empty());
        CHECK_FALSE(votes.has_voted(made.closed, made.group.id(person)));
    }
    CHECK(made.closed.voters == 5);
    CHECK(made.results("ben")->lines.front().voters == 4);
    REQUIRE(made.exported("ana"));
    CHECK(made.exported("ana")->votes.empty());
    CHECK(made.exported("ana")->result.lines.size() == 5);
}

TEST_CASE("until the close of an anonymous ballot a voter sees and changes their own choice")
{
    group_under_test group({.members = 5});
    const auto running = group.open_ballot({"Audio", "Video"}, deadline, {.anonymous = true});
    REQUIRE(group.vote("ben", {1}, before));
    REQUIRE(group.press("ben", running, 2, before));

    CHECK(group.chosen("ben", running) == std::vector{1, 2});
    CHECK(view_ballot(group.work(), group.here(), user_id("ben"))->mine.size() == 2);
}

TEST_CASE("from the export of a named ballot anybody can count the result again")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    closed_ballot made({.method = method});

    const auto all = made.exported("ana");

    REQUIRE(all);
    CHECK(all->votes.size() == 9);
    std::vector<cast_row> cast;
    for (const auto& one : all->votes)
        cast.push_back(
            {.voter = made.group.id(one.voter.value), .given = {.topic = one.topic, .mark = one.mark}});
    const auto again = count_votes(all->result.closed, all->result.lines, cast);
    CHECK(numbers_of(again.lines) == numbers_of(all->result.lines));
    CHECK(places_of(again.lines) == places_of(all->result.lines));
    CHECK(rules_of(again.lines) == rules_of(all->result.lines));
    CHECK(again.rounds == all->result.rounds);
}

TEST_CASE("an export is for facilitators, and of a ballot that is closed")
{
    closed_ballot made;
    CHECK(made.exported("ben").rejected_for(reason::not_a_facilitator));

    group_under_test fresh;
    CHECK(
        export_ballot(fresh.work(), fresh.here(), user_id("ana"), {}).rejected_for(reason::no_closed_ballot));
}

TEST_CASE("members see the newest result, or that of the ballot they name")
{
    closed_ballot made;
    const auto second = made.group.attempt([&](auto& work, const auto& here) {
        return open_ballot(work, here, user_id("ana"), {.topics = {2}}, after);
    });
    REQUIRE(second);
    CHECK(made.results("ben")->closed.number == 1);
    const auto open = made.results("ben", 2);
    REQUIRE(open.rejected_for(reason::still_open));
    CHECK(open.why().number == 2);
    CHECK(open.why().when == second->closes_at);

    made.group.close(after + hours{1});

    CHECK(made.results("ben")->closed.number == 2);
    CHECK(made.results("ben", 1)->closed.number == 1);
    CHECK(made.results("ben", 3).rejected_for(reason::no_such_ballot));
    CHECK(made.results("nobody here").rejected_for(reason::not_a_member));
}

TEST_CASE("the result of a ranked ballot has every round of its count")
{
    closed_ballot made({.method = ballot_method::ranked});

    const auto found = made.results("ben");

    REQUIRE(found);
    REQUIRE_FALSE(found->rounds.empty());
    CHECK(found->rounds.front().round == 1);
    CHECK(found->rounds.back().round == 5);
    CHECK(found->rounds.back().topic == found->lines.front().subject.id);
    CHECK(found->rounds.size() == 5 + 4 + 3 + 2 + 1);
}

TEST_CASE("a result keeps the words that were voted on")
{
    closed_ballot made;
    REQUIRE(made.group.attempt([&](auto& work, const auto& here) {
        return reword_topic(work, here, {.by = user_id("ana"), .number = 1, .now = after}, "Something else");
    }));

    const auto line = made.group.result_of(made.closed).front();

    CHECK(line.subject.number == 1);
    CHECK(line.shown_title() == "Audio");
    CHECK(line.subject.title == "Something else");
}
