// Looking at a piece of work: taking it on, saying no, and writing what is never lost.
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

bot_under_test& with_request(bot_under_test& bot, int members = 6)
{
    bot.set_up_group(members);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    return bot;
}

core::critic_state state_of(bot_under_test& bot, const std::string& person)
{
    core::member_id id;
    bot.look([&](core::unit_of_work& work) {
        id = work.members().find(core::group_id{1}, core::user_id(person))->id;
    });
    for (const auto& one : critics_of(bot, 1))
        if (one.member == id) return one.state;
    FAIL(person << " is no critic");
    return {};
}

} // namespace

TEST_CASE("a press on the card takes it on, offers to write, and pressing again changes nothing")
{
    bot_under_test bot;
    with_request(bot);
    const auto told = presses(bot, about(bot, "U3", "critique.volunteer", 1));
    CHECK_THAT(told.text, StartsWith("Thank you: you look at critique 1 of <@U2> (<https://a.org/draft>).") &&
                              Contains("Feedback is wanted by <!date^"));
    told.button("Write feedback: critique 1");
    presses(bot, about(bot, "U3", "critique.volunteer", 1));
    CHECK(critics_of(bot, 1).size() == 1);
    CHECK_THAT(card_of(bot, core::card_kind::critique, critique_numbered(bot, 1).id.value).text,
               Contains("1 person is looking at it. 2 more would be good."));
    CHECK_THAT(presses(bot, about(bot, "U2", "critique.volunteer", 1), "rejected").text,
               StartsWith("It is your own request"));
}

TEST_CASE("\"not me\" is one press, and the next person is asked")
{
    bot_under_test bot;
    with_request(bot, 4);
    pass_until(bot, bot.now + core::days{2});
    const auto asked = critics_of(bot, 1);
    REQUIRE(asked.size() == 2);
    core::user_id first;
    bot.look([&](core::unit_of_work& work) { first = work.members().find(asked[0].member)->user; });
    const auto question = seen_by(bot, core::message_kind::critique_asked, first);
    CHECK_THAT(question.text, StartsWith("It is your turn to give feedback in <#C1>: critique 1.") &&
                                  Contains("If it is not for you, press Not me"));
    const auto told = presses(bot, about_in_direct(bot, first.value, "critique.decline", 1));
    CHECK_THAT(told.text, StartsWith("All right: you need not look at critique 1"));
    CHECK(critics_of(bot, 1).size() == 3);
    CHECK(state_of(bot, first.value) == core::critic_state::declined);
    CHECK(std::holds_alternative<bot::dropped>(*drawn_for(bot, core::message_kind::critique_asked, first)));
}

TEST_CASE("what is typed survives closing the form, typed or told when it closes")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    const auto form = opens_writing(bot, "U3", 1);
    CHECK(form.at("notify_on_close") == true);
    CHECK(bot.press(typing_in(bot, form, "U3", {{"noticed", std::string("The map is eas")}})).outcome ==
          "done");
    CHECK(written_by(bot, 1, "U3")->parts[0] == "The map is eas");
    CHECK_FALSE(written_by(bot, 1, "U3")->handed_in_at);

    const auto again = opens_writing(bot, "U3", 1);
    CHECK(filled(again, "U3").text("noticed.value") == "The map is eas");
    CHECK_THAT(again.dump(), Contains("Your draft is as you left it"));

    bot.now += core::minutes{1};
    bot::slack::view_closed closed;
    closed.team = core::workspace_id("T1");
    closed.user = core::user_id("U3");
    closed.callback_id = "critique.write";
    closed.private_metadata = again.at("private_metadata").get<std::string>();
    closed.values =
        filled(again, "U3", {{"works", std::string("It works")}, {"source", std::string("idea")}}).values;
    CHECK(bot.close(closed).outcome == "done");
    const auto draft = written_by(bot, 1, "U3");
    CHECK(draft->parts == std::array<std::string, 3>{"The map is eas", "It works", ""});
    CHECK(draft->source == core::advice_source::idea);
}

TEST_CASE("what was typed earlier never replaces what was typed later")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    const auto form = opens_writing(bot, "U3", 1);
    const auto early = typing_in(bot, form, "U3", {{"noticed", std::string("The m")}});
    bot.now += core::seconds{2};
    const auto late = typing_in(bot, form, "U3", {{"noticed", std::string("The map")}});
    bot.press(late);
    bot.press(early);
    CHECK(written_by(bot, 1, "U3")->parts[0] == "The map");
}

