#include "core/voting/cast_vote.hpp"

#include "core/voting/close_ballot.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto deadline = at("2026-11-26 10:00");
const auto before = at("2026-11-25 12:00");

struct on_a_ballot
{
    group_under_test group;
    ballot running = group.open_ballot({"Audio", "Video", "Light"}, deadline);
};

using numbers = std::vector<int>;

} // namespace

TEST_CASE("a vote sets the choice, another one replaces it, and none at all takes it back")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;

    const auto first = group.vote("ben", {1, 3}, before);
    REQUIRE(first);
    CHECK(first->mine.size() == 2);
    CHECK(first->mark_of(first->lines[0].subject.id) == 1);
    CHECK(first->mark_of(first->lines[1].subject.id) == 0);
    CHECK(first->running.voters == 1);
    CHECK(group.counted(at_vote.running) == tally{{"Audio", 1}, {"Video", 0}, {"Light", 1}});

    REQUIRE(group.vote("ben", {2}, before));
    CHECK(group.counted(at_vote.running) == tally{{"Audio", 0}, {"Video", 1}, {"Light", 0}});
    CHECK(group.reread(at_vote.running).voters == 1);

    REQUIRE(group.vote("ben", {}, before));
    CHECK(group.counted(at_vote.running) == tally{{"Audio", 0}, {"Video", 0}, {"Light", 0}});
    CHECK(group.reread(at_vote.running).voters == 0);
}

TEST_CASE("one number that is not on the ballot rejects them all and changes nothing")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    REQUIRE(group.vote("ben", {2}, before));

    for (const int wrong : {0, -1, 4, 999'999'999}) {
        const auto answer = group.vote("ben", {1, wrong, 3}, before);
        REQUIRE(answer.rejected_for(reason::not_on_ballot));
        CHECK(answer.why().number == wrong);
    }
    CHECK(group.chosen("ben", at_vote.running) == numbers{2});
}

TEST_CASE("a topic proposed after the ballot opened is not on it")
{
    on_a_ballot at_vote;
    REQUIRE(at_vote.group.propose("ben", "Colour"));

    CHECK(at_vote.group.vote("ben", {4}, before).rejected_for(reason::not_on_ballot));
    CHECK(at_vote.group.press("ben", at_vote.running, 4, before).rejected_for(reason::not_on_ballot));
}

TEST_CASE("a number named twice counts once")
{
    on_a_ballot at_vote;

    const auto answer = at_vote.group.vote("ben", {3, 3, 1, 3}, before);

    REQUIRE(answer);
    CHECK(answer->mine.size() == 2);
    CHECK(at_vote.group.counted(at_vote.running) == tally{{"Audio", 1}, {"Video", 0}, {"Light", 1}});
}

TEST_CASE("strangers, those who left and those on a pause cannot vote, by command or by button")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    REQUIRE(group.leave("ben", before));
    REQUIRE(group.pause("cleo", "2026-12-24", before));

    CHECK(group.vote("nobody here", {1}, before).rejected_for(reason::not_a_member));
    CHECK(group.press("nobody here", at_vote.running, 1, before).rejected_for(reason::not_a_member));
    CHECK(group.vote("ben", {1}, before).rejected_for(reason::not_a_member));
    CHECK(group.press("ben", at_vote.running, 1, before).rejected_for(reason::not_a_member));
    CHECK(group.vote("cleo", {1}, before).rejected_for(reason::member_is_paused));
    CHECK(group.press("cleo", at_vote.running, 1, before).rejected_for(reason::member_is_paused));
    CHECK(group.reread(at_vote.running).voters == 0);
}

TEST_CASE("a vote at the deadline or after it changes nothing and says when the ballot closed")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    REQUIRE(group.vote("ben", {1}, deadline - milliseconds{1}));

    for (const auto late : {deadline, instant(deadline + days{9})}) {
        const auto answer = group.vote("ben", {2}, late);
        REQUIRE(answer.rejected_for(reason::ballot_closed));
        CHECK(answer.why().when == deadline);
        CHECK(group.press("ben", at_vote.running, 2, late).rejected_for(reason::ballot_closed));
    }
    CHECK(group.chosen("ben", at_vote.running) == numbers{1});
}

TEST_CASE("a vote on a ballot that a facilitator closed is too late, whatever its deadline")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    const auto closed = before + hours{1};
    group.close(closed);

    CHECK(group.vote("ben", {1}, closed).rejected_for(reason::no_open_ballot));
    const auto pressed = group.press("ben", at_vote.running, 1, before);
    REQUIRE(pressed.rejected_for(reason::ballot_closed));
    CHECK(pressed.why().when == closed);
}

TEST_CASE("there is nothing to vote on before a ballot is opened")
{
    group_under_test group;
    CHECK(group.vote("ben", {1}, before).rejected_for(reason::no_open_ballot));
}

