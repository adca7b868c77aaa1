// Turns that change hands, from Slack: swaps, offers, backups, the facilitators' choice, and why.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include "core/rotation/ladder.hpp"
#include "core/rotation/turns.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

using list = std::vector<std::string>;

const std::string cannot = "I can't make it: show what I can do";
const std::string swap = "Swap this session with somebody";
const std::string offer = "Offer this session to the group";
const std::string pass = "Let this session pass; I keep my place in the order";

// U1 leads session 1, U2 session 2, U3 session 3; all have said yes.
bot_under_test& with_leaders(bot_under_test& bot, int members = 4)
{
    bot.set_up_group(members);
    for (const auto* person : {"U1", "U2", "U3"})
        REQUIRE(bot.command(person, "/rotation confirm").outcome == "done");
    return bot;
}

std::string leader_of(bot_under_test& bot, int number)
{
    std::string words = "nobody";
    bot.look([&](core::unit_of_work& work) {
        const auto meeting = work.sessions().find_number(core::group_id{1}, number);
        if (meeting->leading == core::leader_state::open) return;
        words = work.members().find(meeting->leader)->user.value;
        if (meeting->co_leader) words += " and " + work.members().find(meeting->co_leader)->user.value;
    });
    return words;
}

// The message of that kind to this person, as it would be sent now.
seen sent(bot_under_test& bot, message_kind kind, std::int64_t subject, const core::recipient& to)
{
    return seen_in(whole(message_of(draw(bot, kind, subject, to))));
}

// A press on what is seen in the channel or in a direct message.
seen press_on(bot_under_test& bot, const std::string& person, const std::string& action,
              const std::string& value, const std::string& outcome = "done")
{
    return presses(bot, bot.pressing(person, action, value), outcome);
}

const core::recipient channel = core::channel_id("C1");
core::recipient person(const char* id)
{
    return core::user_id(id);
}

} // namespace

TEST_CASE("whoever cannot make it chooses between a swap, an offer to the group, and letting it pass")
{
    bot_under_test bot;
    with_leaders(bot);
    const auto outlook = types(bot, "U1", "/rotation", "shown");
    const auto choice = presses_in(bot, "U1", outlook, cannot, "shown");
    CHECK_THAT(choice.text, StartsWith("That happens. Session 1, <!date^"));
    CHECK(choice.labels() == list{swap, offer, pass});
    CHECK_THAT(presses_in(bot, "U1", choice, pass).text,
               StartsWith("You let session 1 pass and keep what you owe."));
    changes_nothing(bot, [&] {
        CHECK_THAT(press_on(bot, "U4", "rotation.cannot", "1", "rejected").text, Contains("not your turn"));
    });
}

TEST_CASE("an offer to the group: the first leads, the second hears who was first, the holder is told")
{
    bot_under_test bot;
    with_leaders(bot);
    const auto answer = types(bot, "U1", "/rotation offer 1");
    CHECK_THAT(answer.text, StartsWith("Session 1, <!date^") && Contains("is offered to the group in <#C1>"));

    const auto card = sent(bot, message_kind::turn_offered, 1, channel);
    CHECK_THAT(card.text, StartsWith("Who wants to lead Session 1, <!date^") &&
                              Contains("<@U1> cannot lead it.") && Contains("Open until <!date^"));
    const std::string take = "I will lead it: take over this session";
    CHECK(card.labels() == list{take});
    CHECK_THAT(presses_in(bot, "U4", card, take).text, StartsWith("Thank you: you lead Session 1, <!date^"));
    CHECK(leader_of(bot, 1) == "U4");
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U3", card, take, "rejected").text,
                   StartsWith("<@U4> was first, and leads session 1."));
    });
    CHECK_THAT(card_of(bot, core::card_kind::turn_offer, 1).text, Contains("Taken: <@U4> leads it."));
    CHECK_THAT(sent(bot, message_kind::offer_answered, 1, person("U1")).text,
               StartsWith("Good news: <@U4> leads the session of <#C1> on <!date^"));
}

TEST_CASE("two who take an offer at once: one leads, the other is told who")
{
    bot_under_test bot;
    with_leaders(bot);
    REQUIRE(bot.command("U1", "/rotation offer").outcome == "done");
    const auto first = bot.command("U4", "/rotation take 1");
    const auto second = bot.command("U3", "/rotation take 1");
    CHECK(first.outcome == "done");
    CHECK_THAT(second.sentence, StartsWith("<@U4> was first"));
    CHECK(leader_of(bot, 1) == "U4");
}

