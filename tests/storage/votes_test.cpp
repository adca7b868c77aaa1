#include "storage/sqlite/error.hpp"
#include "storage/sqlite/memory.hpp"
#include "tests/storage/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <map>
#include <set>

using namespace peerbot::core;
using namespace peerbot::tests;
using peerbot::storage::memory_database;

namespace {

constexpr int people = 6;
constexpr int lines = 5;

struct fixture
{
    memory_database database;
    unit_of_work& work = database.work();
    group_id group = add_group(work);
    std::vector<member_id> voters;
    std::vector<topic_id> topics;
    ballot_id ballot;

    fixture()
    {
        for (int i = 0; i < people; ++i)
            voters.push_back(add_member(work, group, "U" + std::to_string(i)));
        for (int i = 0; i < lines; ++i)
            topics.push_back(add_topic(work, group, "topic " + std::to_string(i)));
        ballot = add_ballot(work, group, topics);
    }
    std::vector<topic_id> choice(const std::vector<int>& numbers) const
    {
        std::vector<topic_id> chosen;
        for (const auto number : numbers)
            chosen.push_back(topics[static_cast<std::size_t>(number)]);
        return chosen;
    }
    std::vector<int> counts()
    {
        std::vector<int> found;
        for (const auto& line : work.ballots().lines(ballot))
            found.push_back(line.votes);
        return found;
    }
};

} // namespace

TEST_CASE("counts of votes and voters are always those of a plain list of choices")
{
    const auto holds = rc::check([] {
        fixture here;
        std::map<int, std::set<int>> model;
        const auto votes = *rc::gen::container<std::vector<std::pair<int, std::vector<int>>>>(rc::gen::pair(
            rc::gen::inRange(0, people), rc::gen::container<std::vector<int>>(rc::gen::inRange(0, lines))));
        for (const auto& [who, chosen] : votes) {
            const auto voter = here.voters[static_cast<std::size_t>(who)];
            here.work.votes().replace(here.ballot, voter, here.choice(chosen), {});
            model[who] = std::set(chosen.begin(), chosen.end());

            std::vector<int> sorted(model[who].begin(), model[who].end());
            RC_ASSERT(here.work.votes().of(here.ballot, voter) == here.choice(sorted));
        }
        std::vector<int> counts(lines);
        std::vector<member_id> voters;
        for (const auto& [who, chosen] : model) {
            for (const auto line : chosen)
                ++counts[static_cast<std::size_t>(line)];
            if (!chosen.empty()) voters.push_back(here.voters[static_cast<std::size_t>(who)]);
        }
        RC_ASSERT(here.counts() == counts);
        RC_ASSERT(here.work.votes().voters(here.ballot) == voters);
        RC_ASSERT(here.work.ballots().find(here.ballot)->voters == static_cast<int>(voters.size()));
    });
    CHECK(holds);
}

TEST_CASE_METHOD(fixture, "replacing a choice by itself writes nothing")
{
    work.votes().replace(ballot, voters[0], choice({1, 3}), {});
    const auto before = database.changes();
    work.votes().replace(ballot, voters[0], choice({3, 1, 1}), {});
    CHECK(database.changes() == before);
    work.votes().replace(ballot, voters[0], choice({3, 2}), {});
    CHECK(database.changes() == before + 4); // a vote and a count each way
}

TEST_CASE_METHOD(fixture, "a vote for a topic that is not on the ballot, or by nobody, cannot be stored")
{
    const auto apart = add_topic(work, group, "apart");
    using peerbot::storage::sqlite::error;
    CHECK_THROWS_AS(work.votes().replace(ballot, voters[0], {apart}, {}), error);
    CHECK_THROWS_AS(work.votes().replace(ballot, {999}, {topics[0]}, {}), error);
    CHECK_THROWS_AS(work.votes().replace({999}, voters[0], {topics[0]}, {}), error);
    CHECK(counts() == std::vector<int>(lines, 0));
}

TEST_CASE_METHOD(fixture, "saving a ballot does not touch the number of voters")
{
    const auto stale = *work.ballots().find(ballot);
    work.votes().replace(ballot, voters[0], choice({0}), {});
    work.ballots().save(stale);
    CHECK(work.ballots().find(ballot)->voters == 1);
}