TEST_CASE("a press chooses a topic, and the next press takes that vote back")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    REQUIRE(group.vote("ben", {2}, before));

    REQUIRE(group.press("ben", at_vote.running, 3, before));
    CHECK(group.chosen("ben", at_vote.running) == numbers{2, 3});
    REQUIRE(group.press("ben", at_vote.running, 2, before));
    CHECK(group.chosen("ben", at_vote.running) == numbers{3});
    REQUIRE(group.press("ben", at_vote.running, 3, before));
    CHECK(group.chosen("ben", at_vote.running).empty());
    CHECK(group.reread(at_vote.running).voters == 0);
}

TEST_CASE("a press from another workspace, or on a ballot that never was, finds none")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    const auto pressed = [&](const std::string& workspace, ballot_id ballot) {
        return group.attempt([&](auto& work, const auto& here) {
            return press_vote(work, {.workspace = workspace_id(workspace),
                                     .voter = user_id("ben"),
                                     .ballot = ballot,
                                     .topic = work.topics().find_number(here.id, 1)->id,
                                     .mark = {},
                                     .cast_at = before});
        });
    };

    CHECK(pressed("T2", at_vote.running.id).rejected_for(reason::no_such_ballot));
    CHECK(pressed("T1", ballot_id{999}).rejected_for(reason::no_such_ballot));
    CHECK(pressed("T1", at_vote.running.id));
}

TEST_CASE("a press on the card of an old ballot does not vote on the new one")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    group.close(before);
    const auto next = group.open_ballot({"Colour"}, deadline);

    CHECK(group.press("ben", at_vote.running, 1, before).rejected_for(reason::ballot_closed));
    CHECK(group.reread(next).voters == 0);
}

TEST_CASE("every accepted vote makes the card dirty, and a rejected one does not")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    group.post_card(at_vote.running.card, before);

    REQUIRE_FALSE(group.vote("ben", {9}, before));
    CHECK_FALSE(group.dirty(at_vote.running.card));
    REQUIRE(group.vote("ben", {1}, before));
    CHECK(group.dirty(at_vote.running.card));
}

TEST_CASE("a member sees the ballot with their own votes, also during a pause; a stranger does not")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    REQUIRE(group.vote("ben", {1, 3}, before));
    REQUIRE(group.pause("ben", "2026-12-24", before));
    const auto seen_by = [&](const std::string& person) {
        return view_ballot(group.work(), group.here(), user_id(person));
    };

    REQUIRE(seen_by("ben"));
    CHECK(seen_by("ben")->mine.size() == 2);
    CHECK(seen_by("ana")->mine.empty());
    CHECK(seen_by("ana")->lines.size() == 3);
    CHECK(seen_by("nobody here").rejected_for(reason::not_a_member));
}

TEST_CASE("however a choice came about, it is told by topic")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    group_under_test group;
    const auto running = group.open_ballot({"Audio", "Video", "Light"}, deadline, {.method = method});
    const auto by_topic = [](const result<ballot_view>& seen) {
        return std::is_sorted(seen->mine.begin(), seen->mine.end());
    };

    CHECK(by_topic(group.vote("ben", {3, 1}, before)));
    CHECK(by_topic(group.press("ben", running, 2, before)));
    CHECK(by_topic(view_ballot(group.work(), group.here(), user_id("ben"))));
    CHECK(view_ballot(group.work(), group.here(), user_id("ben"))->mine.size() == 3);
}

TEST_CASE("a press stamped after the deadline never counts, though the ballot is still to be closed")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    group_under_test group;
    const auto running = group.open_ballot({"Audio", "Video"}, deadline, {.method = method});
    REQUIRE(group.press("ben", running, 1, deadline - milliseconds{1}));

    for (const auto mark : {std::optional<int>{}, std::optional(0), std::optional(1)}) {
        const auto late = group.press("ben", running, 1, deadline, mark);
        REQUIRE(late.rejected_for(reason::ballot_closed));
        CHECK(late.why().when == deadline);
    }
    CHECK(group.marks("ben", running) == std::map<int, int>{{1, 1}});
}

TEST_CASE("a press on a ballot that was closed late is told of its deadline, not of the bot's delay")
{
    on_a_ballot at_vote;
    auto& group = at_vote.group;
    for (const auto& person : names(3))
        REQUIRE(group.vote(person, {1}, before));
    group.wake_at(deadline + hours{8});

    const auto late = group.press("ben", at_vote.running, 1, deadline + hours{9});

    REQUIRE(late.rejected_for(reason::ballot_closed));
    CHECK(late.why().when == deadline);
}

