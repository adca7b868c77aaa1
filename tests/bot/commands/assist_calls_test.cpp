// A call in the course of a peer assist: times, seats, reminders and notes.
#include "tests/bot/commands/assists.hpp"

#include "core/assist/calls.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// The third week of four: up to five people can have a call.
void comes_to_solutions(bot_under_test& bot, int members = 8)
{
    set_up_assists(bot, members);
    asks_for_assist(bot, "four-week");
    while (phase_name(bot, 1) != "solutions")
        ends_phase(bot, 1);
}

told proposes(bot_under_test& bot, const std::string& person, const std::string& day, const std::string& time)
{
    presses(bot, about_assist(bot, person, "propose_slot", 1), "shown");
    return bot.send(filled(opened_form(bot), person, {{"day", day}, {"time", time}}));
}

// As if the channel showed the card as it is now.
void shows_card(bot_under_test& bot)
{
    posts_card(bot, 1, "1800000000.000100");
    const auto card = assist_numbered(bot, 1).card;
    bot.change([&](core::unit_of_work& work) {
        work.cards().begin_refresh(card);
        work.cards().end_refresh(card, true);
    });
}

bool card_is_stale(bot_under_test& bot)
{
    int count = 0;
    bot.look([&](core::unit_of_work& work) { count = work.cards().count_dirty(); });
    return count > 0;
}

std::string value_of(const core::call_slot& slot)
{
    return std::to_string(slot.id.value);
}

} // namespace

TEST_CASE("times for a call are proposed, answered with buttons, and one is chosen by the facilitator")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    assist_card_of(bot, 1).button("Propose a time for a call: peer assist 1");
    CHECK(proposes(bot, "U3", "2027-01-06", "15:00").outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Proposed:"));
    CHECK(proposes(bot, "U4", "2027-01-07", "10:00").outcome == "done");
    const auto card = assist_card_of(bot, 1);
    CHECK_THAT(card.words(), Contains("Time 1: <!date^") && Contains("<@U3> can come.") &&
                                 Contains("Time 2: <!date^") && Contains("<@U4> can come."));
    card.button("I can come at time 2: peer assist 1");
    const auto slots = slots_of(bot, 1);
    REQUIRE(slots.size() == 2);
    CHECK_THAT(presses(bot, about_assist(bot, "U5", "can_come", 1, value_of(slots[1]))).text,
               StartsWith("Noted: you can come"));
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("<@U4> and <@U5> can come."));
    CHECK_THAT(presses(bot, about_assist(bot, "U5", "cannot_come", 1, value_of(slots[1]))).text,
               StartsWith("Noted: you cannot"));
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains("<@U5> can come."));

    const auto chosen = std::to_string(slots[1].id.value);
    changes_nothing(bot,
                    [&] { presses(bot, about_assist(bot, "U5", "choose_slot", 1, chosen), "rejected"); });
    CHECK_THAT(presses(bot, about_assist(bot, "U1", "choose_slot", 1, chosen)).text, StartsWith("Chosen:"));
    const auto set = seen_by(bot, core::message_kind::assist_call_set, core::channel_id("C1"));
    CHECK_THAT(set.text, StartsWith("The call is at <!date^") && Contains("for 45 minutes") &&
                             Contains("<@U4> can come."));
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("The call is at") && !Contains("Time 1"));
}

TEST_CASE("a call has so many seats, and those who come are told when it begins")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    proposes(bot, "U3", "2027-01-06", "15:00");
    const auto slot = slots_of(bot, 1).front();
    presses(bot, about_assist(bot, "U1", "choose_slot", 1, std::to_string(slot.id.value)));
    for (const auto* person : {"U4", "U5", "U6", "U7"})
        presses(bot, about_assist(bot, person, "can_come", 1, value_of(slot)));
    CHECK_THAT(presses(bot, about_assist(bot, "U8", "can_come", 1, value_of(slot)), "rejected").text,
               StartsWith("All 5 seats of the call are taken."));
    pass_until(bot, slot.starts_at - core::minutes{5});
    CHECK_THAT(seen_by(bot, core::message_kind::assist_call_soon, core::user_id("U4")).text,
               Contains("The call that you come to begins at"));
    CHECK_FALSE(drawn_for(bot, core::message_kind::assist_call_soon, core::user_id("U8")));
}

TEST_CASE("whoever asked is reminded of the notes of a call, which go into the thread")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    proposes(bot, "U3", "2027-01-06", "15:00");
    const auto slot = slots_of(bot, 1).front();
    presses(bot, about_assist(bot, "U1", "choose_slot", 1, std::to_string(slot.id.value)));
    pass_until(bot, slot.starts_at + core::hours{30});
    const auto asked = seen_by(bot, core::message_kind::assist_notes_due, core::user_id("U2"));
    CHECK_THAT(asked.text, Contains("its notes are not here yet"));
    presses_in(bot, "U2", asked, "Write the notes of the call: peer assist 1", "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"text", std::string(" ")}})))["text"],
                   Contains("write something"));
    });
    CHECK(bot.send(filled(form, "U2", {{"text", std::string("We agreed to phone them")}})).outcome == "done");
    CHECK_THAT(last_posted(bot), StartsWith("<@U2> notes:") && Contains("We agreed to phone them"));
}

