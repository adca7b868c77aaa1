#include "core/time/duration.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>

using namespace peerbot::core;

namespace {

std::string understood(std::string_view typed)
{
    const auto answer = parse_duration(typed);
    if (answer) return words(*answer);
    return answer.rejected_for(reason::unknown_time) && answer.why().text == typed ? "rejected"
                                                                                   : "wrong reason";
}

} // namespace

TEST_CASE("a length of time is understood and said in its largest whole unit")
{
    CHECK(understood("3d") == "3 days");
    CHECK(understood("3 D") == "3 days");
    CHECK(understood("48h") == "2 days");
    CHECK(understood("36 hours") == "36 hours");
    CHECK(understood("1 week") == "1 week");
    CHECK(understood("7 days") == "1 week");
    CHECK(understood("2w") == "2 weeks");
    CHECK(understood("2 days") == "2 days");
    CHECK(understood("90m") == "90 minutes");
    CHECK(understood("120 min") == "2 hours");
    CHECK(understood("an hour") == "1 hour");
    CHECK(understood("two weeks") == "2 weeks");
    CHECK(understood("1h30m") == "90 minutes");
    CHECK(understood("1 day and 12 hours") == "36 hours");
    CHECK(words(minutes(0)) == "0 minutes");
}

TEST_CASE("what has no length is rejected with what was typed")
{
    for (const auto typed : {"", "3", "d", "0d", "-3d", "3x", "3 months", "1.5h", "3d4", "soon", "a",
                             "999999999w", "600 weeks", "521 weeks 521 weeks", "9999999999d", "3 3d"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "rejected");
    }
    CHECK(understood(std::string(4000, '9')) == "rejected");
}

TEST_CASE("a length said is the length understood")
{
    rc::prop("words", [] {
        const auto length = minutes(*rc::gen::inRange(1, 3653 * 24 * 60));
        RC_ASSERT(*parse_duration(words(length)) == length);
    });
}
