#include "core/time/clock.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>

using namespace peerbot::core;

namespace {

std::string understood(std::string_view typed)
{
    const auto answer = parse_clock(typed);
    if (answer) return format_clock(*answer);
    return answer.rejected_for(reason::unknown_time) && answer.why().text == typed ? "rejected"
                                                                                   : "wrong reason";
}

} // namespace

TEST_CASE("the time of day is understood as people write it")
{
    for (const auto typed :
         {"15:00", "3pm", "3 pm", "3PM", "3:00 p.m.", "15.00", "15h00", "15h", "15H", " 15:00 ", "03:00pm"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "15:00");
    }
    CHECK(understood("3:30 pm") == "15:30");
    CHECK(understood("15h30") == "15:30");
    CHECK(understood("9:05") == "09:05");
    CHECK(understood("09.05") == "09:05");
    CHECK(understood("noon") == "12:00");
    CHECK(understood("midnight") == "00:00");
    CHECK(understood("12am") == "00:00");
    CHECK(understood("12pm") == "12:00");
    CHECK(understood("0:00") == "00:00");
    CHECK(understood("23:59") == "23:59");
}

TEST_CASE("what is no time of day is rejected with what was typed")
{
    for (const auto typed : {"",       "15",  "24:00", "25:00",   "15:60", "15:0",   "15:000",
                             "115:00", "0pm", "13pm",  "15:00pm", "-3pm",  "pm",     "15:00:00",
                             ":30",    "15:", "3.pm",  "teatime", "15 00", "1e1:00", "３pm"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "rejected");
    }
    CHECK(understood(std::string(4000, '1')) == "rejected");
}

TEST_CASE("a time of day said is the time of day understood")
{
    rc::prop("format_clock", [] {
        const auto clock = minutes(*rc::gen::inRange(0, 24 * 60));
        RC_ASSERT(*parse_clock(format_clock(clock)) == clock);
    });
}
