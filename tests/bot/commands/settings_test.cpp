// What a group has agreed on: setting it up with it, seeing it, and changing it by a line or a form.
#include "core/groups/settings.hpp"
#include "core/time/dates.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

void know_zone(bot_under_test& bot, const std::string& person, const std::string& zone)
{
    bot.change([&](core::unit_of_work& work) {
        work.people().save({.workspace = core::workspace_id("T1"),
                            .user = core::user_id(person),
                            .home = core::workspace_id("T1"),
                            .zone = zone});
    });
}

std::string initial(const json& form, const std::string& block)
{
    for (const auto& one : form.at("blocks"))
        if (one.value("block_id", "") == block)
            return one.at("element").value("initial_value", one.at("element").value("initial_time", ""));
    return "no such input";
}

core::session first_session(bot_under_test& bot)
{
    return session_numbered(bot, 1);
}

} // namespace

TEST_CASE("the form of a new group has the zone in which its facilitator lives, when it is known")
{
    bot_under_test bot;
    bot.command("U1", "/peer setup");
    CHECK(initial(opened_form(bot), "zone").empty());
    know_zone(bot, "U1", "Asia/Kathmandu");
    bot.command("U1", "/peer setup");
    CHECK(initial(opened_form(bot), "zone") == "Asia/Kathmandu");
    know_zone(bot, "U1", "Mars/Base");
    bot.command("U1", "/peer setup");
    CHECK(initial(opened_form(bot), "zone").empty());
}

TEST_CASE("a line without a zone means the zone in which its writer lives")
{
    bot_under_test bot;
    check_refused(bot, "U1", "/peer setup second Tuesday 3:30 pm", {"Which time zone?"});
    know_zone(bot, "U1", "Asia/Kathmandu");
    CHECK_THAT(types(bot, "U1", "/peer setup second Tuesday 3:30 pm").text,
               Contains("Second Tuesday of the month at 15:30 (Asia/Kathmandu)"));
}

TEST_CASE("a line is read with the small words and commas that people write")
{
    for (const std::string line :
         {"every 2 weeks on Monday at 9:30 Europe/Paris", "every 2 weeks on Monday, 9:30, Europe/Paris",
          "Every 2 weeks on Monday at 9.30 am in europe/paris"}) {
        INFO(line);
        bot_under_test bot;
        CHECK_THAT(types(bot, "U1", "/peer setup " + line).text,
                   Contains("Every 2 weeks on Monday at 09:30 (Europe/Paris)"));
    }
    bot_under_test bot;
    check_refused(bot, "U1", "/peer setup second Tuesday 15:00 New York", {"Did you mean America/New_York?"});
    check_refused(bot, "U1", "/peer setup at", {"how often you meet"});
    check_refused(bot, "U1", "/peer setup fifth Tuesday 15:00 UTC", {"\"fifth Tuesday\"", "last Thursday"});
}

TEST_CASE("where there is no group /peer offers the form that starts one")
{
    bot_under_test bot;
    const auto shown = types(bot, "U1", "/peer", "shown");
    CHECK_THAT(shown.text, Contains("no peer group in this channel"));
    presses_in(bot, "U1", shown, "Open the form that starts a group here", "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U1", {{"zone", "Europe/London"}})).outcome == "done");
    presses_in(bot, "U2", shown, "Open the form that starts a group here", "rejected");
}

TEST_CASE("a group is set up by a form with everything it has agreed on")
{
    bot_under_test bot;
    bot.command("U1", "/peer setup");
    const auto got = bot.send(filled(opened_form(bot), "U1",
                                     {{"weeks", "every 2 weeks on"},
                                      {"day", "Monday"},
                                      {"time", "09:30"},
                                      {"zone", "Europe/Paris"},
                                      {"length", "90"},
                                      {"name", "Satellite watchers"},
                                      {"link", "https://meet.example.org/sat"},
                                      {"covenant", "What is said here stays here.\nBe *kind*."},
                                      {"holidays", "2027-01-11..2027-01-15, 2027-05-03"}}));
    REQUIRE(got.outcome == "done");
    const auto here = bot.group();
    CHECK(here.name == "Satellite watchers");
    CHECK(here.length == core::minutes{90});
    CHECK(here.link == "https://meet.example.org/sat");
    CHECK(here.covenant == "What is said here stays here.\nBe *kind*.");
    CHECK(here.holidays == "2027-01-11..2027-01-15,2027-05-03");
    CHECK(first_session(bot).length == core::minutes{90});
    CHECK_THAT(types(bot, "U1", "/peer", "shown").text,
               Contains("*Satellite watchers*") && Contains("for 90 minutes") &&
                   Contains("Video link: <https://meet.example.org/sat>"));
}