TEST_CASE("a swap is asked of one person, who sees both dates and agrees")
{
    bot_under_test bot;
    with_leaders(bot);
    const auto asked = types(bot, "U1", "/rotation swap 1 <@U3|chi>");
    CHECK_THAT(asked.text, StartsWith("<@U3> is being asked whether they lead Session 1, <!date^") &&
                               Contains("In return you would lead Session 3, <!date^"));
    const auto question = sent(bot, message_kind::swap_asked, 1, person("U3"));
    CHECK_THAT(question.text, StartsWith("Will you lead the session of <#C1> on <!date^") &&
                                  Contains("<@U1> cannot, and asks you.") &&
                                  Contains("In return they lead for you on <!date^"));
    CHECK(question.labels() ==
          list{"Yes, I will: take over this session", "No, sorry: the session stays with whoever has it"});
    changes_nothing(bot, [&] {
        CHECK_THAT(press_on(bot, "U2", "rotation.take", "1", "rejected").text,
                   Contains("offered to <@U3> alone"));
    });
    CHECK_THAT(presses_in(bot, "U3", question, "Yes, I will: take over this session").text,
               StartsWith("Thank you: you lead Session 1, <!date^") &&
                   Contains("<@U1> leads Session 3, <!date^"));
    CHECK(leader_of(bot, 1) == "U3");
    CHECK(leader_of(bot, 3) == "U1");
    CHECK_THAT(sent(bot, message_kind::offer_answered, 1, person("U1")).text,
               Contains("In return you lead on <!date^"));
}

TEST_CASE("a swap that is declined leaves the turn where it was, and offers what else can be done")
{
    bot_under_test bot;
    with_leaders(bot);
    REQUIRE(bot.command("U1", "/rotation swap <@U4|dee>").outcome == "done");
    CHECK_THAT(types(bot, "U4", "/rotation decline 1").text,
               StartsWith("Thank you for answering. Session 1, <!date^") && Contains("stays with <@U1>"));
    const auto answer = sent(bot, message_kind::offer_answered, 1, person("U1"));
    CHECK_THAT(answer.text, StartsWith("Still yours is the session of <#C1>") &&
                                Contains("<@U4> cannot lead it for you."));
    CHECK(answer.labels() == list{"I will lead this session", cannot});
    CHECK(leader_of(bot, 1) == "U1");
}

TEST_CASE("a swap is also asked for by a form, which says what is wrong beside its field")
{
    bot_under_test bot;
    with_leaders(bot);
    press_on(bot, "U1", "rotation.swap", "1", "shown");
    const auto form = opened_form(bot);
    const auto with = [&](const std::string& who) {
        return bot.send(filled(form, "U1", {{"person", list{who}}}));
    };
    CHECK_THAT(field_errors(with("U9")).at("person"), Contains("not a member"));
    CHECK_THAT(field_errors(with("U1")).at("person"), Contains("That is you"));
    CHECK(with("U3").outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("<@U3> is being asked"));
}

TEST_CASE("words about swaps and offers that cannot be understood change nothing")
{
    bot_under_test bot;
    with_leaders(bot);
    check_refused(bot, "U1", "/rotation swap 1", {"`/rotation swap 2 @name`"});
    check_refused(bot, "U1", "/rotation swap 1 <@U1|ana>", {"one person twice"});
    check_refused(bot, "U1", "/rotation swap 1 <@U9|zoe>", {"not a member"});
    for (const auto* fresh : {"U5", "U6", "U7"})
        REQUIRE(bot.command(fresh, "/peer join").outcome == "done");
    check_refused(bot, "U7", "/rotation swap <@U1|ana>", {"not your turn"});
    check_refused(bot, "U7", "/rotation offer", {"not your turn"});
    check_refused(bot, "U1", "/rotation offer <@U2|ben>", {"`/rotation swap 2 @name`"});
    check_refused(bot, "U1", "/rotation offer 99", {"not planned"});
    check_refused(bot, "U1", "/rotation take", {"`/rotation take 2`"});
    check_refused(bot, "U1", "/rotation take 1", {"not offered to anybody"});
    check_refused(bot, "U1", "/rotation decline 1", {"not offered to anybody"});
    check_refused(bot, "U1", "/rotation lead 1 <@U2|ben> <@U2|ben>", {"one person twice"});
    check_refused(bot, "U1", "/rotation why 99", {"not planned"});
    check_refused(bot, "U1", "/rotation why <@U9|zoe>", {"not a member"});
    check_refused(bot, "U1", "/rotation why 1 <@U2|ben>", {"`/rotation why @name`"});
}

