#include "core/sessions/details.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto before = at("2026-11-24 10:00");
const auto after = at("2026-12-08 16:30");

struct telling
{
    group_under_test group{group_shape{.members = 4}};

    telling() { REQUIRE(group.assign("ben", 1, before)); }
    result<session> prepare(const std::string& by, const std::string& video, const std::string& slides,
                            const std::string& outline)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return prepare_session(work, here,
                                   {.by = user_id(by),
                                    .meeting = group.meeting(1).id,
                                    .video_link = video,
                                    .slides = slides,
                                    .outline = outline,
                                    .now = before});
        });
    }
    result<session> tell(const std::string& by, const std::string& recording, bool none,
                         const std::string& notes, instant now = after)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return report_session(work, here,
                                  {.by = user_id(by),
                                   .meeting = group.meeting(1).id,
                                   .recording = recording,
                                   .not_recorded = none,
                                   .notes = notes,
                                   .now = now});
        });
    }
    session_details kept() { return group.work().sessions().details(group.meeting(1).id); }
};

} // namespace

TEST_CASE("a link is an http or https address, kept as it was typed")
{
    for (const auto* good :
         {"https://meet.example.org/abc?x=1&y=2#z", "http://example.org", "HTTPS://Example.org/A"}) {
        INFO(good);
        REQUIRE(parse_link(good));
        CHECK(*parse_link(good) == good);
    }
    CHECK(*parse_link("  https://example.org/a \n") == "https://example.org/a");
    CHECK(*parse_link("https://example.org/a\xE2\x80\x93"
                      "b") == "https://example.org/a\xE2\x80\x93"
                              "b");
    CHECK(*parse_link("https://example.org/\xE2\x80\xAE"
                      "gpj") == "https://example.org/gpj"); // turned round
    CHECK(parse_link(" ")->empty());
    for (const auto* bad :
         {"example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https://a b.org",
          "https://example.org/<script>", "https://example.org|x", "https://.org", "https://example.org/`"}) {
        INFO(bad);
        CHECK(parse_link(bad).rejected_for(reason::not_a_link));
    }
    CHECK(parse_link("https://example.org/" + std::string(500, 'a')).rejected_for(reason::not_a_link));
}

TEST_CASE("leader and facilitator prepare a session, others do not")
{
    telling on;
    REQUIRE(on.prepare("ben", "https://meet.example.org/a", "https://slides.example.org/b", "One\n\n  Two "));
    CHECK(on.kept() == session_details{.video_link = "https://meet.example.org/a",
                                       .slides = "https://slides.example.org/b",
                                       .outline = "One\nTwo"});
    REQUIRE(on.prepare("ana", "", "", ""));
    CHECK(on.kept() == session_details{});
    CHECK(on.prepare("cleo", "", "", "").rejected_for(reason::leads_or_facilitates));
    CHECK(on.prepare("zoe", "", "", "").rejected_for(reason::not_a_member));
}

TEST_CASE("a cancelled session is prepared by nobody, also by a form that was open before")
{
    telling on;
    auto gone = on.group.meeting(1);
    gone.state = session_state::cancelled;
    on.group.work().sessions().save(gone);

    CHECK(on.prepare("ben", "https://meet.example.org/a", "", "").rejected_for(reason::session_not_planned));
    CHECK(on.kept() == session_details{});
}

TEST_CASE("what is wrong with a preparation is told by its field, and nothing of it is kept")
{
    telling on;
    const auto video = on.prepare("ben", "meet", "https://slides.example.org/b", "");
    REQUIRE(video.rejected_for(reason::not_a_link));
    CHECK(video.why().field == "video");
    CHECK(video.why().text == "meet");
    CHECK(on.prepare("ben", "", "slides", "").why().field == "slides");
    const auto outline = on.prepare("ben", "", "", std::string(601, 'x'));
    REQUIRE(outline.rejected_for(reason::text_too_long));
    CHECK(outline.why().field == "outline");
    CHECK(on.kept() == session_details{});
}

TEST_CASE("recording and notes follow a session, and until both are told something is missing")
{
    telling on;
    CHECK(on.tell("ben", "", true, "Notes", before).rejected_for(reason::session_not_over));
    CHECK(report_is_missing(on.kept()));
    REQUIRE(on.tell("ben", "https://video.example.org/r", false, ""));
    CHECK(report_is_missing(on.kept()));
    REQUIRE(on.tell("ben", "", true, "1\n2\n3\n4\n5"));
    CHECK_FALSE(report_is_missing(on.kept()));
    CHECK(on.kept().notes == "1\n2\n3\n4\n5");

    CHECK(on.tell("ben", "video", false, "x").why().field == "recording");
    CHECK(on.tell("ben", "https://video.example.org/r", true, "x").rejected_for(reason::recording_or_none));
    CHECK(on.tell("ben", "", true, "1\n2\n3\n4\n5\n6").rejected_for(reason::text_too_long));
    CHECK(on.tell("ben", "", true, std::string(301, 'x')).rejected_for(reason::text_too_long));
    CHECK(on.kept().notes == "1\n2\n3\n4\n5");
}
