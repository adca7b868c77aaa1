#include "core/assist/pace.hpp"

#include "core/time/working_hours.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const zone london = zone::named("Europe/London").value();

instant after(std::string_view from, int length)
{
    return after_working_days(at(from), hours{length}, london);
}

} // namespace

TEST_CASE("hours in writing count on working days only, and end in working hours")
{
    CHECK(after("2026-11-23 10:00", 24) == at("2026-11-24 10:00"));
    CHECK(after("2026-11-27 15:00", 24) == at("2026-11-30 15:00")); // over a weekend
    CHECK(after("2026-11-23 16:00", 4) == at("2026-11-24 09:00"));  // not at eight in the evening
    CHECK(after("2026-11-28 12:00", 24) == at("2026-12-01 09:00")); // begun on a Saturday
    CHECK(after("2026-11-23 10:00", 72) == at("2026-11-26 10:00"));
}

TEST_CASE("what has to be over by a time begins early enough, in working hours")
{
    rc::prop("from the latest moment, so many hours are over by then", [] {
        const auto until = at("2026-11-23 00:00") + minutes{*rc::gen::inRange(0, 60 * 24 * 400)};
        const auto length = hours{*rc::gen::inRange(1, 300)};
        const auto from = working_days_before(until, length, london);
        RC_ASSERT(in_working_hours(from, london));
        RC_ASSERT(from < until);
        // But for the rest of a day, when it would end at night or on a weekend.
        RC_ASSERT(after_working_days(from, length, london) <= next_working_moment(until, london));
    });
}
