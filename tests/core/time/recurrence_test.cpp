#include "core/time/recurrence.hpp"

#include "core/time/names.hpp"
#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;
using std::chrono::Friday;
using std::chrono::Monday;
using std::chrono::Thursday;
using std::chrono::Tuesday;

namespace {

const date sunday = on(2026, 11, 22);
const date monday = on(2026, 11, 23);
const date friday = on(2026, 11, 27);

// What was understood, in the storage form, or why not.
std::string understood(std::string_view typed)
{
    const auto answer = parse_recurrence(typed, sunday);
    if (answer) return code(*answer);
    return answer.rejected_for(reason::unknown_cadence) && answer.why().text == typed ? "rejected"
                                                                                      : "wrong reason";
}

recurrence any_recurrence()
{
    const auto kind = *rc::gen::inRange(0, 3);
    if (kind == 0) {
        return {weekday_of_month{*rc::gen::inRange(0, 5), std::chrono::weekday(*rc::gen::inRange(0U, 7U))}};
    }
    if (kind == 1) {
        const auto anchor = on(2000, 1, 1) + days(*rc::gen::inRange(0, 20'000));
        return {every_some_weeks{*rc::gen::inRange(1, most_weeks_apart + 1), anchor}};
    }
    return {day_of_month{*rc::gen::inRange(1, 32)}};
}

bool keeps_to(const weekday_of_month& rule, date day)
{
    const std::chrono::year_month_weekday parts(day);
    if (parts.weekday() != rule.day) return false;
    if (rule.nth != last_of_month) return parts.index() == static_cast<unsigned>(rule.nth);
    return std::chrono::year_month_day(day + days(7)).month() != parts.month();
}

bool keeps_to(const every_some_weeks& rule, date day)
{
    return (day - rule.anchor) % days(7 * rule.weeks) == days(0);
}

bool keeps_to(const day_of_month& rule, date day)
{
    const std::chrono::year_month_day parts(day);
    if (static_cast<unsigned>(parts.day()) == static_cast<unsigned>(rule.day)) return true;
    const bool last = std::chrono::year_month_day(day + days(1)).month() != parts.month();
    return last && static_cast<unsigned>(parts.day()) < static_cast<unsigned>(rule.day);
}

} // namespace

TEST_CASE("a weekday of the month is understood in many words")
{
    for (const auto typed :
         {"second Tuesday", "2nd tue", "Second TUESDAY of the month", "the second tuesday",
          "second Tuesday of every month", "every second tuesday of the month",
          "monthly on the second Tuesday", "every month on the 2nd Tues", "second Tuesday monthly",
          "on the second\u00A0Tuesday.", "second Tuesday each month"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "m:2:tue");
    }
    CHECK(understood("first Monday of the month") == "m:1:mon");
    CHECK(understood("3rd wed") == "m:3:wed");
    CHECK(understood("4th sat") == "m:4:sat");
    CHECK(understood("last thursday") == "m:last:thu");
    CHECK(understood("last thurs of the month") == "m:last:thu");
}

TEST_CASE("weeks apart are understood in many words, counted from the first such day")
{
    for (const auto typed : {"every 2 weeks on Monday", "every two weeks on monday", "biweekly monday",
                             "fortnightly on Monday", "every fortnight on mon", "every other Monday",
                             "every other week on Monday", "Monday every 2 weeks", "bi-weekly on Mondays",
                             "Mondays every two weeks", "EVERY 2 WEEKS MONDAY"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "w:2:mon:2026-11-23");
    }
    for (const auto typed : {"every week on fri", "weekly on Friday", "every Friday", "Fridays", "on Fridays",
                             "weekly fri", "each friday", "every 1 week on Friday", "Friday weekly"}) {
        CAPTURE(typed);
        CHECK(understood(typed) ==
              (std::string_view(typed) == "on Fridays" ? "rejected" : "w:1:fri:2026-11-27"));
    }
    CHECK(understood("\xE2\x80\x9C"
                     "every 2 weeks on Monday"
                     "\xE2\x80\x9D") == "w:2:mon:2026-11-23");
    CHECK(understood("every week on Sunday") == "w:1:sun:2026-11-22");
    CHECK(understood("every 52 weeks on Monday") == "w:52:mon:2026-11-23");
}

TEST_CASE("a day of the month is understood in many words")
{
    for (const auto typed :
         {"monthly on the 15th", "every month on the 15th", "the 15th", "15th", "monthly on 15",
          "15th of the month", "the 15th of every month", "15th each month"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "d:15");
    }
    CHECK(understood("every month on the 1st") == "d:1");
    CHECK(understood("monthly on the first") == "d:1");
    CHECK(understood("the 31st") == "d:31");
}

TEST_CASE("what names no day for certain is rejected with what was typed")
{
    for (const auto typed : {"",
                             " ",
                             "sometimes",
                             "fifth Monday",
                             "5th Monday",
                             "0th Monday",
                             "second",
                             "second Blursday",
                             "every 0 weeks on Monday",
                             "every 0 weeks",
                             "every 60 weeks",
                             "every 60 weeks on Monday",
                             "every 53 weeks on Monday",
                             "every -1 weeks on Monday",
                             "every 99999999999 weeks on Monday",
                             "every 2 weeks",
                             "every 2 months on Monday",
                             "weekly",
                             "monthly",
                             "every",
                             "Monday",
                             "15",
                             "the 0th",
                             "the 32nd",
                             "every second Tuesday",
                             "second Tuesday 15:00",
                             "second Tuesday second Tuesday",
                             "last",
                             "monthly on the last",
                             "daily",
                             "on",
                             "the"}) {
        CAPTURE(typed);
        CHECK(understood(typed) == "rejected");
    }
    CHECK(understood(std::string(4000, 'a')) == "rejected");
}

TEST_CASE("a rule is said in plain English")
{
    CHECK(words(recurrence{weekday_of_month{2, Tuesday}}) == "second Tuesday of the month");
    CHECK(words(recurrence{weekday_of_month{last_of_month, Thursday}}) == "last Thursday of the month");
    CHECK(words(recurrence{every_some_weeks{2, monday}}) == "every 2 weeks on Monday");
    CHECK(words(recurrence{every_some_weeks{1, friday}}) == "every week on Friday");
    CHECK(words(recurrence{day_of_month{15}}) == "monthly on the 15th");
    CHECK(words(recurrence{day_of_month{1}}) == "monthly on the 1st");
    CHECK(words(recurrence{day_of_month{12}}) == "monthly on the 12th");
    CHECK(words(recurrence{day_of_month{22}}) == "monthly on the 22nd");
    CHECK(words(recurrence{day_of_month{23}}) == "monthly on the 23rd");
    CHECK(words(recurrence{day_of_month{31}}) == "monthly on the 31st");
}

TEST_CASE("only codes as they are written are read")
{
    for (const auto stored : {"",
                              "m",
                              "m:",
                              "m:0:tue",
                              "m:5:tue",
                              "m:2:xxx",
                              "m:2:tuesday",
                              "m:02:tue",
                              "m:2:TUE",
                              "m:2:tue:",
                              "w:2:mon",
                              "w:0:mon:2026-11-23",
                              "w:53:mon:2026-11-23",
                              "w:2:tue:2026-11-23",
                              "w:2:mon:2026-13-23",
                              "w:2:mon:tomorrow",
                              "d:0",
                              "d:32",
                              "d:015",
                              "d:-1",
                              "x:1",
                              "d:15 "}) {
        CAPTURE(stored);
        CHECK_FALSE(from_code(stored).has_value());
    }
    CHECK(from_code("m:last:thu") == recurrence{weekday_of_month{last_of_month, Thursday}});
    CHECK(from_code("w:2:mon:2026-11-23") == recurrence{every_some_weeks{2, monday}});
    CHECK(from_code("d:31") == recurrence{day_of_month{31}});
}

TEST_CASE("the days of a rule")
{
    using list = std::vector<date>;
    CHECK(occurrences({weekday_of_month{2, Tuesday}}, sunday, 3) ==
          list{on(2026, 12, 8), on(2027, 1, 12), on(2027, 2, 9)});
    CHECK(occurrences({weekday_of_month{last_of_month, Thursday}}, on(2026, 12, 31), 2) ==
          list{on(2026, 12, 31), on(2027, 1, 28)});
    CHECK(occurrences({every_some_weeks{2, monday}}, on(2026, 11, 24), 2) ==
          list{on(2026, 12, 7), on(2026, 12, 21)});
    CHECK(occurrences({every_some_weeks{2, monday}}, on(2026, 11, 8), 2) == list{on(2026, 11, 9), monday});
    CHECK(occurrences({every_some_weeks{2, monday}}, on(2026, 11, 10), 1) == list{monday});
    CHECK(occurrences({day_of_month{31}}, on(2028, 1, 31), 4) ==
          list{on(2028, 1, 31), on(2028, 2, 29), on(2028, 3, 31), on(2028, 4, 30)});
    CHECK(occurrences({day_of_month{29}}, on(2027, 2, 1), 2) == list{on(2027, 2, 28), on(2027, 3, 29)});
    CHECK(occurrences({day_of_month{15}}, on(2027, 1, 16), 1) == list{on(2027, 2, 15)});
    CHECK(occurrences({day_of_month{15}}, sunday, 0).empty());
    CHECK(occurrences({day_of_month{15}}, sunday, -1).empty());
}

TEST_CASE("occurrences only go forward, keep to their rule and leave none out")
{
    rc::prop("occurrences", [] {
        const auto rule = any_recurrence();
        const auto from = on(2000, 1, 1) + days(*rc::gen::inRange(0, 30'000));
        const auto found = occurrences(rule, from, 8);
        RC_ASSERT(found.size() == 8U);
        RC_ASSERT(found.front() >= from);
        const auto kept = [&rule](date day) {
            return std::visit([day](const auto& kind) { return keeps_to(kind, day); }, rule.rule);
        };
        for (std::size_t at = 1; at < found.size(); ++at)
            RC_ASSERT(found[at] > found[at - 1]);
        for (const auto day : found)
            RC_ASSERT(kept(day));
        for (auto day = from; day < found.back(); day += days(1)) {
            RC_ASSERT(kept(day) == (std::find(found.begin(), found.end(), day) != found.end()));
        }
    });
}

TEST_CASE("what is said is understood, and what is stored is read back")
{
    rc::prop("words and code", [] {
        const auto rule = any_recurrence();
        const auto* weeks = std::get_if<every_some_weeks>(&rule.rule);
        const auto anchor = weeks != nullptr ? weeks->anchor : sunday;
        const auto again = parse_recurrence(words(rule), anchor);
        RC_ASSERT(static_cast<bool>(again));
        RC_ASSERT(*again == rule);
        RC_ASSERT(from_code(code(rule)) == rule);
    });
    rc::prop("any text is understood or rejected", [] {
        const auto typed = *rc::gen::string<std::string>();
        const auto answer = parse_recurrence(typed, sunday);
        if (!answer) RC_ASSERT(answer.rejected_for(reason::unknown_cadence));
        if (const auto read = from_code(typed)) RC_ASSERT(code(*read) == typed);
    });
}

TEST_CASE("any order of the words of the grammar is understood or rejected")
{
    rc::prop("shuffled words", [] {
        const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "every", "each", "2", "two", "weeks", "week", "month", "monthly", "on", "the", "of", "second",
            "2nd", "last", "Monday", "Mondays", "fri", "other", "weekly", "15th", "15", "fortnight"));
        std::string typed;
        for (const auto& part : parts)
            typed += part + " ";
        const auto answer = parse_recurrence(typed, sunday);
        if (answer) RC_ASSERT(*parse_recurrence(words(*answer), sunday) == *answer);
    });
}
