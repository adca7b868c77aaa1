#include "core/rotation/plan.hpp"

#include "core/rotation/share.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using namespace peerbot::core;

namespace {

constexpr member_id ana{1};
constexpr member_id ben{2};
constexpr member_id cleo{3};

instant month(int number)
{
    return instant{days{30 * number}};
}

candidate person(member_id who, share owed = {}, std::optional<instant> last_led = {})
{
    return {.member = who,
            .owed = owed,
            .turns_led = 0,
            .last_led = last_led,
            .joined_at = instant{minutes{who.value}},
            .away_until = {}};
}

slot open_slot(int number)
{
    slot made;
    made.meeting.id = session_id{number};
    made.meeting.number = number;
    made.meeting.starts_at = month(number);
    made.meeting.meets_at = local_time(days{30 * number});
    return made;
}

slot taken_slot(int number, leader_state leading, member_id leader)
{
    auto made = open_slot(number);
    made.meeting.leading = leading;
    made.meeting.leader = leader;
    return made;
}

turn only_turn(const std::vector<candidate>& people, const slot& at, leader_ids last_leaders = {})
{
    return plan_turns(people, last_leaders, {at}).front();
}

std::vector<std::optional<member_id>> leaders(const std::vector<turn>& turns)
{
    std::vector<std::optional<member_id>> found;
    for (const auto& one : turns)
        found.push_back(one.leader);
    return found;
}

const share half = equal_part(2);

} // namespace

TEST_CASE("whoever owes most leads, and what they owed is told")
{
    const auto planned = only_turn({person(ana), person(ben, half), person(cleo, -half)}, open_slot(1));

    CHECK(planned.leader == ben);
    CHECK(planned.decided_by == turn_rule::owes_most);
    CHECK(planned.owed == half);
}

TEST_CASE("among those who owe as much, who never led goes before who did")
{
    const auto planned = only_turn({person(ana, half, month(1)), person(ben, half)}, open_slot(9));

    CHECK(planned.leader == ben);
    CHECK(planned.decided_by == turn_rule::longest_since);
}

TEST_CASE("among those who led, who led longest ago goes first")
{
    const auto planned = only_turn({person(ana, half, month(2)), person(ben, half, month(1))}, open_slot(9));

    CHECK(planned.leader == ben);
    CHECK(planned.decided_by == turn_rule::longest_since);
}

TEST_CASE(
    "among those who are equal in all else, who joined first goes first, in whatever order they are listed")
{
    const auto planned = only_turn({person(cleo), person(ana), person(ben)}, open_slot(1));

    CHECK(planned.leader == ana);
    CHECK(planned.decided_by == turn_rule::joined_first);
}

TEST_CASE("people who joined at the same instant follow in the order in which they were stored")
{
    auto first = person(ana);
    auto second = person(ben);
    first.joined_at = second.joined_at;

    CHECK(only_turn({second, first}, open_slot(1)).leader == ana);
}

TEST_CASE("whoever led last does not lead again, though they owe most")
{
    const std::vector people{person(ana, half, month(1)), person(ben)};

    CHECK(only_turn(people, open_slot(2), {ana}).leader == ben);
    CHECK(only_turn(people, open_slot(2), {ana}).decided_by == turn_rule::only_one);
    CHECK(only_turn(people, open_slot(2), {ben}).leader == ana);
}

TEST_CASE("whoever led last leads again when nobody else can")
{
    auto away = person(ben, half);
    away.away_until = date(days{1000});
    const auto planned = only_turn({person(ana), away}, open_slot(2), {ana});

    CHECK(planned.leader == ana);
    CHECK(planned.decided_by == turn_rule::only_one);
}

TEST_CASE("somebody on a pause is not planned before the day they are back, and is planned on that day")
{
    auto back_on_day_60 = person(ben, half);
    back_on_day_60.away_until = date(days{60});
    const std::vector people{person(ana), back_on_day_60};

    CHECK(only_turn(people, open_slot(1)).leader == ana);
    CHECK(only_turn(people, open_slot(2)).leader == ben);
}

TEST_CASE("who let a session pass is not planned for it, and for the next one is")
{
    auto passed = open_slot(1);
    passed.skipped = {ben};
    const auto turns = plan_turns({person(ana), person(ben, half), person(cleo)}, {}, {passed, open_slot(2)});

    CHECK((leaders(turns) == std::vector<std::optional<member_id>>{ana, ben}));
}

TEST_CASE("nobody leads when everybody is away or let it pass, and the plan goes on")
{
    auto passed = open_slot(1);
    passed.skipped = {ana, ben};
    const auto turns = plan_turns({person(ana), person(ben)}, {}, {passed, open_slot(2)});

    CHECK((leaders(turns) == std::vector<std::optional<member_id>>{std::nullopt, ana}));
    CHECK(plan_turns({}, {}, {open_slot(1)}).front().leader == std::nullopt);
    CHECK(plan_turns({person(ana)}, {}, {}).empty());
}

TEST_CASE("who was asked or confirmed keeps the turn, whatever the ledger says since")
{
    const std::vector people{person(ana, half), person(ben), person(cleo)};

    const auto asked = only_turn(people, taken_slot(1, leader_state::asked, ben), {ben});
    CHECK(asked.leader == ben);
    CHECK(asked.decided_by == turn_rule::asked);
    const auto confirmed = only_turn(people, taken_slot(1, leader_state::confirmed, {cleo}));
    CHECK(confirmed.leader == cleo);
    CHECK(confirmed.decided_by == turn_rule::confirmed);
}

