#include "core/voting/cast_vote.hpp"
#include "core/voting/close_ballot.hpp"
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <map>
#include <random>
#include <sqlite3.h>

using namespace peerbot::core;
using namespace peerbot::tests;
using peerbot::storage::memory_database;
namespace sqlite = peerbot::storage::sqlite;

namespace {

struct shape
{
    ballot_method method;
    bool anonymous;
};

constexpr shape shapes[] = {{ballot_method::approval, false}, {ballot_method::budget, false},
                            {ballot_method::ranked, false},   {ballot_method::approval, true},
                            {ballot_method::budget, true},    {ballot_method::ranked, true}};

// What each voter gave, by number of voter and line.
using marks = std::map<int, int>;
using model = std::map<int, marks>;

// An open ballot in a group of its own, with what is expected of it.
struct place
{
    ballot open;
    std::vector<member_id> voters;
    std::vector<topic_id> topics;
    model expected = {};

    place(unit_of_work& work, int number, const shape& how, int people, int lines)
    {
        const auto group = add_group(work, "C" + std::to_string(number));
        for (int i = 0; i < people; ++i)
            voters.push_back(add_member(work, group, "U" + std::to_string(i)));
        for (int i = 0; i < lines; ++i)
            topics.push_back(add_topic(work, group, "topic " + std::to_string(i)));
        open = work.ballots().add(sample_ballot(group, how.method, how.anonymous), topics);
    }
    member_id voter(int number) const { return voters[static_cast<std::size_t>(number)]; }
    std::vector<vote> choice(const marks& given) const
    {
        std::vector<vote> chosen;
        for (const auto& [line, mark] : given)
            chosen.push_back({.topic = topics[static_cast<std::size_t>(line)], .mark = mark});
        return chosen;
    }
    // Marks as the method has them, from numbers of lines in some order.
    marks given(const std::vector<int>& numbers) const
    {
        marks chosen;
        for (const auto line : numbers) {
            const auto before = static_cast<int>(chosen.size());
            if (!chosen.try_emplace(line, open.method == ballot_method::ranked ? before + 1 : 1).second &&
                open.method == ballot_method::budget)
                chosen[line] = most_votes_on_topic;
        }
        return chosen;
    }
    void vote_for(unit_of_work& work, int who, const marks& wanted)
    {
        work.votes().replace(open, voter(who), choice(wanted));
        if (wanted.empty())
            expected.erase(who);
        else
            expected[who] = wanted;
    }
    std::vector<int> expected_counts() const
    {
        std::vector<int> counts(topics.size());
        for (const auto& [who, given] : expected)
            for (const auto& [line, mark] : given)
                counts[static_cast<std::size_t>(line)] +=
                    open.method == ballot_method::ranked ? static_cast<int>(mark == 1) : mark;
        return counts;
    }
    std::vector<int> counts(unit_of_work& work) const
    {
        std::vector<int> found;
        for (const auto& line : work.ballots().lines(open.id))
            found.push_back(line.votes);
        return found;
    }
    bool as_expected(unit_of_work& work) const
    {
        int people = 0;
        std::size_t row = 0;
        const auto rows = work.votes().all(open);
        for (const auto& [who, given] : expected) {
            ++people;
            for (const auto& one : choice(given)) {
                if (row == rows.size() || rows[row].voter != voter(who) || rows[row].given != one)
                    return false;
                ++row;
            }
        }
        return row == rows.size() && counts(work) == expected_counts() &&
               work.ballots().find(open.id)->voters == people;
    }
};

// Lines and ballots whose count is not that of their rows.
std::int64_t wrong_counts(unit_of_work& work)
{
    return static_cast<sqlite::unit_of_work&>(work).base().number(
        "WITH every AS (SELECT * FROM votes UNION ALL SELECT * FROM sealed_votes)"
        " SELECT (SELECT count(*) FROM ballot_topics l JOIN ballots b ON b.id = l.ballot_id WHERE l.votes <>"
        "  (SELECT coalesce(sum(CASE WHEN b.method = 'ranked' THEN e.mark = 1 ELSE e.mark END), 0)"
        "   FROM every e WHERE e.ballot_id = l.ballot_id AND e.topic_id = l.topic_id))"
        " + (SELECT count(*) FROM ballots b WHERE b.voters <>"
        "  (SELECT count(DISTINCT voter_id) FROM every e WHERE e.ballot_id = b.id))"
        " + (SELECT count(*) FROM votes v JOIN ballots b ON b.id = v.ballot_id WHERE b.anonymous)"
        " + (SELECT count(*) FROM sealed_votes v JOIN ballots b ON b.id = v.ballot_id WHERE NOT "
        "b.anonymous)");
}

struct fixture
{
    memory_database database;
    unit_of_work& work = database.work();
    std::vector<place> places;

