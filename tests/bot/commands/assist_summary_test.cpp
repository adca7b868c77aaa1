// The summary of a peer assist, from its draft to what becomes of it.
#include "tests/bot/commands/assist_closing.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

const core::user_id assistee{"U2"};

seen of_assistee(bot_under_test& bot, const std::string& action)
{
    return presses(bot, bot.pressing("U2", action, "1"));
}

seen summary_card(bot_under_test& bot)
{
    const auto said = card_of(bot, core::card_kind::summary, 1);
    check_manners(said);
    return seen_in(whole(said));
}

// U4 approves, U3 does not answer, and the time for it passes.
void only_u4_approves(bot_under_test& bot)
{
    of_assistee(bot, "assist.review");
    presses(bot, bot.pressing("U4", "assist.part_all", "1"));
    pass_until(bot, bot.now + core::days{4});
}

void names_nobody(const std::string& text)
{
    for (const auto* who : {"U1", "U2", "U3", "U4", "<@"})
        CHECK_THAT(text, !Contains(who));
}

std::string longest(const std::string& letter, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += letter;
    return text;
}

} // namespace

TEST_CASE("the assistee gets a draft with everything in it, changes it, and leaves out words")
{
    bot_under_test bot;
    phases_end(bot);
    const auto draft = seen_by(bot, message_kind::assist_summary_draft, assistee);
    CHECK_THAT(draft.words(), Contains("The phases are over") && Contains("We draw lots.") &&
                                  Contains("Maria in Accra tried 3 rules."));
    presses(bot, bot.pressing("U2", "assist.edit", "1"), "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(), Contains("Nothing is left out unless you choose it"));
    CHECK_THAT(form.dump(), !Contains("initial_options"));
    const auto got = bot.send(filled(form, "U2",
                                     {{"question", std::string("Who speaks?")},
                                      {"story", std::string("It was hard.")},
                                      {"found", std::vector<std::string>{"Accra", "3"}},
                                      {"own", std::string("maria\nlots")}}));
    INFO(got.body);
    REQUIRE(got.outcome == "done");
    const auto now = presses(bot, bot.pressing("U2", "assist.summary", "1"), "shown");
    CHECK_THAT(now.words(), Contains("Who speaks?") && Contains("It was hard.") &&
                                Contains("[...] in [...] tried [...] rules.") && Contains("We draw [...]."));
    CHECK_THAT(presses(bot, bot.pressing("U3", "assist.edit", "1"), "rejected").text,
               Contains("whoever asked"));
}

TEST_CASE("every contributor is asked about their own part alone, and approves, words or leaves out each")
{
    bot_under_test bot;
    phases_end(bot);
    of_assistee(bot, "assist.review");
    const auto asked = seen_by(bot, message_kind::assist_review, core::user_id("U3"));
    CHECK_THAT(asked.words(), Contains("Maria in Accra") && !Contains("draw lots"));
    CHECK_FALSE(drawn_for(bot, message_kind::assist_review, assistee));
    presses(bot, bot.pressing("U3", "assist.part_words", "1:1"), "shown");
    CHECK(bot.send(filled(opened_form(bot), "U3", {{"text", std::string("Rules were tried.")}})).outcome ==
          "done");
    CHECK(said_in_assist(bot)[0].review == core::approval::approved);
    CHECK_THAT(presses(bot, bot.pressing("U3", "assist.part_in", "1:2"), "rejected").text,
               Contains("Somebody else"));
    presses(bot, bot.pressing("U4", "assist.part_out", "1:2"));
    CHECK(said_in_assist(bot)[1].review == core::approval::left_out);
    const auto ready = seen_by(bot, message_kind::assist_summary_ready, assistee);
    CHECK_THAT(ready.words(),
               Contains("Rules were tried.") && Contains("One part is left out") && !Contains("draw lots"));
}

TEST_CASE("only the assistee's press publishes, without what nobody approved, and the card names nobody")
{
    bot_under_test bot;
    phases_end(bot);
    CHECK_THAT(presses(bot, bot.pressing("U2", "assist.publish", "1"), "rejected").text,
               Contains("Ask the others"));
    only_u4_approves(bot);
    CHECK_THAT(presses(bot, bot.pressing("U4", "assist.publish", "1"), "rejected").text,
               Contains("whoever asked"));
    CHECK_FALSE(closed_assist(bot).published_at);
    of_assistee(bot, "assist.publish");
    const auto posted = seen_by(bot, message_kind::assist_summary, core::channel_id("C1"));
    CHECK_THAT(posted.words(), Contains("We draw lots.") && !Contains("Maria"));
    names_nobody(posted.words());
    names_nobody(summary_card(bot).words());
}

TEST_CASE("until when the others have time is told by the clocks of the group")
{
    bot_under_test bot;
    phases_end(bot);
    of_assistee(bot, "assist.review");
    for (const auto* action : {"assist.publish", "assist.take_text"})
        CHECK_THAT(presses(bot, bot.pressing("U2", action, "1"), "rejected").text,
                   StartsWith("The others have time for their part until <!date^") &&
                       Contains("(Europe/London)>"));
}

TEST_CASE("taken as text, the summary is a Markdown file for the assistee and nothing is posted")
{
    bot_under_test bot;
    phases_end(bot, {.help_of_4 = "We *draw* lots.\n# Each week"});
    only_u4_approves(bot);
    of_assistee(bot, "assist.take_text");
    const auto files = bot.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].content == "# How do we choose who speaks?\n\n## Experience and ideas\n\n"
                              "Somebody did this:\n\n> We \\*draw\\* lots\\.\n> \\# Each week\n");
    CHECK_FALSE(drawn_for(bot, message_kind::assist_summary, core::channel_id("C1")));
}

