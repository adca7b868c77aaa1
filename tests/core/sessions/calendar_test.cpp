#include "core/sessions/calendar.hpp"

#include "core/words/utf8.hpp"
#include "tests/core/time/days.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;
using Catch::Matchers::Contains;

namespace {

calendar_event event_at(std::string_view zone_name, instant starts_at)
{
    return {.uid = "session-7.T1@peerbot",
            .sequence = 2,
            .changed_at = utc(on(2026, 12, 1), 9, 30),
            .starts_at = starts_at,
            .length = minutes{90},
            .where = in(zone_name),
            .status = event_status::confirmed,
            .summary = "Audio"};
}

std::string text_of(const std::vector<calendar_event>& events)
{
    return calendar_text({.name = "Peer sessions", .events = events});
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(from, end - from));
        from = end + 2;
    }
    return lines;
}

// As a reader puts folded lines together again.
std::string unfolded(std::string text)
{
    for (auto fold = text.find("\r\n "); fold != std::string::npos; fold = text.find("\r\n "))
        text.erase(fold, 3);
    return text;
}

// The part about one zone.
std::string zone_part(const std::string& text)
{
    const std::string end = "END:VTIMEZONE\r\n";
    const auto from = text.find("BEGIN:VTIMEZONE");
    REQUIRE(from != std::string::npos);
    return text.substr(from, text.find(end) + end.size() - from);
}

} // namespace

