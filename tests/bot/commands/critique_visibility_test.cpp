// Who sees what of a critique, in every surface: typed, pressed, sent in a form, on the card, in messages.
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string secret = "The sources are in danger";
const std::vector<std::string> every_press{"critique.volunteer", "critique.decline", "critique.write",
                                           "critique.show",      "critique.close",   "critique.resolve",
                                           "critique.changed",   "critique.summary", "critique.name",
                                           "critique.discuss",   "critique.extend"};

// U3 has written, U4 looks at it and has not.
bot_under_test& with_request(bot_under_test& bot)
{
    bot.set_up_group(6);
    types(bot, "U2", "/critique request https://a.org/hidden-draft the hidden part by 2027-01-20");
    for (const auto* person : {"U3", "U4"})
        looks_at(bot, person, 1);
    hands_in(bot, "U3", 1, good_feedback(secret));
    return bot;
}

// Everything that has been said to anybody since the last so many calls.
std::string said_since(bot_under_test& bot, std::size_t before)
{
    std::string all;
    const auto calls = bot.calls();
    for (auto i = before; i < calls.size(); ++i)
        all += calls[i].arguments.dump();
    return all;
}

// Every row but those that only say that something arrived.
std::vector<std::string> without_deliveries(const bot_under_test& bot)
{
    auto rows = bot.dump();
    std::erase_if(rows, [](const std::string& row) { return row.starts_with("inbox: "); });
    return rows;
}

} // namespace

TEST_CASE("somebody outside the group learns nothing by any button, wherever they press it")
{
    bot_under_test bot;
    with_request(bot);
    changes_nothing(bot, [&] {
        for (const auto* channel : {"C2", "D9", ""}) {
            for (const auto& action : every_press) {
                const auto before = bot.calls().size();
                auto pressed = about(bot, "U9", action, 1);
                pressed.channel = core::channel_id(channel);
                CHECK(bot.press(pressed).outcome == "rejected");
                const auto said = said_since(bot, before);
                CHECK_THAT(said, Contains("That critique is not here.") && !Contains("hidden") &&
                                     !Contains("U2") && !Contains("views.open"));
            }
            auto reading = bot.pressing("U9", "critique.read", "1:0");
            reading.channel = core::channel_id(channel);
            CHECK(bot.press(reading).outcome == "rejected");
            auto marking = bot.pressing("U9", "critique.helpful", "1:3:0:0");
            marking.channel = core::channel_id(channel);
            CHECK(bot.press(marking).outcome == "rejected");
        }
    });
}

TEST_CASE("who is in the channel but not in the group sees the card, and is told how to join")
{
    bot_under_test bot;
    with_request(bot);
    changes_nothing(bot, [&] {
        for (const auto& action : every_press)
            CHECK_THAT(presses(bot, about(bot, "U9", action, 1), "rejected").text,
                       Contains("`/peer join`") && !Contains("hidden"));
        for (const auto* line :
             {"/critique", "/critique show 1", "/critique 1", "/critique history", "/critique close 1"})
            CHECK_THAT(bot.command("U9", line).sentence, Contains("`/peer join`") && !Contains("hidden"));
    });
}

TEST_CASE("forms with an id from elsewhere are refused, and keep nothing")
{
    bot_under_test bot;
    with_request(bot);
    const auto form = opens_writing(bot, "U4", 1);
    const auto before = without_deliveries(bot);
    bot.press(typing_in(bot, form, "U9", {{"noticed", std::string("Mine")}}));
    bot.press(typing_in(bot, form, "U5", {{"noticed", std::string("Mine")}}));
    for (const auto* person : {"U9", "U5"}) {
        bot.send(filled(form, person, good_feedback("Mine alone")));
        CHECK_THAT(last_letter(bot, person), Contains("Mine alone") && !Contains("hidden"));
    }
    for (const auto* metadata : {"C1|99", "C1|", "C1|x", "C2|1", "|"}) {
        auto forged = filled(form, "U9", good_feedback("Mine alone"));
        forged.private_metadata = metadata;
        bot.send(forged);
    }
    CHECK(without_deliveries(bot) == before);
}

TEST_CASE("another workspace has no such request")
{
    bot_under_test bot;
    with_request(bot);
    changes_nothing(bot, [&] {
        for (const auto& action : every_press) {
            auto pressed = about(bot, "U2", action, 1);
            pressed.team = core::workspace_id("T2");
            CHECK_THAT(presses(bot, pressed, "rejected").text, StartsWith("That critique is not here."));
        }
    });
}

