#include "core/rotation/plan.hpp"

#include "core/rotation/share.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <vector>

using namespace peerbot::core;

namespace {

constexpr session_id seventh{7};
constexpr member_id ana{1};
constexpr member_id ben{2};
constexpr member_id cleo{3};

const share third = equal_part(3);
const share half = equal_part(2);
constexpr share least{1};

bool is(const ledger_entry& entry, member_id member, share owed, share given)
{
    return entry.session == seventh && entry.member == member && entry.owed == owed && entry.given == given;
}

} // namespace

TEST_CASE("a held session gives everybody an equal share and takes one whole turn from who led")
{
    const auto entries = entries_of(session_id{7}, {{ben, {}}}, {{ana, {}}, {ben, {}}, {cleo, {}}});

    REQUIRE(entries.size() == 3);
    for (const auto& entry : entries) {
        CHECK(entry.session == session_id{7});
        CHECK(entry.owed == equal_part(3));
        CHECK(entry.given == (entry.member == ben ? one_turn : share{}));
    }
}

TEST_CASE("a leader who could not have led, as one on a pause, shares in what they gave")
{
    const auto entries = entries_of(session_id{7}, {{cleo, {}}}, {{ana, {}}, {ben, {}}});

    REQUIRE(entries.size() == 3);
    CHECK(entries[2].member == cleo);
    CHECK(entries[2].owed == equal_part(3));
    CHECK(entries[2].given == one_turn);
}

TEST_CASE("entries sum to zero in a group of any size, also where a turn does not divide")
{
    for (int size = 1; size <= 100; ++size) {
        std::vector<account> people;
        for (int i = 1; i <= size; ++i)
            people.push_back({member_id{i}, {}});
        share sum;
        for (const auto& entry : entries_of(session_id{1}, {{ana, {}}}, people))
            sum += entry.owed - entry.given;
        CHECK(sum == share{});
        if (size <= 40) CHECK(equal_part(size) * size == one_turn);
    }
    CHECK_THROWS_AS(equal_part(0), std::logic_error);
}

TEST_CASE("whoever would come to owe two turns takes no share, and the others share the turn")
{
    const auto entries =
        entries_of(seventh, {{ana, {}}}, {{ana, {}}, {ben, one_turn * 2 - third}, {cleo, {}}});

    REQUIRE(entries.size() == 2);
    CHECK(is(entries[0], cleo, half, {}));
    CHECK(is(entries[1], ana, half, one_turn));
}

TEST_CASE("whoever comes to owe less than two turns, however little less, takes a share")
{
    const auto entries =
        entries_of(seventh, {{ana, {}}}, {{ana, {}}, {ben, one_turn * 2 - third - least}, {cleo, {}}});

    REQUIRE(entries.size() == 3);
    CHECK(is(entries[0], ben, third, {}));
}

TEST_CASE("the larger part of those who are left may be too much for one of them in turn")
{
    const auto entries = entries_of(seventh, {{ana, {}}},
                                    {{ana, {}}, {ben, one_turn * 2 - third}, {cleo, one_turn * 2 - half}});

    REQUIRE(entries.size() == 1);
    CHECK(is(entries[0], ana, one_turn, one_turn));
}

TEST_CASE("a leader who owes nearly two turns shares in what they give, as every leader does")
{
    const auto entries = entries_of(seventh, {{ana, one_turn * 2 - least}}, {{ben, {}}, {cleo, {}}});

    REQUIRE(entries.size() == 3);
    CHECK(is(entries[2], ana, third, one_turn));
}

TEST_CASE("a turn that would take its leader to two turns given is one entry of nothing")
{
    const std::vector<account> others{{ben, third * 2}, {cleo, third * 2}};

    const auto gift = entries_of(seventh, {{ana, -third * 4}}, others);
    REQUIRE(gift.size() == 1);
    CHECK(is(gift[0], ana, {}, {}));

    const auto no_gift = entries_of(seventh, {{ana, -third * 4 + least}}, others);
    CHECK(no_gift.size() == 3);
}

TEST_CASE("a gift counts as led and changes what nobody owes")
{
    const auto owing = [](member_id who, share owed) {
        return candidate{
            .member = who, .owed = owed, .turns_led = 0, .last_led = {}, .joined_at = {}, .away_until = {}};
    };
    std::vector people{owing(ana, -third * 4), owing(ben, third * 2), owing(cleo, third * 2)};
    session meeting;
    meeting.id = seventh;
    meeting.starts_at = instant{days{7}};
    meeting.meets_at = local_time(days{7});

    book_turn(people, meeting, {ana});

    CHECK(people[0].owed == -third * 4);
    CHECK(people[0].turns_led == 1);
    CHECK(people[0].last_led == meeting.starts_at);
    CHECK(people[1].owed == third * 2);
    CHECK(people[1].turns_led == 0);
}