TEST_CASE("an event says when it is on its own clock, how long, and which version this is")
{
    const auto text = text_of({event_at("Europe/London", utc(on(2027, 7, 13), 14, 0))});

    CHECK_THAT(text, Catch::Matchers::StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
    CHECK_THAT(text, Catch::Matchers::EndsWith("\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
    for (const auto* const line :
         {"UID:session-7.T1@peerbot", "SEQUENCE:2", "DTSTAMP:20261201T093000Z",
          "LAST-MODIFIED:20261201T093000Z", "DTSTART;TZID=Europe/London:20270713T150000", "DURATION:PT90M",
          "STATUS:CONFIRMED", "SUMMARY:Audio", "X-WR-CALNAME:Peer sessions",
          "REFRESH-INTERVAL;VALUE=DURATION:PT1H"})
        CHECK_THAT(text, Contains("\r\n" + std::string(line) + "\r\n"));
    CHECK_THAT(text, !Contains("DESCRIPTION") && !Contains("LOCATION"));
    CHECK(text == text_of({event_at("Europe/London", utc(on(2027, 7, 13), 14, 0))}));
}

TEST_CASE("London's and New York's clocks are described by the changes around the events")
{
    const auto london = zone_part(text_of({event_at("Europe/London", utc(on(2027, 1, 12), 15, 0)),
                                           event_at("Europe/London", utc(on(2027, 4, 13), 14, 0))}));
    CHECK(london == "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"
                    "BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\n"
                    "TZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\n"
                    "BEGIN:DAYLIGHT\r\nDTSTART:20270328T010000\r\nTZOFFSETFROM:+0000\r\n"
                    "TZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n");

    const auto york = zone_part(text_of({event_at("America/New_York", utc(on(2027, 12, 14), 20, 0))}));
    CHECK_THAT(york, Contains("DTSTART:20271107T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500"));
    CHECK_THAT(york, !Contains("DAYLIGHT"));
}

TEST_CASE("half an hour of summer time, and a zone that has none, are described truly")
{
    const auto lord_howe = zone_part(text_of({event_at("Australia/Lord_Howe", utc(on(2027, 3, 9), 4, 0)),
                                              event_at("Australia/Lord_Howe", utc(on(2027, 5, 11), 4, 30))}));
    CHECK_THAT(lord_howe, Contains("BEGIN:DAYLIGHT\r\nDTSTART:20261004T020000\r\nTZOFFSETFROM:+1030\r\n"
                                   "TZOFFSETTO:+1100"));
    CHECK_THAT(lord_howe, Contains("BEGIN:STANDARD\r\nDTSTART:20270404T020000\r\nTZOFFSETFROM:+1100\r\n"
                                   "TZOFFSETTO:+1030"));

    const auto text = text_of({event_at("Asia/Kathmandu", utc(on(2027, 1, 12), 9, 15))});
    CHECK_THAT(text, Contains("DTSTART;TZID=Asia/Kathmandu:20270112T150000"));
    CHECK_THAT(zone_part(text),
               Contains("DTSTART:19860101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0545"));
}

TEST_CASE("a zone whose clocks were never changed is described by its one offset, and UTC needs none")
{
    const auto fixed = zone_part(text_of({event_at("Etc/GMT+5", utc(on(2027, 1, 12), 15, 0))}));
    CHECK_THAT(fixed, Contains("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\n"
                               "TZOFFSETTO:-0500"));

    const auto utc_event = text_of({event_at("UTC", utc(on(2027, 1, 12), 15, 0))});
    CHECK_THAT(utc_event, Contains("\r\nDTSTART:20270112T150000Z\r\n"));
    CHECK_THAT(utc_event, !Contains("VTIMEZONE"));
}

TEST_CASE("each zone is described once")
{
    const auto text = text_of({event_at("Europe/London", utc(on(2027, 1, 12), 15, 0)),
                               event_at("Asia/Kathmandu", utc(on(2027, 1, 13), 9, 15)),
                               event_at("Europe/London", utc(on(2027, 2, 9), 15, 0))});
    std::vector<std::string> zones;
    for (const auto& line : lines_of(text)) {
        if (line.starts_with("TZID:")) zones.push_back(line);
    }
    CHECK(zones == std::vector<std::string>{"TZID:Asia/Kathmandu", "TZID:Europe/London"});
}

TEST_CASE("what people wrote stays in its line, whatever is in it")
{
    auto event = event_at("UTC", utc(on(2027, 1, 12), 15, 0));
    event.summary = "Cut, mix; \\o/\r\nEND:VEVENT\x01";
    event.description = "one\ntwo";
    event.link = "https://meet.example/a,b;c\r\nATTENDEE:x";

    const auto text = unfolded(text_of({event}));

    CHECK_THAT(text, Contains("\r\nSUMMARY:Cut\\, mix\\; \\\\o/\\nEND:VEVENT\r\n"));
    CHECK_THAT(text, Contains("\r\nDESCRIPTION:one\\ntwo\r\n"));
    CHECK_THAT(text, Contains("\r\nURL:https://meet.example/a,b;cATTENDEE:x\r\n"));
    CHECK_THAT(text, Contains("\r\nLOCATION:https://meet.example/a\\,b\\;cATTENDEE:x\r\n"));
}

TEST_CASE("lines are at most 75 bytes long, and no character is cut in two")
{
    auto event = event_at("UTC", utc(on(2027, 1, 12), 15, 0));
    for (int i = 0; i < 80; ++i)
        event.summary += i % 3 == 0 ? "é" : i % 3 == 1 ? "中" : "🎧";

    const auto text = text_of({event});

    for (const auto& line : lines_of(text)) {
        CHECK(line.size() <= 75);
        for (std::string_view rest = line; !rest.empty();) {
            const auto next = decode_first(rest);
            CHECK(next.code_point != replacement_character);
            rest.remove_prefix(next.bytes);
        }
    }
    CHECK_THAT(unfolded(text), Contains("\r\nSUMMARY:" + event.summary + "\r\n"));

    event.summary = std::string(67, 'a'); // with its name exactly 75
    CHECK_THAT(text_of({event}), Contains("\r\nSUMMARY:" + event.summary + "\r\nEND"));
}

TEST_CASE("a calendar without events is still a whole one")
{
    const auto text = text_of({});
    CHECK_THAT(text, Contains("BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"));
    CHECK_THAT(text, !Contains("VEVENT"));
}

TEST_CASE("the changes of clocks include the one that is in force and end before the limit")
{
    const auto london = in("Europe/London");
    const auto spring = utc(on(2027, 3, 28), 1, 0);
    const auto autumn = utc(on(2027, 10, 31), 1, 0);

    const auto found = london.changes_between(spring, autumn);
    REQUIRE(found.size() == 1);
    CHECK(found[0].at == spring);
    CHECK(found[0].wall == wall(on(2027, 3, 28), 1, 0));
    CHECK(found[0].summer_time);

    CHECK(london.changes_between(spring - milliseconds{1}, autumn + milliseconds{1}).size() == 3);
    CHECK(in("UTC").changes_between(spring, autumn).empty());
}
