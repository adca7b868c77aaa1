// Asking for a critique in all its ways, and finding requests again.
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string draft = "https://docs.example.org/draft?a=1&amp;b=2";

core::date due_day(const core::critique& request)
{
    // 18:00 in London in winter is 18:00 in UTC.
    CHECK(request.due_at.time_since_epoch() % core::days{1} == core::hours{18});
    return core::date{std::chrono::floor<core::days>(request.due_at).time_since_epoch()};
}

} // namespace

TEST_CASE("one line asks for a critique: a link, what to look at and by when")
{
    bot_under_test bot;
    bot.set_up_group(4);
    const auto told =
        types(bot, "U2", "/critique request " + draft + " the headline and the map by 2027-01-20");
    CHECK_THAT(told.text, StartsWith("Asked: critique 1 (<https://docs.example.org/draft?a=1&amp;b=2>).") &&
                              Contains("Whoever likes can take it on until <!date^"));
    const auto made = critique_numbered(bot, 1);
    CHECK(made.subject == "https://docs.example.org/draft?a=1&b=2");
    CHECK(made.wanted == "the headline and the map");
    CHECK(made.stage == core::work_stage::draft);
    CHECK_FALSE(made.external);
    CHECK(due_day(made) == core::date{std::chrono::January / 20 / 2027});
    const auto card = seen_by(bot, core::message_kind::critique_card, core::channel_id("C1"));
    CHECK_THAT(card.text,
               StartsWith("Critique 1.\n<@U2> would like feedback on <https://docs.example.org/draft"
                          "?a=1&amp;b=2>, which is a draft.") &&
                   Contains("the headline and the map"));
    CHECK(card.labels() == std::vector<std::string>{"I will look at it and write feedback: critique 1"});
}

TEST_CASE("phones and people write the line in many ways")
{
    bot_under_test bot;
    bot.set_up_group(4);
    const std::vector<std::tuple<std::string, std::string, std::string>> lines{
        {"/critique request &lt;https://a.org/x&gt;", "", ""},
        {"/critique request <https://a.org/x> tone by friday", "https://a.org/x", "tone"},
        {"/critique <https://a.org/x> tone, written by Anna", "https://a.org/x", "tone, written by Anna"},
        {"/peer critique request The election guide by 20 January", "The election guide", ""},
        {"/critique REQUEST “Our week”, by 2027-01-20", "“Our week”", ""},
        {"/critique www.a.org/x the tone", "https://www.a.org/x", "the tone"},
        {"/critique request docs.a.org/x, the tone by friday", "https://docs.a.org/x", "the tone"},
    };
    int number = 0;
    for (const auto& [line, subject, wanted] : lines) {
        INFO(line);
        if (subject.empty()) {
            types(bot, "U2", line, "shown");
            continue;
        }
        const auto person = "U" + std::to_string(2 + number % 3);
        types(bot, person, line);
        const auto made = critique_numbered(bot, ++number);
        CHECK(made.subject == subject);
        CHECK(made.wanted == wanted);
    }
}

TEST_CASE("what cannot be is refused in words, and nobody is asked")
{
    bot_under_test bot;
    bot.set_up_group(4);
    for (const auto& [line, fragment] : std::vector<std::pair<std::string, std::string>>{
             {"/critique request https://a.org/x tone by 2027-13-40", "2027-13-40"},
             {"/critique request https://a.org/x tone by tomorrow", "too near"},
             {"/critique request https://a.org/x tone by 2028-01-01", "60 days"},
             {"/critique request https://a.org/x tone by 2020-01-01", "not ahead"},
             {"/critique request https:///nowhere tone", "is not a link"},
             {"/critique request https://a.org/x " + std::string(601, 'x'), "600"}}) {
        check_refused(bot, "U2", line, {fragment});
    }
    check_refused(bot, "U9", "/critique request https://a.org/x tone", {"`/peer join`"});
    check_refused(bot, "U2", "/critique request https://a.org/x tone", {"/peer setup"}, "C2");
    for (int i = 0; i < 3; ++i)
        types(bot, "U2", "/critique request https://a.org/x tone");
    check_refused(bot, "U2", "/critique request https://a.org/x tone", {"3 requests open"});
}

