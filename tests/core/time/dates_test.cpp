#include "core/time/dates.hpp"

#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const date today = on(2026, 11, 22); // a Sunday

std::string understood(std::string_view typed, date now = today)
{
    const auto answer = parse_date(typed, now);
    if (answer) return iso_date(*answer);
    return answer.rejected_for(reason::unknown_date) && answer.why().text == typed ? "rejected"
                                                                                   : "wrong reason";
}

} // namespace

TEST_CASE("a date with its year is understood as people write it")
{
    for (const auto typed :
         {"2027-01-15", "2027-1-15", "2027–01–15", "15 January 2027", "15 jan 2027", "15th of January 2027",
          "January 15, 2027", "Jan 15th 2027", "the 15th of January 2027", "Friday 15 January 2027",
          "Fri, 15 Jan 2027", "15.01.2027", "15.1.2027", "15/01/2027", "01/15/2027", "15. January 2027",
          "on 15 January 2027", " 2027-01-15 "}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "2027-01-15");
    }
    CHECK(understood("05/05/2027") == "2027-05-05");
    CHECK(understood("2028-02-29") == "2028-02-29");
}

TEST_CASE("without a year it is the next such day that is not past")
{
    CHECK(understood("15 January") == "2027-01-15");
    CHECK(understood("22 November") == "2026-11-22");
    CHECK(understood("Nov 21") == "2027-11-21");
    CHECK(understood("Sept 1") == "2027-09-01");
    CHECK(understood("29 February") == "2028-02-29");
    CHECK(understood("29 February", on(2096, 3, 1)) == "2104-02-29");
    CHECK(understood("may 3") == "2027-05-03");
    CHECK(understood("Friday 15 January") == "2027-01-15");
}

TEST_CASE("days are counted from today")
{
    CHECK(understood("today") == "2026-11-22");
    CHECK(understood("Tomorrow") == "2026-11-23");
    CHECK(understood("friday") == "2026-11-27");
    CHECK(understood("next fri") == "2026-11-27");
    CHECK(understood("on Friday") == "2026-11-27");
    CHECK(understood("sunday") == "2026-11-29");
    CHECK(understood("monday") == "2026-11-23");
    CHECK(understood("in 2 weeks") == "2026-12-06");
    CHECK(understood("in 10 days") == "2026-12-02");
    CHECK(understood("in a week") == "2026-11-29");
    CHECK(understood("in three months") == "2027-02-22");
    CHECK(understood("in 3 months", on(2026, 11, 30)) == "2027-02-28");
}

TEST_CASE("a date that could be two, or none, is rejected with what was typed")
{
    for (const auto typed : {"",
                             "05/03/2027",
                             "05.03.2027",
                             "1/2/2027",
                             "2027-02-29",
                             "2027-13-01",
                             "2027-00-10",
                             "2027-01-00",
                             "31.06.2027",
                             "32/01/2027",
                             "0/0/2027",
                             "13/13/2027",
                             "31 June",
                             "30 February",
                             "0 January",
                             "15 January 27",
                             "15 January 20277",
                             "15",
                             "15th",
                             "January",
                             "2027",
                             "15 Foo 2027",
                             "Monday 15 January 2027",
                             "Monday 15 January",
                             "in",
                             "in 2",
                             "in x days",
                             "in 99999 days",
                             "in -2 days",
                             "next",
                             "next week",
                             "next month",
                             "friday friday",
                             "2027-01-15 x",
                             "15-01-2027",
                             "15/01-2027",
                             "1969-12-31",
                             "9999-01-01",
                             "sometime",
                             "2027-01-15T00:00",
                             "2027/01/15"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "rejected");
    }
    CHECK(understood(std::string(4000, '1')) == "rejected");
}

TEST_CASE("a date is said in three ways")
{
    CHECK(format_date(on(2027, 1, 12)) == "Tuesday 12 January 2027");
    CHECK(short_date(on(2027, 1, 12)) == "Tue 12 Jan 2027");
    CHECK(iso_date(on(2027, 1, 2)) == "2027-01-02");
}

TEST_CASE("a date said is the date understood")
{
    rc::prop("all three ways", [] {
        const auto day = on(1970, 1, 1) + days(*rc::gen::inRange(0, 300'000));
        RC_ASSERT(*parse_date(iso_date(day), today) == day);
        RC_ASSERT(*parse_date(format_date(day), today) == day);
        RC_ASSERT(*parse_date(short_date(day), today) == day);
    });
    rc::prop("three numbers are the date they name or nothing", [] {
        const auto year = *rc::gen::inRange(1960, 2030);
        const auto month = *rc::gen::inRange(0, 15);
        const auto day = *rc::gen::inRange(0, 35);
        const auto typed = std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day);
        const std::chrono::year_month_day named{std::chrono::year(year),
                                                std::chrono::month(static_cast<unsigned>(month)),
                                                std::chrono::day(static_cast<unsigned>(day))};
        const auto answer = parse_date(typed, today);
        RC_ASSERT(static_cast<bool>(answer) == (named.ok() && year >= 1970));
        if (answer) RC_ASSERT(*answer == date(named));
    });
    rc::prop("any text is understood or rejected", [] {
        const auto answer = parse_date(*rc::gen::string<std::string>(), today);
        if (!answer) RC_ASSERT(answer.rejected_for(reason::unknown_date));
    });
}