TEST_CASE("the form of a new group takes a cadence in words too, instead of the one that was chosen")
{
    bot_under_test bot;
    bot.command("U1", "/peer setup");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        const auto errors =
            field_errors(bot.send(filled(form, "U1", {{"zone", "UTC"}, {"rhythm", "fifth Tuesday"}})));
        CHECK_THAT(errors.at("rhythm"), Contains("\"fifth Tuesday\""));
    });
    REQUIRE(bot.send(filled(form, "U1", {{"zone", "UTC"}, {"rhythm", "monthly on the 31st"}})).outcome ==
            "done");
    CHECK(bot.group().cadence == "d:31");
}

TEST_CASE("what is wrong in the form of a new group stands beside its field")
{
    bot_under_test bot;
    bot.command("U1", "/peer setup");
    const auto form = opened_form(bot);
    const auto wrong = [&](const std::string& block, const std::string& text) {
        std::map<std::string, bot::slack::input_value> answers{{"zone", "UTC"}};
        answers[block] = text;
        return field_errors(bot.send(filled(form, "U1", answers)))[block];
    };
    changes_nothing(bot, [&] {
        CHECK_THAT(wrong("zone", "Mars"), Contains("time zone"));
        CHECK_THAT(wrong("length", "long"), Contains("10 minutes to 8 hours"));
        CHECK_THAT(wrong("link", "javascript:alert(1)"), Contains("is not a link"));
        CHECK_THAT(wrong("name", std::string(81, 'x')), Contains("at most 80"));
        CHECK_THAT(wrong("covenant", std::string(1600, 'x')), Contains("at most 1500"));
        CHECK_THAT(wrong("holidays", "Christmas"), Contains("\"Christmas\""));
    });
}

TEST_CASE("everybody sees the settings, and facilitators the button to change them")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto shown = types(bot, "U1", "/peer settings", "shown");
    CHECK_THAT(shown.text, Contains("Second Tuesday of the month at 15:00 (Europe/London), for 60 minutes") &&
                               Contains("*Video link:* none") && Contains("*Holidays:* none"));
    CHECK(shown.labels() == std::vector<std::string>{"Change the settings of this group"});
    CHECK(types(bot, "U2", "/peer settings", "shown").labels().empty());
}

TEST_CASE("one setting at a time is changed by a line, and none takes it away")
{
    bot_under_test bot;
    bot.set_up_group();
    for (const std::string line :
         {"name Satellite &amp; map watchers", "length 1h 30m", "link <https://meet.example.org/a?b=c>",
          "covenant What is said here stays here.", "holidays 24 December to 2 January, 2027-05-03"})
        CHECK_THAT(types(bot, "U1", "/peer settings " + line).text,
                   Contains("Saved: " + line.substr(0, line.find(' '))));
    const auto here = bot.group();
    CHECK(here.name == "Satellite & map watchers");
    CHECK(here.length == core::minutes{90});
    CHECK(here.link == "https://meet.example.org/a?b=c");
    CHECK(here.covenant == "What is said here stays here.");
    CHECK(here.holidays == "2027-05-03,2027-12-24..2028-01-02");

    CHECK_THAT(types(bot, "U1", "/peer settings name Satellite &amp; map watchers").text,
               Contains("nothing was changed"));
    for (const std::string word : {"name", "link", "covenant", "holidays"})
        types(bot, "U1", "/peer settings " + word + " none");
    CHECK(bot.group().name.empty());
    CHECK(bot.group().link.empty());
    CHECK(bot.group().covenant.empty());
    CHECK(bot.group().holidays.empty());
}