TEST_CASE("who withdraws is taken out of the card and the database, and the assistee takes out all")
{
    bot_under_test bot;
    phases_end(bot);
    of_assistee(bot, "assist.review");
    for (const auto* person : {"U3", "U4"})
        presses(bot, bot.pressing(person, "assist.part_all", "1"));
    of_assistee(bot, "assist.publish");
    CHECK_THAT(summary_card(bot).words(), Contains("Maria") && Contains("lots"));
    presses(bot, bot.pressing("U3", "assist.withdraw", "1"));
    CHECK_THAT(summary_card(bot).words(), !Contains("Maria") && Contains("lots"));
    of_assistee(bot, "assist.withdraw");
    CHECK(summary_card(bot).text == "The summary of peer assist 1 was withdrawn.");
    CHECK(said_in_assist(bot).empty());
    for (const auto& row : bot.dump())
        CHECK_THAT(row, !Contains("draw lots") && !Contains("Maria in Accra"));
}

TEST_CASE("the assistee is asked what happened, may say nothing yet, and the group reads what they tell")
{
    bot_under_test bot;
    phases_end(bot);
    of_assistee(bot, "assist.keep");
    CHECK_FALSE(closed_assist(bot).published_at);
    pass_until(bot, bot.now + core::days{3});
    const auto question = seen_by(bot, message_kind::assist_follow_up, assistee);
    CHECK_THAT(question.text, Contains("What became of it?"));
    CHECK_THAT(presses(bot, bot.pressing("U2", "assist.nothing_yet", "1"), "shown").text,
               Contains("I ask again at"));
    presses(bot, bot.pressing("U2", "assist.outcome", "1"), "shown");
    CHECK(
        bot.send(filled(opened_form(bot), "U2", {{"text", std::string("We drew lots & laughed")}})).outcome ==
        "done");
    CHECK_THAT(types(bot, "U3", "/assist show 1", "shown").words(),
               Contains("What became of it") && Contains("We drew lots &amp; laughed"));
    CHECK_THAT(types(bot, "U3", "/assist history", "shown").text, Contains("We drew lots &amp; laughed"));
}

TEST_CASE("whoever promises something in an assist is asked about it, and the assist shows it")
{
    bot_under_test bot;
    phases_end(bot);
    presses(bot, bot.pressing("U4", "assist.promise", "1"), "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(
                       form, "U4",
                       {{"text", std::string("Send the list")}, {"due", std::string("2020-01-01")}})))["due"],
                   Contains("not ahead"));
    });
    CHECK(bot.send(filled(form, "U4", {{"text", std::string("Send the list")}})).outcome == "done");
    REQUIRE(promises_of(bot, "U4").size() == 1);
    CHECK_THAT(types(bot, "U3", "/assist show 1", "shown").words(),
               Contains("<@U4>, by Thursday 7 January 2027: *Send the list*"));
    pass_until(bot, bot.now + core::days{4});
    CHECK(drawn_for(bot, message_kind::promise_due, core::user_id("U4")));
}

