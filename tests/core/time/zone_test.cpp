#include "core/time/zone.hpp"

#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;
using namespace std::string_view_literals;

TEST_CASE("a zone is known by its name in any case and keeps the database's spelling")
{
    REQUIRE(zones_available());
    CHECK(in("Europe/London").name() == "Europe/London");
    CHECK(in("europe/london").name() == "Europe/London");
    CHECK(in("AMERICA/NEW_YORK").name() == "America/New_York");
    CHECK(in("america/argentina/buenos_aires").name() == "America/Argentina/Buenos_Aires");
    CHECK(in("utc").name() == "UTC");
    CHECK(in("Etc/GMT+5").name() == "Etc/GMT+5");
}

TEST_CASE("an alias keeps the name that was typed")
{
    CHECK(in("US/Eastern").name() == "US/Eastern");
    CHECK(in("Asia/Calcutta").name() == "Asia/Calcutta");
    CHECK(in("US/Eastern") == in("us/eastern"));
    CHECK_FALSE(in("US/Eastern") == in("America/New_York"));
}

TEST_CASE("what the tz database does not list is no zone")
{
    for (const auto typed : {""sv,
                             "localtime"sv,
                             "posix/Europe/London"sv,
                             "right/Europe/London"sv,
                             "posixrules"sv,
                             "zone.tab"sv,
                             "tzdata.zi"sv,
                             "../etc/passwd"sv,
                             "/etc/localtime"sv,
                             "/usr/share/zoneinfo/UTC"sv,
                             "Europe/../UTC"sv,
                             "Europe"sv,
                             "Europe/"sv,
                             "Europe/London "sv,
                             "Europe/London\0"sv,
                             "GMT+1"sv,
                             "BST"sv,
                             "PST"sv,
                             "UTC+1"sv,
                             "Fixed/UTC+05:00:00"sv,
                             ":Europe/London"sv,
                             "Factory"sv,
                             "<+05>-5"sv,
                             "Europe/Lodnon"sv}) {
        CAPTURE(typed);
        CHECK_FALSE(zone::named(typed));
    }
    CHECK_FALSE(zone::named(std::string(1000, 'a')));
}

TEST_CASE("an unknown zone is rejected with what was typed")
{
    CHECK(parse_zone(" europe/london")->name() == "Europe/London");
    const auto answer = parse_zone("Europe/Lodnon");
    REQUIRE(answer.rejected_for(reason::unknown_zone));
    CHECK(answer.why().text == "Europe/Lodnon");
}

TEST_CASE("the zone that was meant is found")
{
    CHECK(nearest_zone("Europe/Lodnon") == "Europe/London");
    CHECK(nearest_zone("Europe/London") == "Europe/London");
    CHECK(nearest_zone("london") == "Europe/London");
    CHECK(nearest_zone("lodnon") == "Europe/London");
    CHECK(nearest_zone("new york") == "America/New_York");
    CHECK(nearest_zone("New  York") == "America/New_York");
    CHECK(nearest_zone("America/New York") == "America/New_York");
    CHECK(nearest_zone("USA/New_York") == "America/New_York");
    CHECK(nearest_zone("UK/Lndon") == "Europe/London");
    CHECK(nearest_zone("Kathmandu") == "Asia/Kathmandu");
    CHECK(nearest_zone("katmandu") == "Asia/Katmandu");
    CHECK(nearest_zone("indianapolis") == "America/Indiana/Indianapolis");
    CHECK(nearest_zone("Argentina/Buenos Aires") == "America/Argentina/Buenos_Aires");
    CHECK(nearest_zone("Europe/Pairs") == "Europe/Paris");
    CHECK(nearest_zone("Berlin, Germany") == "Europe/Berlin");
    CHECK(nearest_zone("lond") == "Europe/London");
    CHECK(nearest_zone("são paulo") == "America/Sao_Paulo");
}