    explicit fixture(int people = 6, int lines = 5)
    {
        for (const auto& how : shapes)
            places.emplace_back(work, static_cast<int>(places.size()), how, people, lines);
    }
};

} // namespace

TEST_CASE("counts of votes and voters are always those of a plain list of choices")
{
    const auto holds = rc::check([] {
        fixture here;
        const auto votes = *rc::gen::container<std::vector<std::tuple<int, int, std::vector<int>>>>(
            rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(0, 6),
                           rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5))));
        for (const auto& [where, who, numbers] : votes) {
            auto& place = here.places[static_cast<std::size_t>(where)];
            place.vote_for(here.work, who, place.given(numbers));
            RC_ASSERT(here.work.votes().of(place.open, place.voter(who)) ==
                      place.choice(place.expected[who]));
            RC_ASSERT(here.work.votes().has_voted(place.open, place.voter(who)) !=
                      place.expected[who].empty());
            std::erase_if(place.expected, [](const auto& one) { return one.second.empty(); });
            RC_ASSERT(wrong_counts(here.work) == 0);
        }
        for (const auto& place : here.places)
            RC_ASSERT(place.as_expected(here.work));
    });
    CHECK(holds);
}

TEST_CASE("many voters change their minds on ballots of every kind at once")
{
    fixture here(300, most_topics_on_ballot);
    std::mt19937 dice(20270104);
    const auto below = [&](int end) { return std::uniform_int_distribution<>(0, end - 1)(dice); };
    here.database.begin();
    for (int press = 0; press < 12'000; ++press) {
        auto& place = here.places[static_cast<std::size_t>(below(6))];
        const auto who = below(300);
        std::vector<int> numbers;
        if (below(4) != 0) // otherwise everything is taken back
            for (auto left = below(most_topics_on_ballot + 1); left > 0; --left)
                numbers.push_back(below(most_topics_on_ballot));
        place.vote_for(here.work, who, place.given(numbers));
    }
    here.database.commit();
    CHECK(wrong_counts(here.work) == 0);
    for (const auto& place : here.places)
        CHECK(place.as_expected(here.work));
}

TEST_CASE_METHOD(fixture, "replacing a choice by itself writes nothing")
{
    for (auto& place : places) {
        place.vote_for(work, 0, place.given({1, 3}));
        const auto before = database.changes();
        auto same = place.choice(place.expected[0]);
        std::swap(same[0], same[1]);
        work.votes().replace(place.open, place.voter(0), same);
        CHECK(database.changes() == before);
        place.vote_for(work, 0, place.given({3, 2}));
        CHECK(place.as_expected(work));
    }
}

TEST_CASE_METHOD(fixture, "a changed choice writes the rows that changed")
{
    auto& place = places[0];
    place.vote_for(work, 0, place.given({1, 3}));
    const auto before = database.changes();
    place.vote_for(work, 0, place.given({3, 2}));
    CHECK(database.changes() == before + 3); // the vote, and the count of both topics
}

