// One's own words in a peer assist, handing over facilitating, pausing, and a session that is an assist.
#include "core/assist/propose.hpp"
#include "tests/bot/commands/assist_closing.hpp"
#include "tests/bot/commands/assists.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void asks_question(bot_under_test& bot, const std::string& person, const std::string& text)
{
    presses(bot, about_assist(bot, person, "contribute", 1, "1"), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), person, {{"text", text}})).outcome == "done");
}

void comes_to_questions(bot_under_test& bot)
{
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    while (phase_name(bot, 1) != "ask")
        ends_phase(bot, 1);
}

std::string closed_part_of(bot_under_test& bot, const std::string& person)
{
    for (const auto& each : said_in_assist(bot))
        if ("U" + std::to_string(each.author.value) == person) return std::to_string(each.id.value);
    return {};
}

std::string facilitator_of(bot_under_test& bot)
{
    return "U" + std::to_string(assist_numbered(bot, 1).facilitator.value);
}

} // namespace

TEST_CASE("people see what they wrote, reword it and take it back; nobody else can")
{
    bot_under_test bot;
    comes_to_questions(bot);
    asks_question(bot, "U3", "Whom did you fone?");
    asks_question(bot, "U4", "When?");
    const auto id = std::to_string(said_in(bot, 1).front().id.value);
    const auto mine = presses(bot, about_assist(bot, "U3", "own", 1), "shown");
    CHECK_THAT(mine.words(), Contains("Whom did you fone?") && !Contains("When?"));
    presses_in(bot, "U3", mine, "Reword number 1 of mine: peer assist 1", "shown");
    const auto form = opened_form(bot);
    CHECK(filled(form, "U3").text("text.value") == "Whom did you fone?");
    CHECK(bot.send(filled(form, "U3", {{"text", std::string("Whom did you phone?")}})).outcome == "done");
    CHECK(said_in(bot, 1).front().text == "Whom did you phone?");
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U3", {{"text", std::string()}})))["text"],
                   Contains("write something"));
        for (const auto* action : {"reword", "take_back"})
            CHECK_THAT(presses(bot, about_assist(bot, "U4", action, 1, id), "rejected").text,
                       StartsWith("Somebody else wrote that."));
    });
    CHECK_THAT(presses(bot, about_assist(bot, "U3", "take_back", 1, id)).text, StartsWith("Taken back."));
    CHECK(said_in(bot, 1).size() == 1);
}

TEST_CASE("who rewords a part that they approved for the summary is asked at once about the new words")
{
    bot_under_test bot;
    phases_end(bot);
    presses(bot, bot.pressing("U2", "assist.review", "1"));
    for (const auto* person : {"U3", "U4"})
        presses(bot, bot.pressing(person, "assist.part_all", "1"));
    pass_until(bot, bot.now + core::hours{1});
    const auto part = closed_part_of(bot, "U4");
    presses(bot, bot.pressing("U4", "assist.reword", "1:" + part), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U4", {{"text", std::string("Lots were drawn.")}})).outcome ==
            "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Saved. May that part stand in the summary in its new words?") &&
                                      Contains("Lots were drawn."));
    CHECK_THAT(seen_by(bot, core::message_kind::assist_review, core::user_id("U4")).words(),
               Contains("You have not said") && Contains("Lots were drawn."));
    CHECK_THAT(
        seen_by(bot, core::message_kind::assist_summary_ready, core::user_id("U2")).words(),
        Contains("One part is left out, because whoever wrote it has not approved it as it reads now;") &&
            Contains("until you publish, they can still do that"));
    presses(bot, bot.pressing("U4", "assist.part_in", "1:" + part));
    presses(bot, bot.pressing("U2", "assist.publish", "1"));
    CHECK_THAT(seen_by(bot, core::message_kind::assist_summary, core::channel_id("C1")).words(),
               Contains("Lots were drawn."));
}