TEST_CASE("a call that nobody chooses is settled by itself a day before, for the time at which most can come")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    proposes(bot, "U3", "2027-01-06", "15:00");
    proposes(bot, "U4", "2027-01-07", "10:00");
    const auto slots = slots_of(bot, 1);
    presses(bot, about_assist(bot, "U5", "can_come", 1, value_of(slots[1])));
    pass_until(bot, slots[0].starts_at - core::hours{24} - core::minutes{1});
    CHECK_FALSE(drawn_for(bot, core::message_kind::assist_call_set, core::channel_id("C1")));
    pass_until(bot, slots[0].starts_at - core::hours{24});
    CHECK(slots_of(bot, 1)[1].chosen);
    CHECK_THAT(seen_by(bot, core::message_kind::assist_call_set, core::channel_id("C1")).text,
               Contains("<@U4> and <@U5> can come."));
    CHECK_FALSE(slots_of(bot, 1)[0].chosen);
}

TEST_CASE("of a call to which only one person can come nothing is made, and its time goes from the card")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    proposes(bot, "U3", "2027-01-06", "15:00");
    const auto slot = slots_of(bot, 1).front();
    pass_until(bot, slot.starts_at - core::minutes{1});
    CHECK_FALSE(slots_of(bot, 1).front().chosen);
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("Time 1:"));
    shows_card(bot);
    REQUIRE_FALSE(card_is_stale(bot));
    pass_until(bot, slot.starts_at);
    CHECK(card_is_stale(bot));
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains("Time 1:"));
    assist_card_of(bot, 1).button("Propose a time for a call: peer assist 1");
}

TEST_CASE("once the phases are over no call is made any more, and one that was chosen is still held")
{
    for (const bool chosen : {false, true}) {
        bot_under_test bot;
        comes_to_solutions(bot);
        proposes(bot, "U3", "2027-01-06", "15:00");
        const auto slot = value_of(slots_of(bot, 1).front());
        if (chosen) presses(bot, about_assist(bot, "U1", "choose_slot", 1, slot));
        while (assist_numbered(bot, 1).state == core::assist_state::running)
            ends_phase(bot, 1);
        REQUIRE(assist_numbered(bot, 1).state == core::assist_state::closing);
        if (chosen) {
            presses(bot, about_assist(bot, "U4", "can_come", 1, slot));
            CHECK(slots_of(bot, 1).front().can_come.size() == 2);
            continue;
        }
        changes_nothing(bot, [&] {
            presses(bot, about_assist(bot, "U4", "can_come", 1, slot), "rejected");
            presses(bot, about_assist(bot, "U1", "choose_slot", 1, slot), "rejected");
        });
    }
}

TEST_CASE("a call goes from the card when it is over, and the card says that notes are awaited")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    proposes(bot, "U3", "2027-01-06", "15:00");
    const auto slot = slots_of(bot, 1).front();
    presses(bot, about_assist(bot, "U1", "choose_slot", 1, value_of(slot)));
    pass_until(bot, slot.starts_at + slot.length - core::minutes{1});
    CHECK_THAT(assist_card_of(bot, 1).words(), Contains("The call is at"));
    shows_card(bot);
    REQUIRE_FALSE(card_is_stale(bot));
    pass_until(bot, slot.starts_at + slot.length);
    CHECK(card_is_stale(bot));
    const auto over = assist_card_of(bot, 1);
    CHECK_THAT(over.words(), !Contains("The call is at") && Contains("is over. Its notes are not here yet"));
    presses(bot, about_assist(bot, "U3", "call_notes", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U3", {{"text", std::string("We phone them.")}})).outcome ==
            "done");
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains("notes are not here yet"));
    assist_card_of(bot, 1).button("Propose a time for a call: peer assist 1");
}

TEST_CASE("a time that cannot be is refused beside the day")
{
    bot_under_test bot;
    comes_to_solutions(bot);
    for (const auto& [day, time] :
         std::vector<std::pair<std::string, std::string>>{{"2020-01-01", "15:00"}, {"", ""}})
        CHECK_THAT(field_errors(proposes(bot, "U3", day, time))["day"], Contains("That time is past"));
    CHECK_THAT(field_errors(proposes(bot, "U8", "2027-01-06", "15:00"))["day"], Contains("take part"));
    for (int i = 0; i < 5; ++i)
        proposes(bot, "U3", "2027-01-06", "1" + std::to_string(i) + ":00");
    CHECK_THAT(field_errors(proposes(bot, "U3", "2027-01-07", "15:00"))["day"], Contains("5 times"));
    // With everything that a card can hold, Slack still takes it.
    assist_card_of(bot, 1);
}