TEST_CASE("what phones make of a setting is taken as it was meant")
{
    bot_under_test bot;
    bot.set_up_group();
    types(bot, "U1", "/peer settings Name Watchers");
    types(bot, "U1", "/peer settings link <https://example.org/a\xE2\x80\x93z>");
    CHECK(bot.group().link == "https://example.org/a\xE2\x80\x93z"); // as given
    types(bot, "U1",
          "/peer settings holidays 24 Dec\xC2\xA0\xE2\x80\x93\xC2\xA0"
          "2 January");
    CHECK(bot.group().holidays == "2027-12-24..2028-01-02");
    for (const std::string word : {"name", "link", "holidays"})
        types(bot, "U1", "/peer settings " + word + " None\xC2\xA0");
    CHECK(bot.group().name.empty());
    CHECK(bot.group().link.empty());
    CHECK(bot.group().holidays.empty());
}

TEST_CASE("the longest of everything is shown whole")
{
    bot_under_test bot;
    bot.set_up_group();
    std::string free;
    for (int i = 0; i < 60; ++i)
        free += core::iso_date(core::date{} + core::days{21'000 + 30 * i}) + ".." +
                core::iso_date(core::date{} + core::days{21'020 + 30 * i}) + ",";
    bot.change([&](core::unit_of_work& work) {
        auto here = *work.groups().find(core::group_id{1});
        here.name = std::string(80, 'n');
        here.link = "https://meet.example.org/" + std::string(475, 'x');
        here.covenant = std::string(1499, 'c') + "Z";
        free.pop_back();
        here.holidays = free;
        work.groups().save(here);
    });
    const auto blocks = types(bot, "U1", "/peer settings", "shown").blocks.dump();
    CHECK_THAT(blocks, Contains("cZ") && !Contains("\xE2\x80\xA6"));
}

TEST_CASE("a setting that cannot be is refused with what is wrong, and what it reads like")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_refused(bot, "U1", "/peer settings length", {"`/peer settings length 90`"});
    check_refused(bot, "U1", "/peer settings zone none", {"`/peer settings zone Europe/London`"});
    check_refused(bot, "U1", "/peer settings length 5", {"10 minutes to 8 hours"});
    check_refused(bot, "U1", "/peer settings link meet.example.org", {"is not a link", "https://"});
    check_refused(bot, "U1", "/peer settings zone Europe/Lodnon", {"Did you mean Europe/London?"});
    check_refused(bot, "U1", "/peer settings cadence sometimes", {"how often you meet"});
    check_refused(bot, "U1", "/peer settings time 25:00", {"\"25:00\""});
    check_refused(bot, "U1", "/peer settings holidays whenever", {"\"whenever\"", "2026-12-24..2027-01-02"});
    check_refused(bot, "U1", "/peer settings lenght 90", {"Did you mean `/peer settings length`?"});
    check_refused(bot, "U1", "/peer settings colour red", {"does not know the word \"colour\"", "cadence"});
    check_refused(bot, "U2", "/peer settings length 90", {"facilitator", "<@U1>"});
    check_refused(bot, "U1", "/peer settings length 90", {"no peer group"}, "C2");
}

TEST_CASE("another cadence shows what moves, and nothing moves before it is confirmed")
{
    bot_under_test bot;
    bot.set_up_group();
    const auto before = first_session(bot).starts_at;

    const auto shown = types(bot, "U1", "/peer settings cadence last Thursday");

    CHECK_THAT(shown.text, Contains("Last Thursday of the month at 15:00 (Europe/London)") &&
                               Contains("Session 1: from") && Contains("12 January 2027") &&
                               Contains("28 January 2027") && Contains("Nothing of this is done until"));
    CHECK(first_session(bot).starts_at == before);
    CHECK(bot.group().cadence == "m:2:tue");

    changes_nothing(bot, [&] { presses_in(bot, "U1", shown, "Leave all sessions where they are", "shown"); });
    presses_in(bot, "U1", shown, "Move the sessions to these dates, and tell the channel");
    CHECK(bot.group().cadence == "m:last:thu");
    CHECK(first_session(bot).starts_at != before);
    const auto again = presses_in(bot, "U1", shown, "Move the sessions to these dates, and tell the channel");
    CHECK_THAT(again.text, Contains("done already"));
}

TEST_CASE(
    "a change of cadence is not confirmed by others, when it is out of date, or by a button that is not ours")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto shown = types(bot, "U1", "/peer settings time 9:00");
    const auto value = shown.button("Move the sessions to these dates, and tell the channel").at("value");
    changes_nothing(bot, [&] {
        presses_in(bot, "U2", shown, "Move the sessions to these dates, and tell the channel", "rejected");
        for (const std::string spoilt :
             {"", "1|2|3", "x|UTC|m:2:tue|900|", "1|Mars|m:2:tue|900|", "1|UTC|sometimes|900|",
              "1|UTC|m:2:tue|9000|", "1|UTC|m:2:tue|900|never"})
            CHECK_THAT(presses(bot, bot.pressing("U1", "peer.rhythm", spoilt), "shown").text,
                       Contains("too old"));
    });
    bot.now += core::days{10}; // session 1 has begun
    presses_in(bot, "U1", shown, "Move the sessions to these dates, and tell the channel", "rejected");
    CHECK(bot.group().meets_at == core::hours{15});
}

TEST_CASE("of two facilitators who change the rhythm at once the second sees that it has changed")
{
    bot_under_test bot;
    bot.set_up_group(2);
    REQUIRE(bot.command("U1", "/peer facilitator <@U2>").outcome == "done");
    const auto first = types(bot, "U1", "/peer settings time 9:00");
    const auto second = types(bot, "U2", "/peer settings cadence last Thursday");
    presses_in(bot, "U1", first, "Move the sessions to these dates, and tell the channel");
    const auto late =
        presses_in(bot, "U2", second, "Move the sessions to these dates, and tell the channel", "rejected");
    CHECK_THAT(late.text, Contains("have changed since this was shown"));
    CHECK(bot.group().meets_at == core::hours{9});
    CHECK(bot.group().cadence == "m:2:tue");
}

TEST_CASE("the form of the settings opens as they are, and sent as it is it changes nothing")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto before = core::settings_of(bot.group());
    auto pressed = bot.pressing("U1", "peer.settings");
    pressed.trigger_id = "trigger";
    REQUIRE(bot.press(pressed).outcome == "shown");
    const auto form = opened_form(bot);
    CHECK(initial(form, "rhythm") == "second Tuesday of the month");
    REQUIRE(bot.send(filled(form, "U1")).outcome == "done");
    CHECK_THAT(last_whisper(bot), Contains("nothing was changed"));
    CHECK(core::settings_of(bot.group()) == before);

    REQUIRE(bot.send(filled(form, "U1", {{"time", "16:00"}, {"name", "Watchers"}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), Contains("Saved: name.") && Contains("Session 1: from"));
    CHECK(bot.group().name == "Watchers");
    CHECK(bot.group().meets_at == core::hours{15});
    CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"time", "16:00"}})))["rhythm"],
               Contains("facilitator"));
}

TEST_CASE("what a group has agreed on is read before joining, and accepted by the press that joins")
{
    bot_under_test bot;
    bot.set_up_group();
    types(bot, "U1", "/peer settings covenant What is said here stays &lt;here&gt;.");

    const auto invited = types(bot, "U2", "/peer join");
    CHECK_THAT(invited.text, Contains(">What is said here stays &lt;here&gt;.") &&
                                 Contains("By joining you accept this.") && Contains("one member leads"));
    CHECK_THAT(types(bot, "U1", "/peer members", "shown").text, Contains("1 member:"));
    presses_in(bot, "U2", invited, "Join this peer-learning group, and accept what it has agreed on");
    CHECK_THAT(types(bot, "U1", "/peer members", "shown").text, Contains("2 members:"));
    CHECK_THAT(types(bot, "U9", "/peer", "shown").words(), Contains("By joining you accept this."));
    check_refused(bot, "U2", "/peer join", {"a member of this group already"});
}
