// Ending phases and the whole of a peer assist, by words and by buttons.
#include "tests/bot/commands/assist_closing.hpp"
#include "tests/bot/commands/assists.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("ending a phase typed twice ends one, and the answer names the phase that has just begun")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    pass_until(bot, bot.now + core::hours{1});
    REQUIRE(phase_name(bot, 1) == "prepare");
    types(bot, "U1", "/assist advance");
    CHECK(phase_name(bot, 1) == "open");
    pass_until(bot, bot.now + core::milliseconds{20'000});
    changes_nothing(bot, [&] {
        CHECK_THAT(types(bot, "U1", "/assist advance 1", "rejected").text,
                   StartsWith("The phase *open* has only just begun, so nothing was ended now.") &&
                       Contains("*End this phase* on the card, which names it"));
    });
    const auto card = assist_card_of(bot, 1);
    const std::string button = "End this phase: open, for the facilitator: peer assist 1";
    presses_in(bot, "U1", card, button);
    CHECK(phase_name(bot, 1) == "tell");
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U1", card, button, "rejected").text,
                   Contains("That phase is over already"));
        presses(bot, about_assist(bot, "U1", "advance", 1), "rejected"); // drawn for no phase
    });
    pass_until(bot, bot.now + core::minutes{1});
    types(bot, "U1", "/assist advance");
    CHECK(phase_name(bot, 1) == "ask");
}

TEST_CASE("whoever asked ends by their button the phase that it was drawn for, and no other")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    const auto card = assist_card_of(bot, 1);
    const std::string button = "This phase can end, for whoever asked for help: peer assist 1";
    presses_in(bot, "U2", card, button);
    CHECK(phase_name(bot, 1) == "open");
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U2", card, button, "rejected").text,
                   Contains("That phase is over already"));
    });
}

TEST_CASE("stopping an assist whose summary is being made says so, and who can drop it with which button")
{
    bot_under_test bot;
    phases_end(bot);
    changes_nothing(bot, [&] {
        for (const auto* person : {"U1", "U2"})
            CHECK_THAT(types(bot, person, "/assist stop 1", "rejected").text,
                       StartsWith("The phases of peer assist 1 are over and its summary is being made") &&
                           Contains("<@U2>, who asked") && Contains("*Keep it unpublished*, which drops it"));
        CHECK_THAT(presses(bot, bot.pressing("U2", "assist.stop", "1"), "rejected").text,
                   Contains("nothing was stopped"));
    });
    // What the sentence says is there.
    const auto shown = types(bot, "U2", "/assist show 1", "shown");
    const auto made = presses_in(bot, "U2", shown, "Make the summary: peer assist 1", "shown");
    presses_in(bot, "U2", made, "Keep the summary unpublished: peer assist 1");
    REQUIRE(closed_assist(bot).state == core::assist_state::follow_up);
    changes_nothing(bot, [&] {
        CHECK_THAT(types(bot, "U1", "/assist stop 1", "rejected").text,
                   StartsWith("Peer assist 1 was held, so there is nothing to stop.") &&
                       Contains("<@U2>, who asked"));
    });
}

TEST_CASE("the channel is asked for more people when too few take part, and one press is enough")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot, "classic", {"U3", "U4"});
    while (phase_name(bot, 1) != "ask")
        ends_phase(bot, 1);
    const auto asked = seen_by(bot, core::message_kind::assist_too_few, core::channel_id("C1"));
    CHECK_THAT(asked.text,
               StartsWith("Peer assist 1 waits for more people: *How do we get readers to answer?*.") &&
                   Contains("as soon as 3 people take part besides whoever asked and whoever facilitates"));
    CHECK_THAT(seen_by(bot, core::message_kind::assist_too_few, core::user_id("U2")).text,
               Contains("the channel is told"));
    presses(bot, bot.pressing("U5", "assist.join", std::to_string(assist_numbered(bot, 1).id.value)));
    CHECK(std::holds_alternative<bot::dropped>(
        drawn_for(bot, core::message_kind::assist_too_few, core::channel_id("C1")).value()));
}

TEST_CASE("whoever facilitates is told that it waits for somebody who takes a break, and what they can do")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    while (phase_name(bot, 1) != "tell")
        ends_phase(bot, 1);
    types(bot, "U2", "/peer pause 2027-02-01");
    pass_until(bot, bot.now + core::hours{30});
    const auto facilitator = core::user_id("U" + std::to_string(assist_numbered(bot, 1).facilitator.value));
    const auto told = seen_by(bot, core::message_kind::assist_waits, facilitator);
    CHECK_THAT(told.text, Contains("It waits for <@U2>, who takes a break until ") && Contains("2027"));
    told.button("Stop it: peer assist 1");
}

TEST_CASE("the message about the first turn says that it is accepted")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    CHECK_THAT(seen_by(bot, core::message_kind::assist_your_turn, core::user_id("U2")).text,
               Contains("It is accepted. It is your turn."));
    CHECK_FALSE(drawn_for(bot, core::message_kind::assist_accepted, core::user_id("U2")));
}

TEST_CASE("whoever responds says in the same form what they will do, three things at most")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    while (phase_name(bot, 1) != "respond")
        ends_phase(bot, 1);
    const auto card = assist_card_of(bot, 1);
    const std::string button = "Say what I take from it: peer assist 1";
    presses_in(bot, "U2", card, button, "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(),
               Contains("One thing that you will do, and by when") && Contains("fewer get done"));
    REQUIRE(bot.send(filled(form, "U2",
                            {{"text", std::string("That it need not be fair.")},
                             {"will_1", std::string("Draw lots on Monday.")},
                             {"will_3", std::string("Tell the desk.")}}))
                .outcome == "done");
    CHECK(phase_name(bot, 1) == "round");
    const auto said = said_in(bot, 1);
    REQUIRE(said.size() == 3);
    CHECK(said[1].kind == core::contribution_kind::commitment);
    CHECK(said[2].text == "Tell the desk.");
    CHECK_THAT(last_posted(bot), StartsWith("<@U2> will do this:"));
    // Sent twice by a form that was open elsewhere, too.
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2",
                                                {{"text", std::string("And more.")},
                                                 {"will_1", std::string("This.")},
                                                 {"will_2", std::string("And that.")}})))["text"],
                   StartsWith("At most 3 things to do, because fewer get done."));
    });
}
