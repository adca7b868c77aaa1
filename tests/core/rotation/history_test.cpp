// Properties of the rotation over whole histories: what people do between sessions, and who led them.
#include "core/rotation/turns.hpp"

#include "tests/core/rotation/lived_group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

std::vector<step> any_history()
{
    static const std::vector acts{act::hold,     act::hold,       act::hold,   act::hold,   act::hold_named,
                                  act::not_held, act::cancel,     act::move,   act::rescue, act::join,
                                  act::leave,    act::pause,      act::resume, act::skip,   act::assign,
                                  act::confirm,  act::offer,      act::offer,  act::swap,   act::swap,
                                  act::take,     act::assign_two, act::take,   act::take,   act::decline};
    const auto one = rc::gen::map(
        rc::gen::tuple(rc::gen::elementOf(acts), rc::gen::inRange(0, 8), rc::gen::inRange(1, 40)),
        [](const auto& drawn) {
            return step{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn)};
        });
    return *rc::gen::resize(25, rc::gen::container<std::vector<step>>(one));
}

// How often histories did what could break a promise.
struct tally_of_histories
{
    int taken = 0;
    int swapped = 0;
    int shared = 0;
    int rescued = 0;
    int moved = 0;
    int offered_in_silence = 0;

    void add(lived_group& lived)
    {
        taken += lived.taken();
        swapped += lived.swapped();
        shared += lived.shared();
        rescued += lived.rescued();
        moved += lived.moved();
        offered_in_silence += lived.offered_in_silence();
    }
};

// The same seed gives every tenth its own histories.
void live_through(int histories, int tenth)
{
    tally_of_histories seen;
    const auto property = [&] {
        lived_group lived;
        for (const auto& one : any_history()) {
            lived.live(one);
            if (const auto wrong = lived.broken(); !wrong.empty()) RC_FAIL(wrong);
        }
        if (const auto wrong = lived.broken_when_held(); !wrong.empty()) RC_FAIL(wrong);
        seen.add(lived);
    };
    auto params = rc::detail::configuration().testParams;
    params.maxSuccess = histories;
    params.seed += static_cast<std::uint64_t>(tenth);

    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);

    std::ostringstream said;
    rc::detail::printResultMessage(result, said);
    INFO(said.str());
    CHECK(result.is<rc::detail::SuccessResult>());
    // Histories in which little happens would prove nothing.
    CHECK(seen.taken > 200);
    CHECK(seen.swapped > 20);
    CHECK(seen.shared > 20);
    CHECK(seen.rescued > 50);
    CHECK(seen.moved > 50);
    CHECK(seen.offered_in_silence > 200);
}

} // namespace

// All balances sum to nothing and stay within two turns, nobody leads while away or twice running, and a
// confirmed turn moves only by its holder or a logged override. Ten cases, so that they can run side by side.
TEMPLATE_TEST_CASE_SIG("the rotation keeps its promises over ten thousand random histories of a stored group",
                       "", ((int Tenth), Tenth), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
{
    live_through(1'000, Tenth);
}

TEST_CASE("the same history gives the same plan")
{
    rc::prop("same plan", [] {
        const auto steps = any_history();
        lived_group one;
        lived_group other;
        for (const auto& each : steps) {
            one.live(each);
            other.live(each);
            RC_ASSERT(one.group.plan() == other.group.plan());
        }
    });
}

TEST_CASE("a stored group of fixed members takes turns as fairly as the plan promises, asked week by week")
{
    rc::prop("fair when lived", [] {
        const int size = *rc::gen::inRange(3, 13);
        group_under_test group({.members = size, .cadence = "every week on Tuesday"});
        std::map<std::string, int> led;
        for (const auto& person : names(size))
            led[person] = 0;
        std::string before;
        for (int left = *rc::gen::inRange(1, 31); left > 0; --left) {
            group.pass_until(group.planned().front().starts_at);
            const auto held = group.hold_next();
            RC_ASSERT(static_cast<bool>(held));
            const auto leader = held->leaders.front().user.value;
            RC_ASSERT(leader != before);
            before = leader;
            ++led[leader];
            const auto [fewest, most] = std::minmax_element(
                led.begin(), led.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
            RC_ASSERT(most->second - fewest->second <= 1);
        }
    });
}