TEST_CASE(
    "how long a summary waits is said with it, again a day before, and what became of it when it is over")
{
    bot_under_test bot;
    phases_end(bot);
    CHECK_THAT(seen_by(bot, message_kind::assist_summary_draft, assistee).words(),
               Contains("It waits for you until <!date^"));
    pass_until(bot, bot.now + core::hours{50});
    const auto again = seen_by(bot, message_kind::assist_summary_waits, assistee);
    CHECK_THAT(again.words(), Contains("A summary still waits for you, until <!date^") &&
                                  Contains("It waits for you until <!date^") && Contains("We draw lots."));
    again.button("Ask everybody about their part of the summary: peer assist 1");
    pass_until(bot, bot.now + core::days{2});
    const auto over = seen_by(bot, message_kind::assist_summary_lapsed, assistee);
    CHECK_THAT(over.words(),
               Contains("is over, so nothing is published") && Contains("I ask you what became"));
    CHECK_THAT(presses(bot, bot.pressing("U2", "assist.summary", "1"), "rejected").text,
               Contains("not being made"));
}

TEST_CASE("a troika reads as three questions with what was said to each, in a message and as Markdown")
{
    bot_under_test bot;
    phases_end(bot);
    bot.change([&](core::unit_of_work& work) {
        auto one = work.assists().find(core::assist_id{1}).value();
        auto format = work.templates().find(one.format).value();
        format.name = "two";
        format.turns = 2;
        one.format = work.templates().add(format);
        one.turn = 2;
        work.assists().save(one);
        core::phase_run run;
        run.assist = one.id;
        run.format = one.format;
        run.asker = work.members().find(one.group, core::user_id("U3"))->id;
        run.began_at = bot.now;
        run.ended_at = bot.now;
        run.id = work.assists().add(run);
        core::contribution said;
        said.assist = one.id;
        said.run = run.id;
        said.author = run.asker;
        said.kind = core::contribution_kind::question;
        said.text = "How do we begin?";
        work.contributions().add(said);
        said.author = work.members().find(one.group, core::user_id("U4"))->id;
        said.kind = core::contribution_kind::help;
        said.tag = core::help_tag::did;
        said.text = "We begin anywhere.";
        work.contributions().add(said);
    });
    const auto draft = presses(bot, bot.pressing("U2", "assist.summary", "1"), "shown");
    CHECK_THAT(draft.words(), Contains("Question 1 of 2") && Contains("How do we begin?") &&
                                  Contains("Question 2 of 2") && Contains("How do we choose who speaks?") &&
                                  Contains("whoever asked before you"));
    of_assistee(bot, "assist.review");
    CHECK_THAT(seen_by(bot, message_kind::assist_review, core::user_id("U3")).words(),
               Contains("Below the question that you asked stands what others said"));
    CHECK_THAT(seen_by(bot, message_kind::assist_review, core::user_id("U4")).words(),
               !Contains("Below the question"));
    for (const auto* person : {"U3", "U4"})
        presses(bot, bot.pressing(person, "assist.part_all", "1"));
    of_assistee(bot, "assist.take_text");
    REQUIRE(bot.files().size() == 1);
    CHECK(bot.files()[0].content ==
          "# Short\n\n## How do we begin?\n\n### Experience and ideas\n\nSomebody did this:\n\n"
          "> We begin anywhere\\.\n\n## How do we choose who speaks?\n\n### Experience and ideas\n\n"
          "Somebody did this:\n\n> We draw lots\\.\n\nAn idea:\n\n> Maria in Accra tried 3 rules\\.\n");
}

TEST_CASE("summaries with the longest words and many parts keep to Slack's limits, as their forms do")
{
    for (const auto* letter : {"x", "&", "é"}) {
        bot_under_test bot;
        phases_end(bot, {.question = longest(letter, 200),
                         .help_of_3 = longest(letter, core::longest_contribution),
                         .help_of_4 = longest(letter, core::longest_contribution),
                         .times = 15});
        seen_by(bot, message_kind::assist_summary_draft, assistee);
        presses(bot, bot.pressing("U2", "assist.edit", "1"), "shown");
        opened_form(bot);
        of_assistee(bot, "assist.review");
        seen_by(bot, message_kind::assist_review, core::user_id("U3"));
        presses(bot, bot.pressing("U3", "assist.part_words", "1:1"), "shown");
        opened_form(bot);
        for (const auto* person : {"U3", "U4"})
            presses(bot, bot.pressing(person, "assist.part_all", "1"));
        of_assistee(bot, "assist.publish");
        CHECK_THAT(summary_card(bot).words(), Contains("not fit into this message"));
    }
}
