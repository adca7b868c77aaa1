#include "core/sessions/clock_shift.hpp"

#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

// Between a session at 15:00 of the group's clock on one day and one on another.
minutes shift(std::string_view group, std::string_view person, date last, date next, hours second = hours{15})
{
    const auto here = in(group);
    return clock_shift(here.to_instant(local_time(last) + hours{15}),
                       here.to_instant(local_time(next) + second), here, in(person));
}

} // namespace

TEST_CASE("who lives where the group's clock is never sees its sessions shift")
{
    CHECK(shift("Europe/London", "Europe/London", on(2027, 3, 9), on(2027, 4, 13)) == minutes{0});
    CHECK(shift("America/New_York", "America/New_York", on(2027, 10, 12), on(2027, 11, 9)) == minutes{0});
}

TEST_CASE("the group's change of clocks moves its sessions for who has none, and the other way round")
{
    CHECK(shift("Europe/London", "Asia/Kathmandu", on(2027, 3, 9), on(2027, 4, 13)) == -hours{1});
    CHECK(shift("Europe/London", "Asia/Kathmandu", on(2027, 10, 12), on(2027, 11, 9)) == hours{1});
    CHECK(shift("Asia/Kathmandu", "Europe/London", on(2027, 3, 9), on(2027, 4, 13)) == hours{1});
    CHECK(shift("Asia/Kathmandu", "Australia/Lord_Howe", on(2027, 3, 9), on(2027, 4, 13)) == -minutes{30});
}

TEST_CASE("between the American and the European change it is an hour off, and back afterwards")
{
    CHECK(shift("America/New_York", "Europe/London", on(2027, 3, 9), on(2027, 3, 16)) == -hours{1});
    CHECK(shift("America/New_York", "Europe/London", on(2027, 3, 16), on(2027, 3, 30)) == hours{1});
    CHECK(shift("America/New_York", "Europe/London", on(2027, 3, 9), on(2027, 3, 30)) == minutes{0});
}

TEST_CASE("across midnight the shift is the short way round")
{
    // 15:00 in London is 01:00 in Brisbane in winter, and midnight in summer.
    CHECK(shift("Europe/London", "Australia/Brisbane", on(2027, 3, 9), on(2027, 4, 13)) == -hours{1});
    // 15:00 in Los Angeles is 00:00 in Lagos in winter, and 23:00 of the day before in summer.
    CHECK(shift("America/Los_Angeles", "Africa/Lagos", on(2027, 3, 9), on(2027, 3, 16)) == -hours{1});
    CHECK(shift("America/Los_Angeles", "Africa/Lagos", on(2027, 10, 12), on(2027, 11, 9)) == hours{1});
}

TEST_CASE("a session that was moved to another hour blames no clock")
{
    CHECK(shift("Europe/London", "Asia/Kathmandu", on(2027, 3, 9), on(2027, 4, 13), hours{16}) == minutes{0});
}
