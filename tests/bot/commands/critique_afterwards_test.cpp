// What becomes of feedback, and what facilitators do when there is none.
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

const core::user_id asker{"U2"};

// U3 and U4 have written, and the request of U2 is over.
bot_under_test& with_feedback(bot_under_test& bot)
{
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    for (const auto* person : {"U3", "U4"}) {
        looks_at(bot, person, 1);
        hands_in(bot, person, 1);
    }
    REQUIRE(critique_numbered(bot, 1).state == core::critique_state::finished);
    return bot;
}

nlohmann::json form_of(bot_under_test& bot, const std::string& action)
{
    presses(bot, about_in_direct(bot, "U2", action, 1), "shown");
    return opened_form(bot);
}

} // namespace

TEST_CASE("parts are marked as helpful, which the critic is told privately, and once")
{
    bot_under_test bot;
    with_feedback(bot);
    const auto shown = types(bot, "U2", "/critique show 1", "shown");
    const auto marked = presses_in(bot, "U2", shown, "This was helpful");
    CHECK_THAT(marked.words(), Contains("I noticed (you found this helpful)"));
    CHECK(written_by(bot, 1, "U3")->helpful[0]);
    pass_until(bot, bot.now + core::minutes{20});
    CHECK(
        seen_by(bot, message_kind::critique_helped, core::user_id("U3")).text ==
        "Your feedback helped <@U2> with critique 1 (<https://a.org/draft>): what you noticed. Only you are "
        "told.");
    CHECK_THAT(types(bot, "U3", "/critique show 1", "shown").words(), Contains("they found this helpful"));
    CHECK_THAT(types(bot, "U4", "/critique show 1", "shown").words(), !Contains("helpful"));

    const auto back = presses_in(bot, "U2", marked, "Take the mark back");
    CHECK_FALSE(written_by(bot, 1, "U3")->helpful[0]);
    CHECK(reason_of(*drawn_for(bot, message_kind::critique_helped, core::user_id("U3"))) ==
          "the mark was taken back");
    const auto value = back.button("This was helpful").at("value").get<std::string>();
    CHECK_THAT(presses(bot, bot.pressing("U3", "critique.helpful", value), "rejected").text,
               Contains("Only whoever asked"));
}

TEST_CASE("up to three things to do are noted with a day, and asked about")
{
    bot_under_test bot;
    with_feedback(bot);
    const auto form = form_of(bot, "critique.resolve");
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2")))["text_1"], Contains("write something"));
        CHECK_THAT(field_errors(bot.send(filled(form, "U2",
                                                {{"text_1", std::string("Cut it")},
                                                 {"text_2", std::string("Ask a designer")},
                                                 {"day_2", std::string("2020-01-01")}})))["day_2"],
                   Contains("not ahead"));
    });
    CHECK(bot.send(filled(form, "U2",
                          {{"text_1", std::string("Cut the first page")},
                           {"day_1", std::string("2027-01-15")},
                           {"text_3", std::string("Ask a designer")}}))
              .outcome == "done");
    const auto noted = last_whisper(bot);
    CHECK_THAT(noted, StartsWith("Noted, and I ask you on the day:\nby Friday 15 January 2027: *Cut the "
                                 "first page*\n") &&
                          Contains("*Ask a designer*"));
    CHECK(std::count(noted.begin(), noted.end(), '\n') == 3); // a line for each, and where to see them
    REQUIRE(promises_of(bot, "U2").size() == 2);

    // One more fits; a form that was opened before and brings too many goes back to its author.
    const auto last = form_of(bot, "critique.resolve");
    CHECK_FALSE(filled(last, "U2").values.count("day_2.value"));
    bot.send(filled(form, "U2", {{"text_1", std::string("One")}, {"text_2", std::string("Two")}}));
    CHECK_THAT(last_letter(bot, "U2"), Contains("3 things to do") && Contains("One") && Contains("Two"));
    CHECK(promises_of(bot, "U2").size() == 2);
    CHECK(bot.send(filled(last, "U2", {{"text_1", std::string("Three")}})).outcome == "done");
    CHECK_THAT(presses(bot, about_in_direct(bot, "U2", "critique.resolve", 1), "rejected").text,
               Contains("`/peer promises`"));
}