TEST_CASE("a link alone opens a form that has it, and the form asks in full")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request " + draft, "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(), Contains("\"initial_value\":\"https://docs.example.org/draft?a=1&b=2\"") &&
                                Contains("\"initial_date\":\"2027-01-11\""));
    CHECK(bot.send(filled(form, "U2",
                          {{"purpose", std::string("The front page\nof Friday")},
                           {"stage", std::string("idea")},
                           {"wanted", std::string("The map")},
                           {"unwanted", std::string("Spelling")},
                           {"by_when", std::string("2027-01-25")},
                           {"reading", std::string("together")}}))
              .outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Asked: critique 1") && Contains("everything together"));
    const auto made = critique_numbered(bot, 1);
    CHECK(made.stage == core::work_stage::idea);
    CHECK(made.purpose == "The front page\nof Friday");
    CHECK(made.unwanted == "Spelling");
    CHECK(made.reading == core::critique_reading::all_together);
    CHECK(due_day(made) == core::date{std::chrono::January / 25 / 2027});
    const auto card = seen_by(bot, core::message_kind::critique_card, core::channel_id("C1"));
    CHECK_THAT(card.words(), Contains("an idea so far") && Contains("*Not needed*"));
}

TEST_CASE("a form says beside its fields what cannot be, and keeps the rest")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request", "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2")))["subject"], Contains("write something"));
        const words link{{"subject", std::string("https://a.org/x")}};
        auto near = link;
        near["by_when"] = std::string("2027-01-05");
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", near)))["by_when"], Contains("too near"));
        auto bad = link;
        bad["subject"] = std::string("https:///nowhere");
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", bad)))["subject"], Contains("is not a link"));
        auto wordy = link;
        wordy["unwanted"] = std::string(601, 'x');
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", wordy)))["unwanted"], Contains("600"));
        CHECK_THAT(field_errors(bot.send(filled(form, "U9", link)))["subject"], Contains("/peer join"));
    });
}

TEST_CASE("somebody else's work stays in the group, and its form and card say so")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique external https://other.org/live", "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(), Contains("stays in <#C1>") && !Contains("How far is it?"));
    CHECK(bot.send(filled(form, "U2")).outcome == "done");
    CHECK(critique_numbered(bot, 1).external);
    CHECK_THAT(seen_by(bot, core::message_kind::critique_card, core::channel_id("C1")).text,
               Contains("somebody else's work, so what is said about it stays in this group"));
    types(bot, "U3", "/critique external https://other.org/live how they do metrics");
    CHECK(critique_numbered(bot, 2).external);
}

TEST_CASE("the menu of a message begins a request with its link, its words or its address")
{
    bot_under_test bot;
    bot.set_up_group(4);
    const auto subject_of = [&](const std::string& text) {
        bot.choose(bot.choosing("U2", "critique.request_message", text));
        const auto form = opened_form(bot);
        return filled(form, "U2").text("subject.value");
    };
    CHECK(subject_of("Could you look at <https://docs.example.org/a?b=1&amp;c=2|my draft>.") ==
          "https://docs.example.org/a?b=1&c=2");
    CHECK(subject_of("It is on docs.example.org/guide, page 2") == "https://docs.example.org/guide");
    // The group finds the message, with whatever was uploaded with it, by its address.
    const std::string address = "https://peerlab.slack.com/archives/C1/p1799053200000200";
    CHECK(subject_of("The election guide, page 2") == address);
    CHECK(filled(opened_form(bot), "U2").text("wanted.value") == "The election guide, page 2");
    CHECK(subject_of("") == address);

    // From another channel it comes to the one group that the person is in.
    auto elsewhere = bot.choosing("U2", "critique.request_message", "The guide");
    elsewhere.channel = core::channel_id("C7");
    bot.choose(elsewhere);
    CHECK(opened_form(bot).at("private_metadata") == "C1");
    CHECK(filled(opened_form(bot), "U2").text("subject.value") == "The guide");

    auto stranger = bot.choosing("U9", "critique.request_message", "The guide");
    CHECK(bot.choose(stranger).outcome == "rejected");
    CHECK_THAT(bot.last_response()->arguments.value("text", ""), Contains("`/peer join`"));
}

