// Who owes critiques, in plain values.
#include "core/critique/account.hpp"

#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;

namespace {

constexpr critique_id request{7};
constexpr member_id ana{1}, ben{2}, cleo{3}, dan{4};

share turns_of(int hundredths)
{
    return {one_turn.parts / 100 * hundredths};
}

std::vector<critique_balance> balances(const std::vector<int>& hundredths)
{
    std::vector<critique_balance> all;
    for (std::size_t i = 0; i < hundredths.size(); ++i)
        all.push_back(
            {.member = member_id{static_cast<std::int64_t>(i) + 1}, .owed = turns_of(hundredths[i])});
    return all;
}

share after(const std::vector<critique_entry>& entries, const critique_balance& before)
{
    auto owed = before.owed;
    for (const auto& one : entries)
        if (one.member == before.member) owed += one.amount;
    return owed;
}

std::vector<critic_candidate> candidates(const std::vector<int>& hundredths)
{
    std::vector<critic_candidate> all;
    for (const auto& one : balances(hundredths))
        all.push_back({.member = one.member, .owed = one.owed, .last_met = {}});
    return all;
}

critique_entry entry(member_id who, entry_cause cause, int hundredths)
{
    return {.request = request, .member = who, .cause = cause, .amount = turns_of(hundredths)};
}

} // namespace

TEST_CASE("whoever owes most is asked; then the one whom the asker met longest ago, or never; then the first")
{
    CHECK(next_critic(candidates({10, 60, 40})) == ben);

    auto equal = candidates({50, 50, 50, 50});
    CHECK(next_critic(equal) == ana);
    equal[0].last_met = instant{days{9}};
    equal[1].last_met = instant{days{3}};
    equal[2].last_met = instant{days{5}};
    CHECK(next_critic(equal) == dan);
    equal[3].last_met = instant{days{4}};
    CHECK(next_critic(equal) == ben);
}

TEST_CASE("nobody whom a critique would take beyond one and a half ahead is asked, until all are evened")
{
    CHECK_FALSE(next_critic({}));
    CHECK(next_critic(candidates({-50})) == ana);
    const auto far_ahead = candidates({-90, -51, -150});
    CHECK_FALSE(next_critic(far_ahead));
    CHECK(lift_needed(far_ahead) == turns_of(1));
    CHECK(lift_needed(candidates({-90, -50})) == share{});
    CHECK(lift_needed({}) == share{});

    // What somebody owes already stays in bounds, and the order stays.
    const auto everybody = balances({-90, -51, 150});
    const auto evened = evening(request, turns_of(1), everybody);
    CHECK(after(evened, everybody[0]) == turns_of(-89));
    CHECK(after(evened, everybody[1]) == turns_of(-50));
    CHECK(after(evened, everybody[2]) == most_owed);
}

TEST_CASE("a request adds an equal part to everybody who could be asked, at most one critique each")
{
    const auto six = balances({0, 0, 0, 120, -30, 0});
    const auto shares = shares_of(request, 3, six);
    CHECK(after(shares, six[0]) == turns_of(50));
    CHECK(after(shares, six[3]) == most_owed); // the rest is forgiven
    CHECK(after(shares, six[4]) == turns_of(20));

    const auto one = balances({0});
    CHECK(after(shares_of(request, 3, one), one[0]) == one_turn);
    CHECK(shares_of(request, 3, {}).empty());
}

TEST_CASE("a volunteer is credited up to one and a half, and gives the rest")
{
    CHECK(taking(request, {ana, turns_of(50)})->amount == -one_turn);
    CHECK(taking(request, {ana, turns_of(-50)})->amount == -one_turn);
    CHECK(taking(request, {ana, turns_of(-70)})->amount == turns_of(-80));
    CHECK_FALSE(taking(request, {ana, -most_owed}));
}

TEST_CASE(
    "whoever is out of a request gets back what it took and lets the others inherit what they owe for it")
{
    const std::vector<critique_entry> booked{
        entry(ana, entry_cause::share, 50), entry(ben, entry_cause::share, 50),
        entry(cleo, entry_cause::share, 50), entry(ana, entry_cause::took, -100)};
    const auto heirs = balances({-50, 50, 50});
    const auto two = std::span(heirs).subspan(1);

    SECTION("so that it is as if they had never been asked")
    {
        const auto out = stepping_out(request, {ana, turns_of(-50)}, booked, two);
        CHECK(after(out, {ana, turns_of(-50)}) == share{});
        CHECK(after(out, heirs[1]) == turns_of(75));
        CHECK(after(out, heirs[2]) == turns_of(75));
    }
    SECTION("but saying no makes no credit")
    {
        const auto out = stepping_out(request, {ana, turns_of(-120)}, booked, two);
        CHECK(after(out, {ana, turns_of(-120)}) == turns_of(-20));
        CHECK(after(out, heirs[1]) == turns_of(50));
    }
    SECTION("and a debt from elsewhere stays")
    {
        const auto out = stepping_out(request, {ana, turns_of(30)}, booked, two);
        CHECK(after(out, {ana, turns_of(30)}) == turns_of(80));
    }
    SECTION("with nobody to inherit it, it is let go of all the same")
    {
        const auto out = stepping_out(request, {ana, turns_of(-50)}, booked, {});
        CHECK(after(out, {ana, turns_of(-50)}) == share{});
    }
}

TEST_CASE("a request that ends with fewer critiques than it asked for has asked for less")
{
    const std::vector<critique_entry> booked{
        entry(ana, entry_cause::share, 50),  entry(ben, entry_cause::share, 50),
        entry(cleo, entry_cause::share, 50), entry(dan, entry_cause::share, 50),
        entry(ana, entry_cause::took, -100), entry(ben, entry_cause::took, -100)};
    const auto everybody = balances({-50, -50, 50, 50});
    const std::vector<member_id> silent{ben};

    SECTION("with one of two, half of every share is let go of, and who was silent gets back what it took")
    {
        const auto end = ending(request, 1, booked, everybody, silent);
        CHECK(after(end, everybody[0]) == turns_of(-75));
        CHECK(after(end, everybody[1]) == turns_of(25));
        CHECK(after(end, everybody[2]) == turns_of(25));
    }
    SECTION("with none, everything is as before")
    {
        const std::vector<member_id> both{ana, ben};
        const auto end = ending(request, 0, booked, everybody, both);
        for (const auto& one : everybody)
            CHECK(after(end, one) == share{});
    }
    SECTION("with all of them, nothing changes")
    {
        CHECK(ending(request, 2, booked, everybody, {}).empty());
        CHECK(ending(request, 3, booked, everybody, {}).empty());
    }
    SECTION("without leaving the bounds")
    {
        const auto end = ending(request, 0, booked, balances({-50, -50, -140, 50}), {});
        CHECK(after(end, {cleo, turns_of(-140)}) == -most_owed);
    }
}
