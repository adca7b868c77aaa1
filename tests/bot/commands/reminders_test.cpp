#include "core/reminders/attention.hpp"
#include "core/reminders/month.hpp"

#include "bot/cards/reminders.hpp"
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using core::message_kind;

namespace {

const core::user_id ana{"U1"};
const core::user_id ben{"U2"};

// A vote of three days in a group of three; ben was reminded of it.
struct fixture
{
    bot_under_test bot;

    fixture()
    {
        bot.set_up_group(3);
        bot.propose({"Audio"});
        REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    }
    seen reminder(message_kind kind = message_kind::vote_reminder, const core::user_id& to = ben,
                  std::int64_t subject = 1)
    {
        return seen_in(whole(message_of(draw(bot, kind, subject, to))));
    }
    bot::slack::block_action pressing(const seen& message, const std::string& label,
                                      const std::string& person = "U2")
    {
        const auto button = message.button(label);
        auto pressed = bot.pressing(person, button.at("action_id").get<std::string>(),
                                    button.at("value").get<std::string>());
        pressed.channel = core::channel_id("D" + person);
        return pressed;
    }
    std::vector<core::message> told(const core::user_id& person)
    {
        std::vector<core::message> found;
        bot.look([&](core::unit_of_work& work) {
            found = work.outbox().told(core::workspace_id("T1"), person, core::instant{});
        });
        return found;
    }
};

constexpr auto done_label = "Done: do not remind me of this again";
constexpr auto snooze_label = "Remind me of this again in a day";
constexpr auto fewer_label = "Send me fewer reminders of this kind";

} // namespace

TEST_CASE("every kind of reminder has a name, and its buttons say which it is")
{
    for (const auto& kind : core::reminder_kinds()) {
        CHECK_FALSE(bot::reminder_name(kind.kind).empty());
        const auto value = bot::reminder_value(
            {.kind = kind.kind, .group = {7}, .subject = 12, .to = ben, .due_at = first_morning});
        const auto read = bot::read_reminder_value(value);
        REQUIRE(read);
        CHECK((read->kind == kind.kind && read->group == core::group_id{7} && read->subject == 12));
    }
    for (const auto* const wrong : {"", "4", "4.1", "4.1.", "4..1", "4.1.1.1", "a.1.1", "4.1.x", "4.1.1 "})
        CHECK_FALSE(bot::read_reminder_value(wrong));
}

TEST_CASE_METHOD(fixture, "what is done is not sent any more")
{
    const auto message = reminder();
    const auto said = presses(bot, pressing(message, done_label));
    CHECK_THAT(said.text,
               Contains("a vote that closes soon without yours") && Contains("does not come again"));

    CHECK(reason_of(draw(bot, message_kind::vote_reminder, 1, ben)) == "they said that it is done");
    CHECK(reason_of(draw(bot, message_kind::vote_reminder, 1, core::user_id("U3"))) == "said");
}

TEST_CASE_METHOD(fixture, "what is put off comes again the next day, once for four presses at once")
{
    const auto before = told(ben).size();
    bot.press_at_once(pressing(reminder(), snooze_label), 4);

    const auto after = told(ben);
    REQUIRE(after.size() == before + 1);
    CHECK(after.back().due_at == bot.now + core::days{1});
    const auto said = presses(bot, pressing(reminder(), snooze_label));
    CHECK_THAT(said.text, Contains("It comes again <!date^"));
}

TEST_CASE_METHOD(fixture,
                 "what would be over in a day cannot be put off, and the answer says when it is over")
{
    bot.now += core::days{2} + core::hours{3};
    changes_nothing(bot, [&] {
        const auto said = presses(bot, pressing(reminder(), snooze_label), "rejected");
        CHECK_THAT(said.text, Contains("too late") && Contains("<!date^") && Contains("Nothing was changed"));
    });
}

TEST_CASE_METHOD(fixture, "fewer, then none, and each answer says how to turn it back on")
{
    const auto once = presses(bot, pressing(reminder(), fewer_label));
    CHECK_THAT(once.text, Contains("every second reminder") && Contains("`/peer reminders`"));
    CHECK_NOTHROW(once.button("Show the ballot here and vote"));

    const auto twice = presses(bot, pressing(once, fewer_label));
    CHECK_THAT(twice.text, Contains("turned off now") && Contains("`/peer reminders` turns them on again"));
}

TEST_CASE_METHOD(fixture, "a leader's reminder has the three buttons too, but cannot be made fewer")
{
    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2>").outcome == "done");
    const auto message = reminder(message_kind::leader_day);
    CHECK_NOTHROW(message.button(done_label));
    changes_nothing(bot, [&] {
        const auto said = presses(bot, pressing(message, fewer_label), "rejected");
        CHECK_THAT(said.text, Contains("belongs to leading") && Contains("put it off for a day"));
    });
    CHECK_THAT(presses(bot, pressing(message, snooze_label)).text, Contains("It comes again"));
}

TEST_CASE_METHOD(fixture, "news that nobody asked the clock for has no such buttons")
{
    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2>").outcome == "done");
    const auto message = reminder(message_kind::leader_changed);
    CHECK(message.words().find("Snooze") == std::string::npos);
}

TEST_CASE_METHOD(fixture, "buttons of others, of strangers and of nobody change nothing")
{
    const auto message = reminder();
    for (const auto* const value : {"", "4.1", "4.1.99", "4.9.1", "1.1.1", "99.1.1"}) {
        auto pressed = pressing(message, snooze_label);
        pressed.value = value;
        changes_nothing(bot, [&] { presses(bot, pressed, "rejected"); });
    }
    changes_nothing(bot, [&] { presses(bot, pressing(message, done_label, "U9"), "rejected"); });
}