TEST_CASE("two of the three and a source are needed, which the form says beside them")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    const auto form = opens_writing(bot, "U3", 1);
    CHECK_THAT(field_errors(bot.send(filled(form, "U3", {{"works", std::string("Yes")}})))["noticed"],
               Contains("Two of the three"));
    CHECK(written_by(bot, 1, "U3")->parts[1] == "Yes");
    CHECK_THAT(
        field_errors(bot.send(filled(
            form, "U3", {{"works", std::string("Yes")}, {"could_try", std::string("Less")}})))["source"],
        Contains("where it comes from"));
    auto long_one = good_feedback();
    long_one["could_try"] = std::string(2501, 'x');
    CHECK_THAT(field_errors(bot.send(filled(form, "U3", long_one)))["could_try"], Contains("2500"));
    CHECK_FALSE(written_by(bot, 1, "U3")->handed_in_at);
    CHECK(written_by(bot, 1, "U3")->parts[2].size() == 2501);
}

TEST_CASE("feedback is handed in, read as it comes, and changed until the end")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    hands_in(bot, "U3", 1);
    CHECK_THAT(last_whisper(bot), StartsWith("Thank you. <@U2> reads it now. Until it ends you can change"));
    const auto received = seen_by(bot, core::message_kind::critique_received, core::user_id("U2"));
    CHECK_THAT(received.text, StartsWith("There is feedback on your critique 1") &&
                                  Contains("<@U3> wrote, from what they did themselves:") &&
                                  Contains("I noticed:\n>The map is easy to read"));
    hands_in(bot, "U3", 1, good_feedback("The map is hard to read"));
    CHECK_THAT(types(bot, "U2", "/critique show 1", "shown").text, Contains("hard to read"));

    bot.now += core::hours{1};
    looks_at(bot, "U4", 1);
    hands_in(bot, "U4", 1, good_feedback("Colours"));
    CHECK_THAT(last_whisper(bot), Contains("`/critique show 1` shows what the other wrote"));
    const auto second = seen_by(bot, core::message_kind::critique_received, core::user_id("U2"));
    CHECK_THAT(second.text, Contains("Colours") && !Contains("hard to read"));
}

TEST_CASE("who asked to read everything together sees nothing before the end, and then all of it")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft", "shown");
    bot.send(filled(opened_form(bot), "U2", {{"reading", std::string("together")}}));
    looks_at(bot, "U3", 1);
    looks_at(bot, "U4", 1);
    hands_in(bot, "U3", 1);
    CHECK_THAT(types(bot, "U2", "/critique show 1", "shown").text,
               Contains("You wanted to read everything together") && !Contains("easy to read"));
    CHECK_FALSE(drawn_for(bot, core::message_kind::critique_received, core::user_id("U2")));
    hands_in(bot, "U4", 1, good_feedback("Colours"));
    const auto all = seen_by(bot, core::message_kind::critique_finished, core::user_id("U2"));
    CHECK_THAT(all.text,
               StartsWith("Your critique 1 (<https://a.org/draft>) is done. It is over: 2 people wrote "
                          "feedback.") &&
                   Contains("easy to read") && Contains("Colours"));
    all.button("Note up to three things to do: critique 1");
}

TEST_CASE("a form that comes after the end says so, and every word goes back to its author")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    looks_at(bot, "U4", 1);
    const auto form = opens_writing(bot, "U3", 1);
    hands_in(bot, "U4", 1);
    types(bot, "U2", "/critique close 1");
    auto long_one = good_feedback(std::string(2400, '&'));
    const auto got = bot.send(filled(form, "U3", long_one));
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    const auto letter = last_letter(bot, "U3");
    CHECK_THAT(letter, StartsWith("Critique 1 is over") && Contains("This is what you typed") &&
                           Contains("*I noticed*") && Contains("Name the source"));
    std::size_t kept = 0;
    const auto blocks = letter.substr(letter.find("[{"));
    for (auto at = blocks.find("&amp;"); at != std::string::npos; at = blocks.find("&amp;", at + 1))
        ++kept;
    CHECK(kept == 2400);
    // And stays with the request as a draft.
    CHECK(written_by(bot, 1, "U3")->parts[0].size() == 2400);
    CHECK_FALSE(written_by(bot, 1, "U3")->handed_in_at);
    CHECK_THAT(presses(bot, about(bot, "U3", "critique.write", 1), "rejected").text,
               StartsWith("Critique 1 is over"));
}

TEST_CASE("a form that arrives twice is handed in once, and a second one replaces the words")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    const auto form = opens_writing(bot, "U3", 1);
    const auto sent = filled(form, "U3", good_feedback());
    CHECK(bot.send(sent).outcome == "done");
    CHECK(bot.send(sent).outcome == "duplicate");
    CHECK(bot.send(filled(form, "U3", good_feedback("Other words"))).outcome == "done");
    CHECK(written_by(bot, 1, "U3")->parts[0] == "Other words");
}

TEST_CASE("a form of somebody who left goes back to them")
{
    bot_under_test bot;
    with_request(bot);
    looks_at(bot, "U3", 1);
    const auto form = opens_writing(bot, "U3", 1);
    types(bot, "U3", "/peer leave");
    CHECK(bot.send(filled(form, "U3", good_feedback())).body.empty());
    CHECK_THAT(last_letter(bot, "U3"), Contains("The map is easy to read"));
    CHECK_FALSE(written_by(bot, 1, "U3"));
}