TEST_CASE("what changed is asked after two weeks, and told to whoever looked at it")
{
    bot_under_test bot;
    with_feedback(bot);
    pass_until(bot, bot.now + core::days{15});
    const auto question = seen_by(bot, message_kind::critique_changed_yet, asker);
    CHECK_THAT(question.text, StartsWith("What has changed since critique 1 (<https://a.org/draft>) ended?"));
    question.button("Done: do not remind me of this again");
    const auto form = form_of(bot, "critique.changed");
    CHECK_THAT(field_errors(bot.send(filled(form, "U2")))["text"], Contains("write something"));
    CHECK(bot.send(filled(form, "U2", {{"text", std::string("We cut it\nby half")}})).outcome == "done");
    CHECK(last_whisper(bot) == "Thank you. Whoever looked at it is told.");
    bot.send(filled(form, "U2", {{"text", std::string("We cut it\nby half")}}));
    CHECK(last_whisper(bot) ==
          "Kept. Whoever looked at it was told before, and `/critique show 1` has your new words.");
    CHECK_THAT(seen_by(bot, message_kind::critique_changed, core::user_id("U3")).text,
               StartsWith("You looked at critique 1") && Contains(">We cut it\n>by half"));
    CHECK(reason_of(*drawn_for(bot, message_kind::critique_changed_yet, asker)) ==
          "they have told what changed");
}

TEST_CASE("a summary begins with what was helpful and is posted only in the words that were approved")
{
    bot_under_test bot;
    with_feedback(bot);
    presses_in(bot, "U2", types(bot, "U2", "/critique show 1", "shown"), "This was helpful");
    const auto form = form_of(bot, "critique.summary");
    CHECK_THAT(filled(form, "U2").text("text.value"), Contains("easy to read") && !Contains("U3"));
    CHECK_FALSE(drawn_for(bot, message_kind::critique_summary, core::channel_id("C1")));
    CHECK(
        bot.send(filled(form, "U2", {{"text", std::string("We keep the map <!channel> *here*")}})).outcome ==
        "done");
    const auto posted = seen_by(bot, message_kind::critique_summary, core::channel_id("C1"));
    CHECK_THAT(posted.text,
               StartsWith("What came of critique 1 of <@U2> (<https://a.org/draft>):\n>We keep the map"));
    CHECK_THAT(card_of(bot, core::card_kind::critique, 1).text,
               Contains("What came of it:\n>We keep the map"));

    // Sent again from a form that was still open, it comes back.
    bot.send(filled(form, "U2", {{"text", std::string("A better one")}}));
    CHECK_THAT(last_letter(bot, "U2"), Contains("shared a summary") && Contains("A better one"));
}

TEST_CASE("forms of an asker who has left, or of somebody else, go back to their author whole")
{
    bot_under_test bot;
    with_feedback(bot);
    const auto resolving = form_of(bot, "critique.resolve");
    const auto changing = form_of(bot, "critique.changed");
    const auto summing_up = form_of(bot, "critique.summary");
    const auto all_come_back = [&](const std::string& person) {
        bot.send(filled(resolving, person,
                        {{"text_1", std::string("Cut it")}, {"text_3", std::string("Ask Chi")}}));
        CHECK_THAT(last_letter(bot, person), Contains("This is what you typed") && Contains("Cut it") &&
                                                 Contains("Ask Chi") && !Contains("a.org"));
        bot.send(filled(changing, person, {{"text", std::string("We cut\nit by half")}}));
        CHECK_THAT(last_letter(bot, person), Contains(">We cut\n>it by half"));
        bot.send(filled(summing_up, person, {{"text", std::string("It is short now")}}));
        CHECK_THAT(last_letter(bot, person), Contains("It is short now"));
    };
    all_come_back("U3");
    all_come_back("U9");
    types(bot, "U2", "/peer leave");
    all_come_back("U2");
    CHECK(promises_of(bot, "U2").empty());
    CHECK(critique_numbered(bot, 1).changed.empty());
    CHECK(critique_numbered(bot, 1).summary.empty());
}

TEST_CASE("nothing of afterwards is for anybody but the asker, or before the end")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    for (const auto* action : {"critique.resolve", "critique.changed", "critique.summary"}) {
        CHECK_THAT(presses(bot, about(bot, "U2", action, 1), "rejected").text,
                   Contains("Critique 1 is still open") && Contains("`/critique close 1` ends it"));
        CHECK_THAT(presses(bot, about(bot, "U3", action, 1), "rejected").text,
                   Contains("Only whoever asked"));
    }
}

