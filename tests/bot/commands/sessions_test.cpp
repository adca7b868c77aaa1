// Everything about one session, as typed, pressed and written in forms.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

using list = std::vector<std::string>;

core::session session_of(bot_under_test& bot, int number)
{
    core::session found;
    bot.look(
        [&](core::unit_of_work& work) { found = *work.sessions().find_number(core::group_id{1}, number); });
    return found;
}

core::session_details details_of(bot_under_test& bot, int number)
{
    core::session_details found;
    bot.look([&](core::unit_of_work& work) {
        const auto meeting = *work.sessions().find_number(core::group_id{1}, number);
        found = work.sessions().details(meeting.id);
    });
    return found;
}

bot_under_test& with_group(bot_under_test& bot, int members = 4)
{
    bot.set_up_group(members);
    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2|ben>").outcome == "done");
    return bot;
}

seen shows(bot_under_test& bot, const std::string& person, int number)
{
    return types(bot, person, "/rotation " + std::to_string(number), "shown");
}

} // namespace

TEST_CASE("a number after /rotation shows that session, with the buttons that the viewer may press")
{
    bot_under_test bot;
    with_group(bot);
    const auto member = shows(bot, "U3", 1);
    CHECK_THAT(member.text, StartsWith("Session 1, <!date^") && Contains("<@U2> leads.") &&
                                Contains("Minute 0 to 5: Arrive") && Contains("Minute 15 to 35: Training"));
    CHECK(member.labels() ==
          list{"I will come: session 1", "Maybe I will come: session 1", "I cannot come: session 1"});
    const auto leader = shows(bot, "U2", 1).labels();
    CHECK(std::find(leader.begin(), leader.end(), "Choose another day or time: session 1") != leader.end());
    CHECK(std::find(leader.begin(), leader.end(), "Cancel this session, with a reason: session 1") ==
          leader.end());
    const auto facilitator = shows(bot, "U1", 1).labels();
    CHECK(std::find(facilitator.begin(), facilitator.end(),
                    "Cancel this session, with a reason: session 1") != facilitator.end());
    CHECK(shows(bot, "U9", 1).labels().empty());
    check_refused(bot, "U1", "/rotation 99", {"not planned"});
}

TEST_CASE("who comes is said by a press or a word, and everybody sees it")
{
    bot_under_test bot;
    with_group(bot);
    const auto view = shows(bot, "U3", 1);
    CHECK_THAT(presses_in(bot, "U3", view, "I will come: session 1").text,
               StartsWith("Noted: you come to Session 1"));
    CHECK_THAT(types(bot, "U2", "/rotation maybe 1").text, StartsWith("Noted: you may come"));
    CHECK_THAT(types(bot, "U4", "/rotation no").text, StartsWith("Noted: you cannot come to Session 1"));
    const auto words = shows(bot, "U1", 1).words();
    CHECK_THAT(words, Contains("1 coming: <@U3>.") && Contains("1 maybe: <@U2>.") &&
                          Contains("1 not coming: <@U4>."));
    types(bot, "U3", "/rotation no 1");
    CHECK_THAT(shows(bot, "U1", 1).words(), Contains("2 not coming: <@U3> and <@U4>."));
    check_refused(bot, "U9", "/rotation yes 1", {"`/peer join`"});
    check_refused(bot, "U3", "/rotation yes tomorrow", {"Which session?"});
    check_refused(bot, "U3", "/rotation yes 99", {"not planned"});
}

TEST_CASE("a session is moved by typing a day, with or without an hour, in many ways")
{
    bot_under_test bot;
    with_group(bot);
    for (const auto& [line, starts] : std::vector<std::pair<std::string, std::string>>{
             {"2027-01-20 16:00", "Wednesday 20 January 2027, 16:00"},
             {"21 January", "Thursday 21 January 2027, 16:00"},
             {"Jan 22nd 4:30 pm", "Friday 22 January 2027, 16:30"},
             {"to 23 January at 5 pm", "Saturday 23 January 2027, 17:00"},
             {"tomorrow noon", "12:00"}}) {
        INFO(line);
        CHECK_THAT(types(bot, "U1", "/rotation move 1 " + line).text,
                   StartsWith("Moved: Session 1, ") && Contains(starts));
    }
    CHECK_THAT(shows(bot, "U3", 1).text,
               Contains("It was moved from <!date^") && Contains("12 January 2027, 15:00"));
}

