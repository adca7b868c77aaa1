#include "bot/calendar_door.hpp"

#include "bot/calendar_address.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// The path in the address that an answer shows.
std::string path_in(const std::string& sentence)
{
    const std::string begin = "`https://peers.example.org";
    const auto from = sentence.find(begin);
    REQUIRE(from != std::string::npos);
    const auto path = sentence.substr(from + begin.size());
    return path.substr(0, path.find('`'));
}

struct fixture
{
    bot_under_test bot;
    bot::calendar_door door{bot.engine(), [this] { return bot.now; }};

    fixture() { bot.set_up_group(2); }

    bot::handled ask(const std::string& path, const std::string& method = "GET", const std::string& tag = {})
    {
        bot::http_request request(method, path);
        if (!tag.empty()) request.headers.emplace_back("If-None-Match", tag);
        return bot.loop().await(door.answer(std::move(request)));
    }
    std::string open(const std::string& line = "/peer calendar", const std::string& person = "U1")
    {
        return path_in(types(bot, person, line).text);
    }
};

} // namespace

TEST_CASE("secrets are long, differ, and hold nothing that an address would change")
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto secret = bot::new_calendar_secret();
        CHECK(secret.size() == 43);
        CHECK(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
              std::string::npos);
        CHECK(seen.insert(secret).second);
        CHECK(bot::secret_in("/calendar/" + secret + ".ics") == secret);
    }
    CHECK(bot::fingerprint_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(bot::calendar_address("https://peers.example.org/", "x") ==
          "https://peers.example.org/calendar/x.ics");
    for (const auto* const path :
         {"/calendar/", "/calendar/x", "/calendar.ics", "/x.ics", "/calendars/x.ics"})
        CHECK_FALSE(bot::secret_in(path));
}

TEST_CASE_METHOD(fixture, "a calendar program gets the sessions, and the next time only whether they changed")
{
    const auto path = open();

    const auto first = ask(path);

    CHECK(first.response.status == 200);
    CHECK(first.response.content_type == "text/calendar; charset=utf-8");
    CHECK(first.response.find("Cache-Control") == "private, max-age=300");
    CHECK_THAT(first.response.body, StartsWith("BEGIN:VCALENDAR\r\n"));
    CHECK_THAT(first.response.body, Contains("DTSTART;TZID=Europe/London:20270112T150000"));
    CHECK(first.route == "calendar");

    const std::string tag(first.response.find("ETag"));
    REQUIRE(tag.size() == 34);
    bot.now += core::hours{5};
    for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        const auto again = ask(path, "GET", known);
        CHECK(again.response.status == 304);
        CHECK(again.response.body.empty());
        CHECK(again.response.find("ETag") == tag);
    }

    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2>").outcome == "done");
    const auto changed = ask(path, "GET", tag);
    CHECK(changed.response.status == 200);
    CHECK(changed.response.find("ETag") != tag);
    CHECK_THAT(changed.response.body, Contains("SEQUENCE:1\r\n") && Contains("STATUS:CONFIRMED"));
    CHECK_THAT(changed.response.body, !Contains("U2")); // nobody's name leaves Slack
}

TEST_CASE_METHOD(fixture, "who has no valid secret learns nothing")
{
    const auto path = open();
    const auto fresh = open("/peer calendar revoke");
    REQUIRE(ask(fresh).response.status == 200);

    for (const auto& wrong :
         {path, std::string("/calendar/"), std::string("/calendar/.ics"), std::string("/calendar/x"),
          fresh.substr(0, fresh.size() - 4), fresh + "/", "/calendar/" + std::string(10'000, 'a') + ".ics"}) {
        const auto refused = ask(wrong);
        CHECK(refused.response.status == 404);
        CHECK(refused.response.body.empty());
        CHECK(refused.response.headers.empty());
        CHECK(refused.outcome == "unknown");
    }
    CHECK(ask(fresh, "POST").response.status == 405);
    CHECK(ask(fresh, "HEAD").response.status == 200);
}

TEST_CASE_METHOD(fixture, "the group's feed and mine are two, and each is revoked alone")
{
    const auto mine = open();
    const auto ours = open("/peer calendar group");
    CHECK(mine != ours);

    const auto next = open("/peer calendar revoke group");
    CHECK(ask(ours).response.status == 404);
    CHECK(ask(mine).response.status == 200);
    CHECK(ask(next).response.status == 200);
}

TEST_CASE_METHOD(fixture, "after leaving, somebody's feed is an empty calendar")
{
    const auto path = open("/peer calendar", "U2");
    REQUIRE(bot.command("U2", "/peer leave").outcome == "done");

    const auto left = ask(path);

    CHECK(left.response.status == 200);
    CHECK_THAT(left.response.body, !Contains("VEVENT"));
}