TEST_CASE("an anonymous vote is given in the channel: the answer in a direct message would stay there")
{
    group_under_test group({.members = 5});
    const auto running = group.open_ballot({"Audio"}, deadline, {.anonymous = true});
    const auto pressed = [&](bool in_direct_message) {
        return group.attempt([&](auto& work, const auto& here) {
            return press_vote(work, {.workspace = here.workspace,
                                     .voter = user_id("ben"),
                                     .ballot = running.id,
                                     .topic = group.topic(1).id,
                                     .mark = {},
                                     .cast_at = before,
                                     .in_direct_message = in_direct_message});
        });
    };

    CHECK(pressed(true).rejected_for(reason::vote_in_channel));
    CHECK(group.reread(running).voters == 0);
    CHECK(pressed(false));
    CHECK(group.reread(running).voters == 1);
}

namespace {

constexpr int topics = 5;

// What a member has chosen, kept as naively as possible: each method in the form in which one thinks of it.
struct paper_ballot
{
    ballot_method method;
    std::map<int, int> votes; // approval and budget
    numbers order;            // ranked

    bool spent_too_much(const std::map<int, int>& wanted) const
    {
        int sum = 0;
        for (const auto& [number, votes_on] : wanted) {
            if (votes_on > 2) return true;
            sum += votes_on;
        }
        return sum > 3;
    }

    // False when it must be refused.
    bool type(const numbers& typed)
    {
        std::map<int, int> wanted;
        numbers ordered;
        for (const int number : typed) {
            if (number < 1 || number > topics) return false;
            if (wanted[number]++ == 0) ordered.push_back(number);
        }
        if (method == ballot_method::budget && spent_too_much(wanted)) return false;
        order = ordered;
        votes = wanted;
        if (method == ballot_method::approval)
            for (auto& [number, votes_on] : votes)
                votes_on = 1;
        return true;
    }

    bool press(int number, std::optional<int> mark)
    {
        if (method == ballot_method::ranked) {
            const auto had = std::find(order.begin(), order.end(), number);
            const int place = mark ? *mark : had == order.end() ? 99 : 0;
            if (had != order.end()) order.erase(had);
            const int size = static_cast<int>(order.size());
            if (place > 0) order.insert(order.begin() + std::min(place - 1, size), number);
            return true;
        }
        auto wanted = votes;
        if (mark) {
            wanted[number] = method == ballot_method::approval ? std::min(*mark, 1) : *mark;
        } else {
            ++wanted[number];
            const bool too_much =
                method == ballot_method::approval ? wanted[number] > 1 : spent_too_much(wanted);
            if (too_much && wanted[number] > 1) wanted[number] = 0;
        }
        if (method == ballot_method::budget && spent_too_much(wanted)) return false;
        if (wanted[number] == 0) wanted.erase(number);
        votes = wanted;
        return true;
    }

    std::map<int, int> marks() const
    {
        if (method != ballot_method::ranked) return votes;
        std::map<int, int> places;
        for (std::size_t i = 0; i < order.size(); ++i)
            places[order[i]] = static_cast<int>(i) + 1;
        return places;
    }
};

} // namespace

TEST_CASE("whatever is voted and pressed in whatever order, the totals are those of a naive count")
{
    const auto method = GENERATE(ballot_method::approval, ballot_method::budget, ballot_method::ranked);
    rc::prop("totals equal those of the model", [method] {
        const auto people = names(6);
        group_under_test group({.members = 6});
        std::vector<std::string> titles;
        for (int i = 1; i <= topics; ++i)
            titles.push_back("topic " + std::to_string(i));
        const bool anonymous = *rc::gen::arbitrary<bool>();
        const auto running = group.open_ballot(titles, deadline, {.method = method, .anonymous = anonymous});

        std::map<std::string, paper_ballot> model;
        for (const auto& person : people)
            model[person].method = method;
        const auto steps = *rc::gen::inRange(0, 30);
        for (int step = 0; step < steps; ++step) {
            const auto person = *rc::gen::elementOf(people);
            if (*rc::gen::arbitrary<bool>()) {
                const int number = *rc::gen::inRange(1, topics + 1);
                std::optional<int> mark;
                if (*rc::gen::arbitrary<bool>()) mark = *rc::gen::inRange(0, topics + 1);
                const bool taken = static_cast<bool>(group.press(person, running, number, before, mark));
                RC_ASSERT(taken == model[person].press(number, mark));
            } else {
                const auto typed = *rc::gen::container<numbers>(rc::gen::inRange(0, topics + 2));
                const bool taken = static_cast<bool>(group.vote(person, typed, before));
                RC_ASSERT(taken == model[person].type(typed));
            }
        }

        tally expected;
        for (const auto& title : titles)
            expected[title] = 0;
        int voters = 0;
        for (const auto& [person, paper] : model) {
            const auto marks = paper.marks();
            for (const auto& [number, mark] : marks) {
                const bool counts = method != ballot_method::ranked || mark == 1;
                if (counts) expected["topic " + std::to_string(number)] += mark;
            }
            if (!marks.empty()) ++voters;
            RC_ASSERT(group.marks(person, running) == marks);
        }
        RC_ASSERT(group.counted(running) == expected);
        RC_ASSERT(group.reread(running).voters == voters);
    });
}