TEST_CASE("what cannot be a new time is refused, and the session stays")
{
    bot_under_test bot;
    with_group(bot);
    for (const auto& [line, fragment] : std::vector<std::pair<std::string, std::string>>{
             {"/rotation move", "Which session, and to when?"},
             {"/rotation move 1", "Which session, and to when?"},
             {"/rotation move tomorrow", "Which session, and to when?"},
             {"/rotation move 99 2027-01-20", "not planned"},
             {"/rotation move 1 someday", "someday"},
             {"/rotation move 1 2027-01-20 25:00", "25:00"},
             {"/rotation move 1 2020-01-20", "is past"},
             {"/rotation move 1 2029-01-20", "more than a year ahead"},
             {"/rotation move 1 yesterday 16:00", "yesterday"},
             {"/rotation move 1 2027-02-09 15:00", "Session 2 is on"}}) {
        check_refused(bot, "U1", line, {fragment});
    }
    check_refused(bot, "U3", "/rotation move 1 2027-01-20", {"leads that session, or a facilitator"});
    check_refused(bot, "U9", "/rotation move 1 2027-01-20", {"`/peer join`"});
}

TEST_CASE("a session is moved by a form, which says beside its fields what cannot be")
{
    bot_under_test bot;
    with_group(bot);
    presses_in(bot, "U2", shows(bot, "U2", 1), "Choose another day or time: session 1", "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(),
               Contains("\"initial_date\":\"2027-01-12\"") && Contains("\"initial_time\":\"15:00\""));
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"date", "2020-01-01"}})))["date"],
                   Contains("is past"));
        CHECK_THAT(field_errors(bot.send(filled(form, "U3")))["date"], Contains("facilitator"));
    });
    CHECK(bot.send(filled(form, "U2", {{"date", "2027-01-14"}, {"time", "09:30"}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Moved: Session 1"));
    CHECK(session_of(bot, 1).starts_at - session_of(bot, 1).starts_at.time_since_epoch() % core::minutes{1} ==
          session_of(bot, 1).starts_at);
    CHECK_THAT(shows(bot, "U3", 1).text, Contains("Thursday 14 January 2027, 09:30"));
}

TEST_CASE("a session is cancelled with a reason by a facilitator only")
{
    bot_under_test bot;
    with_group(bot);
    check_refused(bot, "U2", "/rotation cancel 1 Holiday", {"facilitator"});
    check_refused(bot, "U1", "/rotation cancel 1", {"say why"});
    check_refused(bot, "U1", "/rotation cancel", {"Which session?"});
    presses_in(bot, "U1", shows(bot, "U1", 1), "Cancel this session, with a reason: session 1", "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U1", {{"reason", "  "}})))["reason"],
                   Contains("say why"));
    });
    CHECK(bot.send(filled(form, "U1", {{"reason", "<!channel> *week* off"}})).outcome == "done");
    const auto after = shows(bot, "U3", 1);
    CHECK_THAT(after.text, Contains("is cancelled: &lt;!channel&gt; *") && !Contains("<!channel>"));
    CHECK(after.labels().empty());
    check_refused(bot, "U1", "/rotation cancel 1 Again", {"past planning"});
    check_refused(bot, "U3", "/rotation yes 1", {"past planning"});
}

TEST_CASE("leader and facilitator add links and an outline in a form that keeps what was there")
{
    bot_under_test bot;
    with_group(bot);
    types(bot, "U2", "/rotation prepare 1", "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"video", "meet"}})))["video"],
                   Contains("https://"));
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"slides", "ftp://a.org"}})))["slides"],
                   Contains("https://"));
    });
    CHECK(bot.send(filled(form, "U2",
                          {{"video", "https://meet.example.org/a?b=1&c=2"}, {"outline", "One\nTwo"}}))
              .outcome == "done");
    CHECK(details_of(bot, 1).video_link == "https://meet.example.org/a?b=1&c=2");
    CHECK_THAT(shows(bot, "U3", 1).words(), Contains("Meet at <https://meet.example.org/a?b=1&amp;c=2>.") &&
                                                Contains("&gt; One\n&gt; Two"));
    types(bot, "U1", "/rotation prepare 1", "shown");
    CHECK_THAT(opened_form(bot).dump(), Contains("https://meet.example.org/a?b=1&c=2"));
    check_refused(bot, "U3", "/rotation prepare 1", {"leads that session"});
    check_refused(bot, "U2", "/rotation prepare", {"Which session?"});
}