TEST_CASE("each session is planned as if those before it had been held")
{
    const auto turns = plan_turns({person(ana), person(ben), person(cleo)}, {},
                                  {open_slot(1), open_slot(2), open_slot(3), open_slot(4)});

    CHECK((leaders(turns) == std::vector<std::optional<member_id>>{ana, ben, cleo, ana}));
    CHECK(turns[0].owed == share{});
    CHECK(turns[1].owed == equal_part(3));
    CHECK(turns[2].owed == equal_part(3) * 2);
    CHECK(turns[3].owed == share{});
}

TEST_CASE("an open turn does not go to who was asked or confirmed for the session after it")
{
    const std::vector people{person(ana, half), person(ben), person(cleo, -half)};

    const auto turns = plan_turns(people, {}, {open_slot(1), taken_slot(2, leader_state::confirmed, ana)});

    CHECK((leaders(turns) == std::vector<std::optional<member_id>>{ben, ana}));
}

TEST_CASE("who is confirmed for the session after leads this one too when nobody else can")
{
    const auto turns =
        plan_turns({person(ana)}, {}, {open_slot(1), taken_slot(2, leader_state::confirmed, ana)});

    CHECK(turns[0].leader == ana);
    CHECK(turns[0].decided_by == turn_rule::only_one);
}

TEST_CASE("who joined after a session began is not planned for it")
{
    auto late = person(ben, half);
    late.joined_at = month(1) + minutes{1};
    const auto turns = plan_turns({person(ana), late}, {}, {open_slot(1), open_slot(2)});

    CHECK((leaders(turns) == std::vector<std::optional<member_id>>{ana, ben}));
}

TEST_CASE("who led after a session that is booked late still led last")
{
    const std::vector people{person(ana), person(ben, half, month(2)), person(cleo, -half)};

    const auto turns = plan_turns(people, {ben}, {taken_slot(1, leader_state::asked, cleo), open_slot(3)});

    CHECK(turns[1].leader == ana);
}

TEST_CASE("a turn of somebody who is not among the people cannot be planned")
{
    CHECK_THROWS_AS(plan_turns({person(ana)}, {}, {taken_slot(1, leader_state::asked, ben)}),
                    std::logic_error);
}

TEST_CASE("shares are said as fractions of a turn")
{
    CHECK(turns(share{}) == "0");
    CHECK(turns(one_turn) == "1");
    CHECK(turns(-one_turn * 2) == "-2");
    CHECK(turns(half) == "1/2");
    CHECK(turns(-equal_part(5) * 4) == "-4/5");
    CHECK(turns(one_turn + equal_part(5)) == "1 1/5");
    CHECK(turns(-one_turn - equal_part(7) * 3) == "-1 3/7");
    CHECK(turns(equal_part(7) * 3 + equal_part(11) * 5 + equal_part(13)).ends_with("/100"));
}

TEST_CASE(
    "in a fixed group of three or more, turns never differ by more than one and nobody leads twice running")
{
    rc::prop("fair at every moment", [] {
        const int size = *rc::gen::inRange(3, 13);
        const int sessions = *rc::gen::inRange(1, 61);
        std::vector<candidate> people;
        for (int i = 1; i <= size; ++i)
            people.push_back(person(member_id{i}));
        std::vector<slot> slots;
        for (int number = 1; number <= sessions; ++number)
            slots.push_back(open_slot(number));

        std::map<member_id, int> led;
        for (const auto& one : people)
            led[one.member] = 0;
        std::optional<member_id> before;
        for (const auto& planned : plan_turns(people, {}, slots)) {
            RC_ASSERT(planned.leader.has_value());
            RC_ASSERT(planned.leader != before);
            before = planned.leader;
            ++led[*planned.leader];
            const auto [fewest, most] = std::minmax_element(
                led.begin(), led.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
            RC_ASSERT(most->second - fewest->second <= 1);
        }
    });
}

TEST_CASE("the plan does not depend on the order in which people are listed")
{
    rc::prop("same plan for every order", [] {
        std::vector<candidate> people;
        const int size = *rc::gen::inRange(1, 8);
        for (int i = 1; i <= size; ++i) {
            auto one = person(member_id{i}, equal_part(4) * *rc::gen::inRange(-3, 4));
            one.joined_at = instant{minutes{*rc::gen::inRange(0, 3)}};
            if (*rc::gen::arbitrary<bool>()) one.last_led = month(*rc::gen::inRange(0, 3));
            if (*rc::gen::arbitrary<bool>()) one.away_until = date(days{*rc::gen::inRange(0, 200)});
            people.push_back(one);
        }
        const std::vector slots{open_slot(4), open_slot(5), open_slot(6)};
        const auto expected = leaders(plan_turns(people, {}, slots));
        for (std::size_t i = people.size() - 1; i > 0; --i)
            std::swap(people[i], people[*rc::gen::inRange<std::size_t>(0, i + 1)]);
        RC_ASSERT(leaders(plan_turns(people, {}, slots)) == expected);
    });
}