TEST_CASE("a zone that was not meant is not suggested")
{
    for (const auto typed :
         {"qqqqqqqq", "bangalore", "munich", "cest", "india", "PST", "usa", "15:00", "America/", ",", " "}) {
        CAPTURE(typed);
        CHECK(nearest_zone(typed) == std::nullopt);
    }
    CHECK(nearest_zone("") == std::nullopt);
    CHECK(nearest_zone("/") == std::nullopt);
    CHECK(nearest_zone(std::string(5000, 'x')) == std::nullopt);
}

TEST_CASE("London springs forward and falls back")
{
    const auto london = in("Europe/London");
    CHECK(london.to_instant(wall(on(2027, 1, 12), 15, 0)) == utc(on(2027, 1, 12), 15, 0));
    CHECK(london.to_instant(wall(on(2027, 7, 13), 15, 0)) == utc(on(2027, 7, 13), 14, 0));
    // 28 March 2027: 01:00 becomes 02:00.
    CHECK(london.to_instant(wall(on(2027, 3, 28), 0, 59)) == utc(on(2027, 3, 28), 0, 59));
    const auto skipped = london.to_instant(wall(on(2027, 3, 28), 1, 30));
    CHECK(skipped == utc(on(2027, 3, 28), 1, 30));
    CHECK(london.to_local(skipped) == wall(on(2027, 3, 28), 2, 30));
    CHECK(london.to_instant(wall(on(2027, 3, 28), 2, 0)) == utc(on(2027, 3, 28), 1, 0));
    // 31 October 2027: 02:00 becomes 01:00.
    CHECK(london.to_instant(wall(on(2027, 10, 31), 1, 30)) == utc(on(2027, 10, 31), 0, 30));
    CHECK(london.to_local(utc(on(2027, 10, 31), 0, 30)) == wall(on(2027, 10, 31), 1, 30));
    CHECK(london.to_local(utc(on(2027, 10, 31), 1, 30)) == wall(on(2027, 10, 31), 1, 30));
    CHECK(london.to_instant(wall(on(2027, 10, 31), 2, 0)) == utc(on(2027, 10, 31), 2, 0));
    CHECK(london.abbreviation_at(utc(on(2027, 7, 1), 0, 0)) == "BST");
    CHECK(london.abbreviation_at(utc(on(2027, 1, 1), 0, 0)) == "GMT");
}

TEST_CASE("New York springs forward and falls back, also after the printed table ends in 2037")
{
    const auto new_york = in("America/New_York");
    const auto skipped = new_york.to_instant(wall(on(2027, 3, 14), 2, 30));
    CHECK(skipped == utc(on(2027, 3, 14), 7, 30));
    CHECK(new_york.to_local(skipped) == wall(on(2027, 3, 14), 3, 30));
    CHECK(new_york.to_instant(wall(on(2027, 11, 7), 1, 30)) == utc(on(2027, 11, 7), 5, 30));
    CHECK(new_york.to_local(utc(on(2027, 11, 7), 6, 30)) == wall(on(2027, 11, 7), 1, 30));

    CHECK(new_york.to_instant(wall(on(2045, 7, 11), 15, 0)) == utc(on(2045, 7, 11), 19, 0));
    CHECK(new_york.to_instant(wall(on(2045, 1, 10), 15, 0)) == utc(on(2045, 1, 10), 20, 0));
    CHECK(new_york.to_local(new_york.to_instant(wall(on(2045, 3, 12), 2, 30))) ==
          wall(on(2045, 3, 12), 3, 30));
    CHECK(new_york.to_instant(wall(on(2045, 11, 5), 1, 30)) == utc(on(2045, 11, 5), 5, 30));
    CHECK(new_york.abbreviation_at(utc(on(2045, 7, 11), 0, 0)) == "EDT");
}