TEST_CASE("afterwards recording and notes are added, and what people do not know yet becomes a topic")
{
    bot_under_test bot;
    with_group(bot);
    bot.now = session_of(bot, 1).starts_at + core::hours{2};
    types(bot, "U2", "/rotation report 1", "shown");
    const auto report = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(report, "U2", {{"notes", "1\n2\n3\n4\n5\n6"}})))["notes"],
                   Contains("five") || Contains("5 lines"));
    });
    CHECK(bot.send(filled(report, "U2", {{"recorded", "no"}, {"notes", "Scales\nColours"}})).outcome ==
          "done");
    CHECK_THAT(shows(bot, "U3", 1).words(), Contains("It was not recorded.") && Contains("&gt; Scales"));

    presses_in(bot, "U3", shows(bot, "U3", 1), "Say what you would like to learn next: session 1", "shown");
    CHECK(bot.send(filled(opened_form(bot), "U3", {{"text", "How do maps <lie>?"}})).outcome == "done");
    const auto asked = shows(bot, "U4", 1);
    CHECK_THAT(asked.words(), Contains("How do maps &lt;lie&gt;?") && Contains("(from <@U3>)"));
    CHECK_THAT(presses_in(bot, "U4", asked, "Put this on the list of topics").text,
               StartsWith("Added as topic 1"));
    CHECK_THAT(shows(bot, "U4", 1).words(), Contains("now topic 1"));
    presses_in(bot, "U4", asked, "Put this on the list of topics", "rejected");
}

TEST_CASE("a button of a session tells nothing to people of another workspace, or to strangers elsewhere")
{
    bot_under_test bot;
    with_group(bot);
    for (const auto* value : {"", "x", "99", "1:1", "99999999999999999999"}) {
        for (const auto* action :
             {"session.show", "session.yes", "session.move", "session.prepare", "session.topic"})
            changes_nothing(bot, [&] { presses(bot, bot.pressing("U1", action, value), "rejected"); });
    }
    auto elsewhere = bot.pressing("U1", "session.yes", "1");
    elsewhere.team = core::workspace_id("T2");
    changes_nothing(bot, [&] { presses(bot, elsewhere, "rejected"); });
    auto in_private = bot.pressing("U9", "session.show", "1");
    in_private.channel = core::channel_id("D9");
    CHECK_THAT(presses(bot, in_private, "rejected").text, Contains("join"));
}

TEST_CASE("/rotation shows the next three and the last six, and history the rest in pages")
{
    bot_under_test bot;
    with_group(bot);
    for (int number = 1; number <= 12; ++number) {
        bot.now = session_of(bot, number).starts_at + core::hours{2};
        REQUIRE(bot.command("U1", "/rotation held " + std::to_string(number) + " <@U3|cleo>").outcome ==
                "done");
    }
    const auto seen = types(bot, "U2", "/rotation", "shown").words();
    CHECK_THAT(seen, Contains("Session 13,") && Contains("Session 15,") && !Contains("Session 16,") &&
                         Contains("12. ") && Contains("7. ") && !Contains("\n6. "));
    const auto first = types(bot, "U2", "/rotation history", "shown");
    CHECK_THAT(first.words(), Contains("12. ") && Contains("<@U3> led") && !Contains("\n2. "));
    CHECK_THAT(presses_in(bot, "U2", first, "Show earlier sessions", "shown").words(),
               Contains("2. ") && Contains("1. "));
    CHECK_THAT(types(bot, "U2", "/rotation history 9", "shown").text, Contains("No session"));
    CHECK_THAT(types(bot, "U2", "/rotation history x", "shown").text, Contains("second page"));
}

TEST_CASE("whom clocks that were changed give another hour than last time is told so, and nobody else")
{
    bot_under_test bot;
    with_group(bot);
    bot.change([](core::unit_of_work& work) {
        work.people().save(
            {.workspace = core::workspace_id("T1"), .user = core::user_id("U3"), .zone = "America/New_York"});
    });
    // Session 3 is on 9 March; between the two, clocks change in New York and not yet in London.
    REQUIRE(bot.command("U1", "/rotation move 4 2027-03-16 15:00").outcome == "done");
    const auto told = [&](int number) {
        return message_of(draw(bot, core::message_kind::channel_day, session_of(bot, number).id.value,
                               core::channel_id("C1")))
            .text;
    };
    CHECK_THAT(told(4), Contains("For <@U3>: It is one hour later than last time for you"));
    CHECK_THAT(told(3), !Contains("clocks"));
}

TEST_CASE("the run-sheet of a group whose sessions are longer is as long as they are")
{
    bot_under_test bot;
    bot.set_up_group();
    types(bot, "U1", "/peer settings length 90");
    CHECK_THAT(types(bot, "U1", "/rotation runsheet", "shown").text, Contains("Minute 22 to 54: Training"));
    CHECK_THAT(types(bot, "U1", "/rotation runsheet usual").text, Contains("90 minutes in all"));
}

