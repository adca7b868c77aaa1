#include "core/groups/holidays.hpp"

#include "core/groups/settings.hpp"
#include "core/sessions/schedule.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto today = day("2026-11-23");

std::string read(std::string_view typed)
{
    const auto list = parse_holidays(typed, today);
    return list ? code(*list) : "refused: " + list.why().text;
}

std::vector<std::string> days_of(const std::string& cadence, const std::string& free, int how_many)
{
    const auto rule = from_code(cadence).value();
    const auto list = *parse_holidays(free, today);
    std::vector<std::string> found;
    auto from = today;
    for (int i = 0; i < how_many; ++i) {
        const auto next = next_meeting_day(rule, list, from);
        found.push_back(iso_date(next));
        from = next + days{1};
    }
    return found;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("holidays are days and ranges, as people write them")
{
    CHECK(read("") == "");
    CHECK(read("2026-12-25") == "2026-12-25");
    CHECK(read("2026-12-24..2027-01-02, 1 May 2027") == "2026-12-24..2027-01-02,2027-05-01");
    CHECK(read("24 December to 2 January") == "2026-12-24..2027-01-02");
    CHECK(read("2026-12-24 - 2026-12-31; 2027-01-05\n2027-01-07") ==
          "2026-12-24..2026-12-31,2027-01-05,2027-01-07");
    CHECK(read("2026-12-24 until 2026-12-24") == "2026-12-24");
}

TEST_CASE("holidays are put in order, and what overlaps or touches is joined")
{
    CHECK(read("2027-05-01, 2026-12-25, 2026-12-24..2026-12-30, 2026-12-31") ==
          "2026-12-24..2026-12-31,2027-05-01");
}

TEST_CASE("holidays that cannot be read, run backwards or never end are refused with the piece that is wrong")
{
    CHECK(read("2026-12-24, whenever") == "refused: whenever");
    CHECK(read("2026-12-24..") == "refused: 2026-12-24..");
    CHECK(read("2027-01-02..2026-12-24") == "refused: 2027-01-02..2026-12-24");
    CHECK(read("2026-12-24..2027-12-25") == "refused: 2026-12-24..2027-12-25");
    std::string many;
    for (int i = 0; i < 61; ++i)
        many += iso_date(today + days{2 * i}) + ",";
    CHECK(parse_holidays(many, today).why().number == 60);
}

TEST_CASE("what is stored reads back as it was")
{
    group here;
    here.holidays = "2026-12-24..2027-01-02,2027-05-01";
    CHECK(code(holidays_of(here)) == here.holidays);
    here.holidays = "sometimes";
    CHECK_THROWS_AS(holidays_of(here), std::logic_error);
}

TEST_CASE("a session on a holiday is held a week later, again and again until the day is free")
{
    CHECK(days_of("m:2:tue", "2026-12-08", 2) == list{"2026-12-15", "2027-01-12"});
    CHECK(days_of("m:2:tue", "2026-12-08..2026-12-24", 2) == list{"2026-12-29", "2027-01-12"});
    CHECK(days_of("d:15", "2026-12-15", 2) == list{"2026-12-22", "2027-01-15"});
}

TEST_CASE("a session that is moved onto the next one's day takes it, and the dates go on from there")
{
    CHECK(days_of("w:1:mon:2026-11-23", "2026-12-21..2027-01-03", 6) ==
          list{"2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2027-01-04", "2027-01-11"});
    CHECK(days_of("w:2:mon:2026-11-23", "2026-12-20..2027-01-08", 4) ==
          list{"2026-11-23", "2026-12-07", "2027-01-11", "2027-01-18"});
}

TEST_CASE("a date fits the rhythm when the rule names it, moved off a holiday or not")
{
    group here;
    here.cadence = "m:2:tue";
    here.meets_at = hours{15};
    here.holidays = "2026-12-08..2026-12-15";

    CHECK(fits_rhythm(here, day("2027-01-12") + hours{15}));
    CHECK(fits_rhythm(here, day("2026-12-22") + hours{15}));
    CHECK_FALSE(fits_rhythm(here, day("2026-12-08") + hours{15}));
    CHECK_FALSE(fits_rhythm(here, day("2026-12-29") + hours{15}));
    CHECK_FALSE(fits_rhythm(here, day("2027-01-12") + hours{16}));
    CHECK_FALSE(fits_rhythm(here, day("2027-01-13") + hours{15}));
}

TEST_CASE("sessions are planned off the holidays from the start")
{
    group_under_test group;
    auto here = group.here();
    for (auto meeting : group.planned()) {
        meeting.state = session_state::cancelled;
        group.work().sessions().save(meeting);
    }
    here.holidays = "2027-08-10";
    here.length = minutes{90};
    group.work().groups().save(here);

    // Far enough ahead that nothing is planned yet.
    plan_sessions(group.work(), here, at("2027-07-20 09:00"));

    const auto planned = group.planned();
    REQUIRE_FALSE(planned.empty());
    CHECK(planned.front().meets_at == day("2027-08-17") + hours{15});
    CHECK(planned.front().length == minutes{90});
}