TEST_CASE("/critique lists what waits for me, what I asked for and what is open")
{
    bot_under_test bot;
    bot.set_up_group(4);
    CHECK_THAT(types(bot, "U2", "/critique", "shown").text, Contains("Nobody is waiting for feedback"));
    types(bot, "U2", "/critique request https://a.org/one tone");
    types(bot, "U3", "/critique request https://a.org/two tone");
    types(bot, "U4", "/critique request https://a.org/three tone");
    looks_at(bot, "U2", 2);
    const auto list = types(bot, "U2", "/critique", "shown");
    const auto waits = list.text.find("This waits for you");
    const auto mine = list.text.find("You asked for feedback on this");
    const auto open = list.text.find("This is open in the group");
    REQUIRE(waits != std::string::npos);
    CHECK((waits < mine && mine < open));
    CHECK((list.text.find("a.org/two") > waits && list.text.find("a.org/two") < mine));
    CHECK((list.text.find("a.org/one") > mine && list.text.find("a.org/one") < open));
    CHECK(list.text.find("a.org/three") > open);
    for (const auto* label :
         {"Write feedback: critique 2", "Somebody else should look at it, without a reason: critique 2",
          "I will look at it and write feedback: critique 3", "Ask the group to look at your work"})
        list.button(label);
    CHECK_THAT(types(bot, "U2", "/peer", "shown").text,
               Contains("You were asked to look at 1 piece of work"));
    presses_in(bot, "U2", types(bot, "U2", "/peer", "shown"),
               "Show what waits for your feedback, and what is open", "shown");
}

TEST_CASE("requests are shown by number, closed by their asker and found in the history")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/one tone");
    CHECK_THAT(types(bot, "U3", "/critique show 1", "shown").text, Contains("Please look at:\n>tone"));
    CHECK(types(bot, "U3", "/critique 1", "shown").text ==
          types(bot, "U3", "/critique show #1", "shown").text);
    check_refused(bot, "U3", "/critique show 9", {"no critique 9"});
    check_refused(bot, "U3", "/critique show it", {"Which one?"});
    check_refused(bot, "U3", "/critique close 1", {"Only whoever asked"});
    check_refused(bot, "U2", "/critique close", {"Which one?"});
    CHECK_THAT(types(bot, "U2", "/critique close 1").text, StartsWith("Taken back: critique 1"));
    check_refused(bot, "U2", "/critique close 1", {"Critique 1 is over"});
    const auto history = types(bot, "U3", "/critique history", "shown");
    CHECK_THAT(history.text, Contains("Critique 1 of <@U2> (<https://a.org/one>): taken back."));
    CHECK_THAT(bot.command("U3", "/critique history x").sentence, Contains("`/critique history 2`"));
    CHECK_THAT(bot.command("U3", "/critique hsitory").sentence,
               Contains("Did you mean `/critique history`?"));
}

TEST_CASE("a session becomes a critique hour, and says how it goes and what is looked at")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/one tone");
    check_refused(bot, "U3", "/critique session soon", {"Which session?"});
    check_refused(bot, "U3", "/critique session 99", {"not planned"});
    CHECK_THAT(types(bot, "U1", "/critique session 1").text,
               StartsWith("Session 1, ") && Contains("is a critique hour now"));
    const auto shown = types(bot, "U3", "/rotation 1", "shown");
    CHECK_THAT(shown.text, Contains("it is a critique hour") && Contains("What the group looks at:") &&
                               Contains("1. <https://a.org/one>") && Contains("What is asked for"));
    check_refused(bot, "U1", "/critique session 1", {"no training"});
    CHECK_THAT(card_of(bot, core::card_kind::session, 1).text, Contains("How it goes:"));
    bot.now = session_numbered(bot, 1).starts_at;
    CHECK_THAT(message_of(draw(bot, core::message_kind::cue_card, 1, core::user_id("U1"))).text,
               Contains("What is asked for") && Contains("1. <https://a.org/one>"));
}