TEST_CASE("the run-sheet that is shown to be changed can be typed as it is")
{
    bot_under_test bot;
    bot.set_up_group();
    const auto shown = types(bot, "U1", "/rotation runsheet", "shown").text;
    const auto from = shown.find("/rotation runsheet ");
    REQUIRE(from != std::string::npos);
    CHECK_THAT(types(bot, "U1", shown.substr(from, shown.find('`', from) - from)).text,
               Contains("Minute 15 to 35: Training with slides or a demonstration"));
}

TEST_CASE("the longest links, outline and notes are shown whole, on the card and to whoever could not come")
{
    bot_under_test bot;
    with_group(bot);
    REQUIRE(bot.command("U3", "/rotation no 1").outcome == "done");
    bot.now = session_of(bot, 1).ends_at();
    const auto link = "https://example.org/" + std::string(480, 'x');
    const auto line = std::string(299, 'n') + "Z";
    bot.change([&](core::unit_of_work& work) {
        work.sessions().save_details(core::session_id{1},
                                     {.slides = link,
                                      .outline = std::string(599, 'o') + "Y",
                                      .recording = link,
                                      .notes = line + "\n" + line + "\n" + line + "\n" + line + "\n" + line});
    });
    const auto is_whole = [](const std::string& blocks) {
        CHECK_THAT(blocks, Contains("nZ") && Contains("oY") && !Contains("\xE2\x80\xA6"));
    };
    is_whole(shows(bot, "U3", 1).blocks.dump());
    const auto missed = message_of(draw(bot, core::message_kind::session_missed, 1, core::user_id("U3")));
    const auto told = words_of(whole(missed).at("blocks"));
    is_whole(told);
    CHECK_THAT(told, Contains("What would you have liked to ask?"));
}

TEST_CASE("a session that nobody marked is said to be held, not held or moved")
{
    bot_under_test bot;
    with_group(bot);
    bot.now = session_of(bot, 1).ends_at() + core::hours{18};
    const auto asked = message_of(draw(bot, core::message_kind::session_over, 1, core::user_id("U1")));
    CHECK_THAT(words_of(whole(asked).at("blocks")),
               Contains("[It was held] [It was not held] [It was moved]"));
    presses(bot, bot.pressing("U1", "session.move", "1"), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U1", {{"date", "2027-01-20"}})).outcome == "done");
    CHECK(session_of(bot, 1).starts_at ==
          std::chrono::sys_days{std::chrono::January / 20 / 2027} + core::hours{15});
}

TEST_CASE("a card that was replaced says so, and has no buttons any more")
{
    bot_under_test bot;
    with_group(bot);
    core::card_id first;
    bot.change([&](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        const core::card picture{
            .id = {}, .kind = core::card_kind::session, .group = meeting.group, .subject = meeting.id.value};
        first = work.cards().add(picture);
        meeting.card = work.cards().add(picture);
        work.sessions().save(meeting);
    });
    bot.look([&](core::unit_of_work& work) {
        const auto old_one = bot::render_card(work, *work.cards().find(first), bot.now).value();
        CHECK_THAT(old_one.text, Contains("Its card was posted anew"));
        CHECK_THAT(old_one.blocks_json, !Contains("session.yes"));
        const auto meeting = *work.sessions().find(core::session_id{1});
        const auto now_shown = bot::render_card(work, *work.cards().find(meeting.card), bot.now).value();
        CHECK_THAT(now_shown.blocks_json, Contains("session.yes"));
    });
}

TEST_CASE("a recording and the word that there is none contradict each other, and the form says so")
{
    bot_under_test bot;
    with_group(bot);
    bot.now = session_of(bot, 1).ends_at();
    types(bot, "U2", "/rotation report 1", "shown");
    const auto errors = field_errors(bot.send(
        filled(opened_form(bot), "U2", {{"recorded", "no"}, {"recording", "https://video.example.org/e"}})));
    CHECK_THAT(errors.at("recording"), Contains("take one of the two back"));
}

TEST_CASE("a run-sheet is shown, changed by a facilitator, and brought back")
{
    bot_under_test bot;
    with_group(bot);
    CHECK_THAT(types(bot, "U3", "/rotation runsheet", "shown").text, Contains("Minute 15 to 35: Training"));
    CHECK_THAT(types(bot, "U1", "/rotation runsheet Hello 10, Training 80").text,
               Contains("Minute 10 to 90: Training") && Contains("90 minutes in all"));
    CHECK_THAT(shows(bot, "U3", 1).words(), Contains("Minute 0 to 10: Hello"));
    check_refused(bot, "U3", "/rotation runsheet Hello 10", {"facilitator"});
    check_refused(bot, "U1", "/rotation runsheet Hello", {"Hello"});
    CHECK_THAT(types(bot, "U1", "/rotation runsheet usual").text, Contains("60 minutes in all"));
}