TEST_CASE("Lord Howe moves its clocks by half an hour")
{
    const auto lord_howe = in("Australia/Lord_Howe");
    CHECK(lord_howe.offset_at(utc(on(2027, 1, 1), 0, 0)) == hours(11));
    CHECK(lord_howe.offset_at(utc(on(2027, 7, 1), 0, 0)) == hours(10) + minutes(30));
    // 3 October 2027: 02:00 becomes 02:30.
    CHECK(lord_howe.to_local(lord_howe.to_instant(wall(on(2027, 10, 3), 2, 15))) ==
          wall(on(2027, 10, 3), 2, 45));
    // 4 April 2027: 02:00 becomes 01:30.
    CHECK(lord_howe.to_instant(wall(on(2027, 4, 4), 1, 45)) == utc(on(2027, 4, 3), 14, 45));
    CHECK(lord_howe.to_local(utc(on(2027, 4, 3), 15, 15)) == wall(on(2027, 4, 4), 1, 45));
    CHECK(lord_howe.offset_at(utc(on(2045, 7, 1), 0, 0)) == hours(10) + minutes(30));
}

TEST_CASE("Kathmandu is five hours and three quarters ahead")
{
    const auto kathmandu = in("Asia/Kathmandu");
    CHECK(kathmandu.offset_at(utc(on(2027, 1, 1), 0, 0)) == hours(5) + minutes(45));
    CHECK(kathmandu.to_instant(wall(on(2027, 1, 12), 15, 0)) == utc(on(2027, 1, 12), 9, 15));
    CHECK(kathmandu.abbreviation_at(utc(on(2027, 1, 1), 0, 0)) == "+0545");
}

TEST_CASE("seconds are rounded down on the wall, before 1970 too")
{
    const auto london = in("Europe/London");
    CHECK(london.to_local(utc(on(2027, 1, 12), 15, 0) + milliseconds(59'999)) ==
          wall(on(2027, 1, 12), 15, 0));
    CHECK(in("UTC").to_local(instant(milliseconds(-1))) == wall(on(1969, 12, 31), 23, 59));
}

TEST_CASE("a wall-clock time comes back from its instant, unless it was skipped")
{
    const auto zones = std::vector<zone>{
        in("Europe/London"),     in("America/New_York"),  in("Asia/Kathmandu"), in("Australia/Lord_Howe"),
        in("America/Sao_Paulo"), in("Africa/Casablanca"), in("Pacific/Apia"),   in("UTC")};
    const auto first = wall(on(1990, 1, 1), 0, 0);
    rc::prop("there and back", [&] {
        const auto& where = zones[*rc::gen::inRange<std::size_t>(0, zones.size())];
        const auto typed = first + minutes(*rc::gen::inRange(0, 60 * 365 * 24 * 60));
        const auto when = where.to_instant(typed);
        const auto back = where.to_local(when);
        // Only a skipped time moves, and only forward, into the offset after the change.
        RC_ASSERT(back >= typed);
        RC_ASSERT(back == typed || where.offset_at(when) - where.offset_at(when - days(1)) == back - typed);
        // The first of two: no earlier instant shows the same.
        if (back == typed) {
            for (const auto earlier : {minutes(30), minutes(60)})
                RC_ASSERT(where.to_local(when - earlier) != typed);
        }
    });
    rc::prop("every quarter of an hour of the two changes in New York", [&] {
        const auto& where = zones[1];
        const auto day =
            *rc::gen::element(on(2027, 3, 14), on(2027, 11, 7), on(2045, 3, 12), on(2045, 11, 5));
        const auto typed = local_time(day) + minutes(15 * *rc::gen::inRange(0, 96));
        const auto back = where.to_local(where.to_instant(typed));
        const bool spring = std::chrono::year_month_day(day).month() == std::chrono::March;
        const bool skipped = spring && typed >= wall(day, 2, 0) && typed < wall(day, 3, 0);
        RC_ASSERT(back == (skipped ? typed + hours(1) : typed));
    });
}

TEST_CASE("no typed zone is ever a surprise")
{
    rc::prop("named and nearest_zone", [] {
        const auto typed = *rc::gen::string<std::string>();
        if (const auto found = zone::named(typed)) RC_ASSERT(zone::named(found->name()).has_value());
        if (const auto found = nearest_zone(typed)) RC_ASSERT(zone::named(*found).has_value());
    });
}