TEST_CASE("two lead together, by name or as booked afterwards")
{
    bot_under_test bot;
    bot.set_up_group(4);
    CHECK_THAT(types(bot, "U1", "/rotation lead 1 <@U2|ben> <@U3|chi>").text,
               StartsWith("<@U2> and <@U3> lead Session 1, <!date^"));
    CHECK(leader_of(bot, 1) == "U2 and U3");
    CHECK_THAT(types(bot, "U4", "/rotation", "shown").text, Contains("<@U2> and <@U3> lead (confirmed)"));
    CHECK_THAT(sent(bot, message_kind::leader_changed, 1, person("U3")).text,
               Contains("You share the turn with <@U2>."));
    CHECK_THAT(sent(bot, message_kind::channel_day, 1, channel).text, Contains("<@U2> and <@U3> lead."));
    bot.look([&](core::unit_of_work& work) {
        bot.now = work.sessions().find(core::session_id{1})->ends_at() + core::hours{1};
    });
    CHECK_THAT(types(bot, "U3", "/rotation held 1 <@U4|dee> <@U2|ben>").text,
               StartsWith("Session 1 is booked as held, led by <@U4> and <@U2>."));
    CHECK_THAT(types(bot, "U1", "/rotation why <@U4|dee>", "shown").text,
               Contains("<@U4>: owes -1/4, led 1 session."));
}

TEST_CASE("facilitators choose with buttons what becomes of a session without a leader")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.change([&](core::unit_of_work& work) {
        core::ask_leader(work, *work.groups().find(core::group_id{1}), core::session_id{1}, bot.now);
    });
    const auto question = sent(bot, message_kind::leader_missing, 1, person("U1"));
    CHECK_THAT(question.text, Contains("<@U1> was asked and has not answered. <@U2> would be next."));
    auto choices = question.labels(); // and those under every reminder
    choices.resize(3);
    CHECK(choices ==
          list{"Take the backup: session 1", "Something else instead: session 1", "A week later: session 1"});
    changes_nothing(bot, [&] {
        CHECK_THAT(press_on(bot, "U2", "rotation.backup", "1", "rejected").text, Contains("facilitator"));
        CHECK_THAT(press_on(bot, "U2", "rotation.instead", "1", "rejected").text, Contains("facilitator"));
    });

    SECTION("the backup")
    {
        CHECK_THAT(presses_in(bot, "U1", question, "Take the backup: session 1").text,
                   StartsWith("<@U2> leads Session 1, <!date^"));
        CHECK(leader_of(bot, 1) == "U2");
    }
    SECTION("something else")
    {
        const auto choice = presses_in(bot, "U1", question, "Something else instead: session 1", "shown");
        CHECK(choice.labels() == list{"Hold a peer assist instead", "Hold a critique hour instead"});
        CHECK_THAT(presses_in(bot, "U1", choice, "Hold a peer assist instead").text,
                   Contains("is a peer assist now"));
        CHECK(leader_of(bot, 1) == "nobody");
        CHECK_THAT(types(bot, "U2", "/rotation", "shown").text, Contains(": a peer assist.\n"));
        CHECK_THAT(sent(bot, message_kind::channel_day, 1, channel).text,
                   Contains("It is a peer assist this time."));
        CHECK_THAT(types(bot, "U2", "/rotation why", "shown").text,
                   Contains("Session 1: a peer assist this time, which nobody leads."));
    }
    SECTION("a week later")
    {
        CHECK_THAT(presses_in(bot, "U1", question, "A week later: session 1").text,
                   Contains("that is the new date, a week later"));
        CHECK(session_numbered(bot, 1).starts_at ==
              core::instant{std::chrono::sys_days{std::chrono::January / 19 / 2027} + core::hours{15}});
    }
}

TEST_CASE("a backup is asked kindly, steps in with a press, or says no at no cost")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.change([&](core::unit_of_work& work) {
        const auto here = *work.groups().find(core::group_id{1});
        core::ask_leader(work, here, core::session_id{1}, bot.now);
        core::ask_backup(work, here, core::session_id{1}, bot.now);
    });
    const auto question = sent(bot, message_kind::backup_asked, 1, person("U2"));
    CHECK_THAT(question.text, StartsWith("Nobody has said for sure that they lead the session of <#C1>"));
    SECTION("yes")
    {
        CHECK_THAT(presses_in(bot, "U2", question, "I will lead this session").text,
                   StartsWith("Thank you: you lead Session 1"));
        CHECK_THAT(sent(bot, message_kind::leader_released, 1, person("U1")).text,
                   Contains("any more: <@U2> said yes first. You keep what you owe"));
        CHECK(reason_of(draw(bot, message_kind::backup_asked, 1, person("U2"))) ==
              "the leader has confirmed");
    }
    SECTION("no")
    {
        CHECK_THAT(
            presses_in(bot, "U2", question, "I cannot lead this session; I keep my place in the order").text,
            StartsWith("Thank you for answering") && Contains("<@U3> is asked instead."));
    }
}