TEST_CASE_METHOD(fixture, "reminders shows what will come, and turns kinds off and on")
{
    const auto shown = types(bot, "U2", "/peer reminders", "shown");
    CHECK_THAT(shown.text, Contains("<#C1>: a vote that closes soon without yours") && Contains("<!date^"));
    CHECK_THAT(shown.text, Contains("cannot be turned off, only put off: your turn to lead"));

    const auto label = "Turn off: a vote that closes soon without yours";
    const auto off = presses_in(bot, "U2", shown, label);
    CHECK_THAT(off.text, Contains("a vote that closes soon without yours: None is sent.") &&
                             Contains("(turned off, so it is not sent)"));

    const auto fewer = presses_in(bot, "U2", off, "Every second one: a vote that closes soon without yours");
    CHECK_THAT(fewer.text, Contains("Every second one is sent."));
    const auto on = presses_in(bot, "U2", fewer, "Send every one: a vote that closes soon without yours");
    CHECK(on.text == shown.text);
    CHECK_THAT(types(bot, "U1", "/peer reminders", "shown").text, Contains("the month in your group"));
    CHECK_THAT(types(bot, "U9", "/peer reminders", "shown").text, Contains("Nothing is planned"));
}

TEST_CASE_METHOD(fixture, "a value that names a duty or nothing turns nothing off")
{
    for (const auto* const value : {"6", "99", "", "x"}) {
        changes_nothing(bot, [&] { presses(bot, bot.pressing("U2", "reminders.off", value), "rejected"); });
    }
}

TEST_CASE_METHOD(fixture, "what did not fit goes along as a line, if it is still true")
{
    bot.change([&](core::unit_of_work& work) {
        work.attention().fold(core::workspace_id("T1"), ben,
                              {.kind = message_kind::vote_reminder,
                               .group = {1},
                               .subject = 1,
                               .folded_at = bot.now,
                               .void_after = bot.now + core::days{7}});
        work.outbox().add({.kind = message_kind::leader_changed,
                           .group = {1},
                           .subject = 1,
                           .to = ben,
                           .due_at = bot.now + core::hours{1}});
    });
    REQUIRE(bot.command("U1", "/rotation lead 1 <@U2>").outcome == "done");
    const auto drawn = [&] {
        core::outbox_row row;
        row.what = told(ben).front();
        row.workspace = core::workspace_id("T1");
        bot::rendering what;
        bot.look([&](core::unit_of_work& work) { what = bot::render_message(work, row, bot.now); });
        return message_of(what).text;
    };
    CHECK_THAT(drawn(), Contains("\nAlso: The vote in <#C1> closes"));

    REQUIRE(bot.command("U2", "/vote 1").outcome == "done");
    CHECK_THAT(drawn(), !Contains("Also"));
}

TEST_CASE_METHOD(fixture,
                 "the month's summary names turns and who is quiet, and each press does what it says")
{
    bot.now += core::days{70};
    bot.change([&](core::unit_of_work& work) {
        for (auto meeting : work.sessions().planned({1})) {
            if (meeting.starts_at > bot.now) continue;
            meeting.state = core::session_state::cancelled;
            work.sessions().save(meeting);
        }
    });
    const auto summary = reminder(message_kind::month_summary, ana);
    CHECK_THAT(summary.text,
               Contains("Turns to lead, as they stand: <@U1> owes 0") &&
                   Contains("<@U2> has proposed, voted, answered and led nothing since <!date^") &&
                   Contains("Only facilitators read this"));
    CHECK(reason_of(draw(bot, message_kind::month_summary, 1, ben)) ==
          "they do not facilitate the group any more");

    const auto ask = std::string("Ask quiet member 1 privately how it is going");
    const auto asked = presses(bot, pressing(summary, ask, "U1"));
    CHECK_THAT(asked.text, Contains("is asked privately how it is going"));
    CHECK_NOTHROW(asked.button(ask));
    CHECK_THAT(presses(bot, pressing(summary, ask, "U1"), "rejected").text, Contains("was asked already"));
    presses(bot, pressing(summary, ask, "U2"), "rejected");

    const auto question = reminder(message_kind::quiet_question, ben, 2);
    CHECK_THAT(question.text, Contains("<#C1>") && Contains("/peer pause until") && !Contains("<@U1>"));
    presses(bot, pressing(question, "I am still here and want to stay in the group", "U3"), "rejected");
    CHECK_THAT(presses(bot, pressing(question, "I am still here and want to stay in the group")).text,
               Contains("Nobody is told"));
    CHECK(reason_of(draw(bot, message_kind::quiet_question, 2, ben)) ==
          "they are not quiet any more, or take a break, or left");
    CHECK_THAT(reminder(message_kind::month_summary, ana).text, !Contains("<@U2> has proposed"));
}

TEST_CASE_METHOD(fixture, "from the summary, whoever is next can be asked at once")
{
    const auto summary = reminder(message_kind::month_summary, ana);
    const auto label = "Ask now who is next to lead session 1";
    CHECK_THAT(presses(bot, pressing(summary, label, "U1")).text, Contains("was asked to lead session 1"));
    CHECK(session_numbered(bot, 1).leading == core::leader_state::asked);
    CHECK_THAT(presses(bot, pressing(summary, label, "U1"), "rejected").text,
               Contains("somebody was asked already"));
    presses(bot, pressing(summary, label, "U2"), "rejected");
}