TEST_CASE("a critic sees what others wrote once theirs is in, and not before")
{
    bot_under_test bot;
    with_request(bot);
    const auto before = types(bot, "U4", "/critique show 1", "shown");
    CHECK_THAT(before.words(), Contains("You see what others wrote when yours is in") && !Contains(secret));
    CHECK_THAT(presses(bot, bot.pressing("U4", "critique.read", "1:0"), "shown").words(), !Contains(secret));
    CHECK_THAT(opens_writing(bot, "U4", 1).dump(), !Contains(secret));
    hands_in(bot, "U4", 1, good_feedback("Colours"));
    CHECK_THAT(types(bot, "U4", "/critique show 1", "shown").words(),
               Contains(secret) && Contains("Colours"));
}

TEST_CASE("a draft is seen by its author alone")
{
    bot_under_test bot;
    with_request(bot);
    bot.press(
        typing_in(bot, opens_writing(bot, "U4", 1), "U4", {{"noticed", std::string("Half a thought")}}));
    for (const auto* person : {"U1", "U2", "U3", "U5"})
        CHECK_THAT(types(bot, person, "/critique show 1", "shown").words(), !Contains("Half a thought"));
    CHECK_THAT(opens_writing(bot, "U4", 1).dump(), Contains("Half a thought"));
}

TEST_CASE("other members, the facilitator and an admin of the workspace see the request, and no feedback")
{
    bot_under_test bot;
    with_request(bot);
    bot.change([](core::unit_of_work& work) {
        work.people().save(
            {.workspace = core::workspace_id("T1"), .user = core::user_id("U5"), .admin = true});
        work.people().save(
            {.workspace = core::workspace_id("T1"), .user = core::user_id("U8"), .admin = true});
    });
    for (const auto* person : {"U1", "U5"}) {
        CHECK_THAT(types(bot, person, "/critique show 1", "shown").words(),
                   Contains("hidden-draft") && !Contains(secret));
        CHECK_THAT(presses(bot, bot.pressing(person, "critique.read", "1:0"), "shown").words(),
                   !Contains(secret));
    }
    // An admin who is not in the group is an outsider like others.
    CHECK_THAT(bot.command("U8", "/critique show 1").sentence, Contains("`/peer join`"));
    CHECK_THAT(presses(bot, about_in_direct(bot, "U8", "critique.show", 1), "rejected").text,
               !Contains("hidden"));
}

TEST_CASE("what changed is read by those who wrote, and by nobody else who was asked")
{
    bot_under_test bot;
    with_request(bot);
    presses(bot, about(bot, "U4", "critique.decline", 1));
    types(bot, "U2", "/critique close 1");
    presses(bot, about(bot, "U2", "critique.changed", 1), "shown");
    bot.send(filled(opened_form(bot), "U2", {{"text", std::string("The names are gone")}}));
    CHECK_THAT(types(bot, "U3", "/critique show 1", "shown").words(), Contains("The names are gone"));
    for (const auto* person : {"U1", "U4", "U5"})
        CHECK_THAT(types(bot, person, "/critique show 1", "shown").words(), !Contains("The names are gone"));
}

TEST_CASE("the card tells how many have looked at it, and neither who nor what")
{
    bot_under_test bot;
    with_request(bot);
    const auto card =
        whole(card_of(bot, core::card_kind::critique, critique_numbered(bot, 1).id.value)).dump();
    CHECK_THAT(card, Contains("1 person has looked at it. 1 more is looking at it.") && !Contains(secret));
    for (const auto* person : {"U3", "U4"})
        CHECK_THAT(card, !Contains(person));
}

TEST_CASE("nothing is told to those who have left")
{
    bot_under_test bot;
    with_request(bot);
    for (const auto* person : {"U4", "U2"})
        types(bot, person, "/peer leave");
    CHECK(critique_numbered(bot, 1).ended());
    CHECK_THAT(presses(bot, about_in_direct(bot, "U2", "critique.show", 1), "rejected").text,
               !Contains("hidden"));
    for (const auto kind : {core::message_kind::critique_received, core::message_kind::critique_finished}) {
        if (const auto said = drawn_for(bot, kind, core::user_id("U2")))
            CHECK(reason_of(*said) == "they have left");
    }
}