TEST_CASE("the longest words of one person stay within what Slack takes")
{
    bot_under_test bot;
    comes_to_questions(bot);
    for (int i = 0; i < 12; ++i)
        asks_question(bot, "U3", std::to_string(i) + std::string(core::longest_contribution - 2, '&'));
    presses(bot, about_assist(bot, "U3", "own", 1), "shown");
    presses(bot, about_assist(bot, "U3", "reword", 1, std::to_string(said_in(bot, 1).front().id.value)),
            "shown");
    opened_form(bot);
}

TEST_CASE("facilitating is handed to somebody by name, or to the next in the order")
{
    bot_under_test bot;
    comes_to_questions(bot);
    presses(bot, about_assist(bot, "U1", "hand_over", 1), "shown");
    const auto form = opened_form(bot);
    const auto to = [&](const std::string& person) {
        return bot.send(filled(form, "U1", {{"person", std::vector<std::string>{person}}}));
    };
    const auto other = facilitator_of(bot) == "U5" ? "U6" : "U5";
    CHECK(to(other).outcome == "done");
    CHECK(facilitator_of(bot) == other);
    CHECK_THAT(last_whisper(bot), StartsWith("Handed over: <@"));
    seen_by(bot, core::message_kind::assist_facilitate, core::user_id(other));
    changes_nothing(bot, [&] {
        CHECK_FALSE(field_errors(to("U2"))["person"].empty());
        CHECK_FALSE(field_errors(to("U9"))["person"].empty());
    });
    CHECK(bot.send(filled(form, "U1")).outcome == "done");
    CHECK(facilitator_of(bot) != other);
}

TEST_CASE("whoever pauses is not waited for, and somebody else facilitates")
{
    bot_under_test bot;
    comes_to_questions(bot);
    const auto facilitator = facilitator_of(bot);
    types(bot, facilitator, "/peer pause 2027-03-01");
    CHECK(facilitator_of(bot) != facilitator);
    CHECK(assist_numbered(bot, 1).state == core::assist_state::running);
    std::string helper = "U3";
    while (helper == facilitator || helper == facilitator_of(bot))
        ++helper.back();
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("<@" + helper + ">"));
    types(bot, helper, "/peer pause 2027-03-01");
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains("<@" + helper + ">"));
}

TEST_CASE("an assist whose asker takes a break goes on, and waits for them on their turn")
{
    bot_under_test bot;
    comes_to_questions(bot);
    types(bot, "U2", "/peer pause 2027-03-01");
    CHECK(assist_numbered(bot, 1).state == core::assist_state::running);
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("for those who help"));
    while (phase_name(bot, 1) != "respond")
        ends_phase(bot, 1);
    pass_until(bot, bot.now + core::hours{26});
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("It waits for <@U2>."));
    pass_until(bot, bot.now + core::days{7});
    CHECK(assist_numbered(bot, 1).state == core::assist_state::stopped);
    CHECK_THAT(assist_card_of(bot, 1).words(),
               Contains("could not go on with it now") && !Contains("not in the group any more"));
}

TEST_CASE("a session that is held as a peer assist shows its phases instead of a training")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    const auto meeting = session_numbered(bot, 1);
    bot.change([&](core::unit_of_work& work) {
        auto held = *work.sessions().find(meeting.id);
        held.format = core::session_format::assist;
        held.leader = {};
        work.sessions().save(held);
        core::hold_assist_in_session(work, *work.groups().find(core::group_id{1}), meeting.id,
                                     core::user_id("U1"), bot.now);
    });
    REQUIRE(assist_numbered(bot, 1).session == meeting.id);
    const auto shown = types(bot, "U3", "/rotation 1", "shown");
    CHECK_THAT(shown.words(), Contains("tell") && Contains("share") && !Contains("Training"));
    CHECK_THAT(card_of(bot, core::card_kind::session, 1).text, Contains("share") && !Contains("Training"));
    bot.now = meeting.starts_at;
    CHECK_THAT(message_of(draw(bot, core::message_kind::session_begins, 1, core::channel_id("C1"))).text,
               Contains("share") && !Contains("Training"));
}