TEST_CASE("a silent request brings its facilitators three buttons")
{
    bot_under_test bot;
    bot.set_up_group(6);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    pass_until(bot, bot.now + core::days{8});
    const auto asked = seen_by(bot, message_kind::critique_silent, core::user_id("U1"));
    CHECK_THAT(asked.text,
               StartsWith("Nobody has written about critique 1 of <@U2> (<https://a.org/draft>) in <#C1>"));
    CHECK(asked.labels() == std::vector<std::string>{"Ask somebody by name: critique 1",
                                                     "Give it ten minutes of the next session: critique 1",
                                                     "Give it seven more days: critique 1"});
    CHECK_THAT(presses(bot, about(bot, "U3", "critique.extend", 1), "rejected").text,
               Contains("facilitator"));
    CHECK_THAT(presses(bot, about(bot, "U3", "critique.name", 1), "rejected").text, Contains("facilitator"));
    CHECK_THAT(presses(bot, about_in_direct(bot, "U1", "critique.extend", 1)).text,
               StartsWith("Critique 1 has until <!date^") && Contains("the next person is asked"));
    CHECK_THAT(presses(bot, about_in_direct(bot, "U1", "critique.extend", 1)).text,
               Contains("already, so nothing was changed."));
}

TEST_CASE("a facilitator asks somebody by name in a form, which says who cannot be asked")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    looks_at(bot, "U3", 1);
    presses(bot, about_in_direct(bot, "U1", "critique.name", 1), "shown");
    const auto form = opened_form(bot);
    const auto naming = [&](const std::string& person) {
        return bot.send(filled(form, "U1", {{"person", std::vector<std::string>{person}}}));
    };
    changes_nothing(bot, [&] {
        CHECK(field_errors(naming("U9"))["person"] ==
              "That person is not a member of this group. They can type \"/peer join\".");
        CHECK_THAT(field_errors(naming("U2"))["person"], Contains("nobody looks at their own work"));
        CHECK_THAT(field_errors(naming("U3"))["person"], Contains("already"));
    });
    CHECK(naming("U4").outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("<@U4> is asked privately to look at critique 1"));
    CHECK_THAT(field_errors(naming("U4"))["person"], Contains("already"));
    CHECK_THAT(seen_by(bot, message_kind::critique_asked, core::user_id("U4")).text,
               StartsWith("A facilitator of <#C1> asks whether you would look at critique 1."));
    types(bot, "U2", "/critique close 1");
    CHECK_THAT(field_errors(naming("U1"))["person"], Contains("is over"));
}

TEST_CASE("ten minutes of the next session: its card says so, and the critics need not write")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    looks_at(bot, "U3", 1);
    CHECK_THAT(presses(bot, about_in_direct(bot, "U1", "critique.discuss", 1)).text,
               StartsWith("Noted: the group takes ten minutes for critique 1") &&
                   Contains("Session 1, <!date^"));
    CHECK_THAT(card_of(bot, core::card_kind::session, 1).text,
               Contains("The group takes ten minutes for:\n1. <https://a.org/draft>"));
    CHECK_THAT(seen_by(bot, message_kind::critique_let_off, core::user_id("U3")).text,
               StartsWith("You need not write about critique 1") && Contains("Session 1"));
    const auto card = card_of(bot, core::card_kind::critique, 1);
    CHECK_THAT(card.text, Contains("takes ten minutes for it in Session 1"));
    CHECK(seen_in(whole(card)).labels().empty());
    // An old picture of the card still has its button.
    CHECK_THAT(presses(bot, about(bot, "U4", "critique.volunteer", 1), "rejected").text,
               Contains("in a session"));
    bot.now = session_numbered(bot, 1).ends_at();
    types(bot, "U1", "/rotation held 1 <@U1|ana>");
    CHECK_THAT(card_of(bot, core::card_kind::critique, 1).text,
               Contains("It is over: the group talked about it in session 1."));
    CHECK_THAT(presses(bot, about(bot, "U4", "critique.volunteer", 1), "rejected").text,
               StartsWith("Critique 1 is over"));
}

TEST_CASE("silence is nudged once, then somebody else is asked without blame")
{
    bot_under_test bot;
    bot.set_up_group(6);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    looks_at(bot, "U3", 1);
    bot.press(typing_in(bot, opens_writing(bot, "U3", 1), "U3", {{"noticed", std::string("The m")}}));
    pass_until(bot, bot.now + core::hours{49});
    const auto nudge = seen_by(bot, message_kind::critique_nudge, core::user_id("U3"));
    CHECK_THAT(nudge.text, StartsWith("Your feedback on critique 1") && Contains("Your draft is kept.") &&
                               Contains("somebody else is asked <!date^"));
    nudge.button("Write feedback: critique 1");
    nudge.button("Somebody else should look at it, without a reason: critique 1");
    nudge.button("Remind me of this again in a day");
    pass_until(bot, bot.now + core::hours{60});
    const auto off = seen_by(bot, message_kind::critique_let_off, core::user_id("U3"));
    CHECK_THAT(off.text, Contains("somebody else was asked") && Contains("nobody minds"));
    hands_in(bot, "U3", 1);
}