TEST_CASE_METHOD(fixture, "a vote for a topic that is not on the ballot, or by nobody, cannot be stored")
{
    using sqlite::error;
    for (auto& place : places) {
        const auto apart = add_topic(work, place.open.group, "apart");
        for (const auto mark : {1, 2}) {
            CHECK_THROWS_AS(work.votes().replace(place.open, place.voter(0), {{apart, mark}}), error);
            CHECK_THROWS_AS(work.votes().replace(place.open, {999'999}, {{place.topics[0], mark}}), error);
        }
        auto unknown = place.open;
        unknown.id = {999};
        CHECK_THROWS_AS(work.votes().replace(unknown, place.voter(0), {{place.topics[0], 1}}), error);
        for (const auto mark : {0, -1, most_topics_on_ballot + 1})
            CHECK_THROWS_AS(work.votes().replace(place.open, place.voter(0), {{place.topics[0], mark}}),
                            error);
        CHECK(place.as_expected(work));
        place.vote_for(work, 0, place.given({1}));
        CHECK_THROWS_AS(work.votes().replace(place.open, place.voter(0), {{apart, 1}}), error);
    }
}

TEST_CASE_METHOD(fixture, "a vote on an anonymous ballot is never stored as a named one, nor after its close")
{
    auto& place = places[3];
    auto mistaken = place.open;
    mistaken.anonymous = false;
    CHECK_THROWS_AS(work.votes().replace(mistaken, place.voter(0), {{place.topics[0], 1}}), sqlite::error);
    mistaken = places[0].open;
    mistaken.anonymous = true;
    CHECK_THROWS_AS(work.votes().replace(mistaken, places[0].voter(0), {{places[0].topics[0], 1}}),
                    sqlite::error);
    close(work, place.open);
    CHECK_THROWS_AS(work.votes().replace(place.open, place.voter(0), {{place.topics[0], 1}}), sqlite::error);
}

TEST_CASE_METHOD(fixture,
                 "forgetting the choices of one ballot leaves its counts, and everything of the others")
{
    for (auto& place : places)
        for (int who = 0; who < 6; ++who)
            place.vote_for(work, who, place.given({who % 5, (who + 1) % 5}));
    auto& closed = places[4];
    close(work, closed.open);

    work.votes().forget_choices(closed.open);

    CHECK(work.votes().all(closed.open).empty());
    CHECK(work.votes().active_voters(closed.open).empty());
    CHECK_FALSE(work.votes().has_voted(closed.open, closed.voter(0)));
    CHECK(closed.counts(work) == closed.expected_counts());
    CHECK(work.ballots().find(closed.open.id)->voters == 6);
    for (const auto& place : places)
        if (&place != &closed) CHECK(place.as_expected(work));
}

TEST_CASE_METHOD(fixture, "a ballot that was closed without forgetting is forgotten with the next one")
{
    for (auto& place : places)
        place.vote_for(work, 0, place.given({0, 1}));
    close(work, places[3].open);
    close(work, places[5].open);
    work.votes().forget_choices(places[5].open);
    CHECK(work.votes().all(places[3].open).empty());
    CHECK(work.votes().all(places[5].open).empty());
    CHECK(places[4].as_expected(work));
}

TEST_CASE_METHOD(fixture, "saving a ballot does not touch the number of voters")
{
    auto& place = places[0];
    const auto stale = *work.ballots().find(place.open.id);
    place.vote_for(work, 0, place.given({0}));
    work.ballots().save(stale);
    CHECK(work.ballots().find(place.open.id)->voters == 1);
}

TEST_CASE_METHOD(fixture, "a vote runs as many statements when many have voted as when few have")
{
    auto& place = places[0];
    place.open.card = work.cards().add({.id = {},
                                        .kind = card_kind::ballot,
                                        .group = place.open.group,
                                        .subject = place.open.id.value,
                                        .channel = {},
                                        .stamp = {}});
    work.ballots().save(place.open);
    int begun = 0;
    auto& base = static_cast<sqlite::unit_of_work&>(work).base();
    const auto count = [](unsigned, void* sum, void*, void*) {
        ++*static_cast<int*>(sum);
        return 0;
    };
    sqlite3_trace_v2(base.database().getHandle(), SQLITE_TRACE_STMT, count, &begun);
    const auto vote_of = [&](int voter) {
        begun = 0;
        const auto here = *work.groups().find(place.open.group);
        const auto who = work.members().find(place.voter(voter));
        REQUIRE(
            cast_vote(work, here, {.voter = who->user, .numbers = {1, 3}, .cast_at = place.open.opened_at}));
        return begun;
    };
    vote_of(0); // which also marks the card
    const auto early = vote_of(1);
    const auto people = static_cast<int>(place.voters.size());
    for (int voter = 2; voter < people; ++voter)
        CHECK(vote_of(voter) == early);
    CHECK(counting_voters(work, place.open) == people);

    auto gone = *work.members().find(place.voter(1));
    gone.state = member_state::left;
    work.members().save(gone);
    CHECK(counting_voters(work, place.open) == people - 1);
    CHECK(lines_so_far(work, place.open)[0].votes == people - 1);
    CHECK(std::ssize(work.votes().active_voters(place.open)) == people - 1);
    sqlite3_trace_v2(base.database().getHandle(), 0, nullptr, nullptr);
}
