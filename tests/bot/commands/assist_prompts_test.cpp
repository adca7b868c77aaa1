// Whom a peer assist asks for what, and with which buttons.
#include "tests/bot/commands/assists.hpp"

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void comes_to(bot_under_test& bot, const std::string& phase)
{
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    for (int left = 12; phase_name(bot, 1) != phase; --left) {
        REQUIRE(left > 0);
        ends_phase(bot, 1);
    }
}

std::int64_t run_of(bot_under_test& bot)
{
    std::int64_t found = 0;
    const auto one = assist_numbered(bot, 1);
    bot.look([&](core::unit_of_work& work) { found = work.assists().running(one.id).value().id.value; });
    return found;
}

seen shown_to(bot_under_test& bot, core::message_kind kind, const core::recipient& to)
{
    const auto said = message_of(draw(bot, kind, run_of(bot), to));
    check_manners(said);
    return seen_in(whole(said));
}

bool has_button(const seen& view, const std::string& beginning)
{
    const auto labels = view.labels();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const std::string& each) { return each.starts_with(beginning); });
}

} // namespace

TEST_CASE("what only whoever asked can say is refused to others before they write it down")
{
    bot_under_test bot;
    comes_to(bot, "tell");
    CHECK_THAT(presses(bot, about_assist(bot, "U3", "contribute", 1, "0"), "rejected").text,
               Contains("for whoever asked for help"));
    const auto calls = bot.calls();
    CHECK(std::none_of(calls.begin(), calls.end(), [](const seen_call& each) {
        return each.method == "views.open" && each.arguments.dump().find("How is it?") != std::string::npos;
    }));
    presses(bot, about_assist(bot, "U2", "contribute", 1, "0"), "shown");
}

TEST_CASE("what others will do is a promise of theirs")
{
    bot_under_test bot;
    comes_to(bot, "respond");
    presses(bot, about_assist(bot, "U3", "contribute", 1, "7"), "shown");
    CHECK_THAT(opened_form(bot).dump(), Contains("assist.promise"));
}

TEST_CASE("whoever asked is reminded of a question that waits, and not when it is answered")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    presses(bot, about_assist(bot, "U3", "contribute", 1, "1"), "shown");
    REQUIRE(
        bot.send(filled(opened_form(bot), "U3", {{"text", std::string("Whom did you phone?")}})).outcome ==
        "done");
    const auto asked = shown_to(bot, core::message_kind::assist_your_turn, core::user_id("U2"));
    CHECK_THAT(asked.text, Contains("waits for your answer"));
    presses_in(bot, "U2", asked, "Answer a question: peer assist 1", "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2", {{"text", std::string("All of them")}})).outcome ==
            "done");
    CHECK(std::holds_alternative<bot::dropped>(
        draw(bot, core::message_kind::assist_your_turn, run_of(bot), core::user_id("U2"))));
}

TEST_CASE("whoever asked is asked for the question in their own words")
{
    bot_under_test bot;
    comes_to(bot, "restate");
    const auto asked = shown_to(bot, core::message_kind::assist_your_turn, core::user_id("U2"));
    CHECK_THAT(asked.text, Contains("How do you say it now?"));
    presses_in(bot, "U2", asked, "Say the question in my own words: peer assist 1", "shown");
}

TEST_CASE("while a question is chosen, what is said about it has the button for it, and the group is "
          "reminded together")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    types(bot, "U2", "/assist pick classic");
    REQUIRE(phase_name(bot, 1) == "inventory");
    const auto reminded = shown_to(bot, core::message_kind::assist_not_spoken, core::channel_id("C1"));
    CHECK_THAT(reminded.text, StartsWith("Peer assist 1: questions can be posted until"));
    CHECK(has_button(reminded, "Post a question"));
    CHECK(has_button(shown_to(bot, core::message_kind::assist_phase, core::channel_id("C1")),
                     "Post a question"));
    presses(bot, about_assist(bot, "U3", "post", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U3", {{"text", std::string("Who reads us?")}})).outcome ==
            "done");
    ends_phase(bot, 1);
    const auto marking = shown_to(bot, core::message_kind::assist_not_spoken, core::channel_id("C1"));
    CHECK_THAT(marking.text, StartsWith("Peer assist 1: you can mark what affects you until"));
    CHECK(has_button(marking, "Mark the questions that affect me"));
}

TEST_CASE("an open question has no button for a facilitator whom it does not have")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    types(bot, "U2", "/assist ask", "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2",
                            {{"question", std::string("How do we get readers to answer?")},
                             {"format", std::string("open-question")}}))
                .outcome == "done");
    const auto card = assist_card_of(bot, 1);
    CHECK(has_button(card, "This phase can end"));
    CHECK_FALSE(has_button(card, "End this phase"));
    CHECK_FALSE(has_button(types(bot, "U3", "/assist show 1", "shown"), "I will facilitate"));
}