TEST_CASE("why tells how a session got its leader, in sentences")
{
    bot_under_test bot;
    with_leaders(bot);
    CHECK_THAT(types(bot, "U4", "/rotation why 1", "shown").text,
               StartsWith("Session 1, <!date^") && Contains(": <@U1> said that they lead it.\n"));
    REQUIRE(bot.command("U1", "/rotation offer 1").outcome == "done");
    CHECK_THAT(types(bot, "U4", "/rotation why 1", "shown").text,
               Contains("<@U1> could not make it, and offered it to the group.\n") &&
                   Contains("It is offered to the group until <!date^"));
    REQUIRE(bot.command("U4", "/rotation take 1").outcome == "done");
    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2|ben>").outcome == "done");
    CHECK_THAT(types(bot, "U4", "/rotation why 1", "shown").text,
               Contains("<@U4> took it when it was offered.\n") && Contains("<@U1> chose <@U2>.\n"));
    CHECK_THAT(types(bot, "U4", "/rotation why 99", "rejected").text, Contains("not planned"));
}

TEST_CASE(
    "members read only that somebody can no longer lead, and the second turn let pass is asked about kindly")
{
    bot_under_test bot;
    with_leaders(bot);
    bot.now -= core::days{14}; // three weeks before session 1
    REQUIRE(bot.command("U1", "/peer facilitator <@U2|ben>").outcome == "done");
    REQUIRE(bot.command("U1", "/peer leave").outcome == "done");
    const auto card = sent(bot, message_kind::turn_offered, 1, channel);
    CHECK_THAT(card.text, Contains("<@U1> can no longer lead it."));
    CHECK_THAT(card.text, !Contains("left"));

    const auto asked = sent(bot, message_kind::skipped_twice, 2, person("U3"));
    CHECK_THAT(asked.text, StartsWith("You have let two turns in a row pass in <#C1>.") &&
                               Contains("Write to <@U2> if it helps."));
}

TEST_CASE("buttons of offers that are gone, or of another workspace, say so and change nothing")
{
    bot_under_test bot;
    with_leaders(bot);
    REQUIRE(bot.command("U1", "/rotation offer 1").outcome == "done");
    changes_nothing(bot, [&] {
        for (const auto* value : {"", "x", "99", "1:2", "18446744073709551616"})
            CHECK_THAT(press_on(bot, "U4", "rotation.take", value, "rejected").text,
                       Contains("not here any more"));
        auto elsewhere = bot.pressing("U4", "rotation.take", "1");
        elsewhere.team = core::workspace_id("T2");
        CHECK_THAT(presses(bot, elsewhere, "rejected").text, Contains("not here any more"));
    });
    REQUIRE(bot.command("U1", "/rotation confirm").outcome == "done");
    CHECK_THAT(press_on(bot, "U4", "rotation.take", "1", "rejected").text, Contains("not offered any more"));
}

TEST_CASE("a week later is a week, also when two facilitators press it or one does twice")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.change([&](core::unit_of_work& work) {
        core::ask_leader(work, *work.groups().find(core::group_id{1}), core::session_id{1}, bot.now);
    });
    const auto question = sent(bot, message_kind::leader_missing, 1, person("U1"));
    presses_in(bot, "U1", question, "A week later: session 1");
    const auto moved = session_numbered(bot, 1).starts_at;

    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U1", question, "A week later: session 1", "rejected").text,
                   StartsWith("Session 1 was moved since this was shown"));
        presses_in(bot, "U1", question, "Take the backup: session 1", "rejected");
        presses_in(bot, "U1", question, "Something else instead: session 1", "shown");
    });
    CHECK(session_numbered(bot, 1).starts_at == moved);
}

TEST_CASE("who agrees to a swap whose return is off by then is told so")
{
    bot_under_test bot;
    with_leaders(bot);
    types(bot, "U1", "/rotation swap 1 <@U2|ben>");
    types(bot, "U1", "/rotation cancel 2 a strike");

    const auto told = types(bot, "U2", "/rotation take 1").text;

    CHECK_THAT(told, StartsWith("Thank you: you lead Session 1"));
    CHECK_THAT(told, Contains("that cannot be exchanged any more"));
    CHECK(leader_of(bot, 1) == "U2");
}
