#include "core/time/working_hours.hpp"

#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const date monday = on(2027, 1, 11);
const date friday = on(2027, 1, 15);
const date next_monday = on(2027, 1, 18);

instant london(date day, int hour, int minute)
{
    return in("Europe/London").to_instant(wall(day, hour, minute));
}

instant next(instant wanted)
{
    return next_working_moment(wanted, in("Europe/London"));
}

instant last(instant limit)
{
    return latest_working_moment_before(limit, in("Europe/London"));
}

} // namespace

TEST_CASE("what may wait is said in working hours, and at once when it would come too late")
{
    const auto where = in("UTC");
    const instant night = instant{days{19'999}} + hours{22}; // a Thursday
    CHECK(working_moment_before(night, night + days{1}, where) == night + hours{11});
    CHECK(working_moment_before(night, night + hours{11}, where) == night);
    CHECK(working_moment_before(night - hours{10}, night, where) == night - hours{10});
}

TEST_CASE("a moment in working hours is left as it is, to the millisecond")
{
    for (const auto wanted : {london(monday, 9, 0), london(monday, 12, 30) + milliseconds(1),
                              london(friday, 18, 0) - milliseconds(1)}) {
        CHECK(next(wanted) == wanted);
    }
}

TEST_CASE("any other moment waits for nine o'clock of a working day")
{
    CHECK(next(london(monday, 8, 59)) == london(monday, 9, 0));
    CHECK(next(london(monday, 0, 0)) == london(monday, 9, 0));
    CHECK(next(london(monday, 18, 0)) == london(monday + days(1), 9, 0));
    CHECK(next(london(friday, 18, 0)) == london(next_monday, 9, 0));
    CHECK(next(london(friday + days(1), 12, 0)) == london(next_monday, 9, 0));
    CHECK(next(london(friday + days(2), 23, 59)) == london(next_monday, 9, 0));
}

TEST_CASE("clocks that change on Sunday change Monday's instant")
{
    const auto saturday = on(2027, 3, 27);
    CHECK(next(london(saturday, 12, 0)) == utc(on(2027, 3, 29), 8, 0));
    CHECK(next(london(on(2027, 10, 30), 12, 0)) == utc(on(2027, 11, 1), 9, 0));
}

TEST_CASE("the last working moment is earlier than its limit")
{
    CHECK(last(london(monday, 12, 0)) == london(monday, 11, 59));
    CHECK(last(london(monday, 12, 0) + milliseconds(1)) == london(monday, 12, 0));
    CHECK(last(london(monday, 9, 1)) == london(monday, 9, 0));
    CHECK(last(london(next_monday, 9, 0)) == london(friday, 17, 59));
    CHECK(last(london(next_monday, 3, 0)) == london(friday, 17, 59));
    CHECK(last(london(friday + days(1), 3, 0)) == london(friday, 17, 59));
    CHECK(last(london(friday, 23, 0)) == london(friday, 17, 59));
    CHECK(last(london(friday, 18, 0)) == london(friday, 17, 59));
}

TEST_CASE("working hours are those of the person")
{
    const auto noon_in_london = london(monday, 12, 0);
    CHECK(next_working_moment(noon_in_london, in("America/New_York")) == utc(monday, 14, 0));
    CHECK(next_working_moment(noon_in_london, in("Asia/Kathmandu")) == utc(monday, 12, 0) - minutes(0));
    CHECK(next_working_moment(utc(monday, 12, 15), in("Asia/Kathmandu")) == utc(monday + days(1), 3, 15));
}

TEST_CASE("a working day that a zone skipped is passed over")
{
    // Samoa had no Friday 30 December 2011.
    const auto apia = in("Pacific/Apia");
    const auto thursday_night = apia.to_instant(wall(on(2011, 12, 29), 20, 0));
    CHECK(next_working_moment(thursday_night, apia) == apia.to_instant(wall(on(2012, 1, 2), 9, 0)));
    const auto saturday = apia.to_instant(wall(on(2011, 12, 31), 12, 0));
    CHECK(latest_working_moment_before(saturday, apia) == apia.to_instant(wall(on(2011, 12, 29), 17, 59)));
}

TEST_CASE("both moments are in working hours, on the right side, and none is nearer")
{
    const auto zones = std::vector<zone>{in("Europe/London"), in("America/New_York"), in("Asia/Kathmandu"),
                                         in("Australia/Lord_Howe"), in("Pacific/Apia")};
    rc::prop("next and latest", [&] {
        const auto& where = zones[*rc::gen::inRange<std::size_t>(0, zones.size())];
        const auto when = utc(on(2010, 1, 1), 0, 0) + minutes(*rc::gen::inRange(0, 35 * 365 * 24 * 60));
        const auto after = next_working_moment(when, where);
        const auto before = latest_working_moment_before(when, where);
        RC_ASSERT(after >= when);
        RC_ASSERT(before < when);
        RC_ASSERT(in_working_hours(after, where));
        RC_ASSERT(in_working_hours(before, where));
        for (auto between = when; between < after; between += minutes(15)) {
            RC_ASSERT(!in_working_hours(between, where));
        }
        for (auto between = before + minutes(1); between < when; between += minutes(15)) {
            RC_ASSERT(!in_working_hours(between, where));
        }
    });
}
