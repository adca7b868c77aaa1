// A message is said only while it is true, and its text alone tells all of it.
#include "tests/bot/cards/first_session.hpp"
#include "tests/bot/cards/pictures.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using core::message_kind;

namespace {

const core::channel_id channel{"C1"};
const core::user_id ana{"U1"};
const core::user_id ben{"U2"};

} // namespace

TEST_CASE("the text alone tells when, where and who")
{
    bot_under_test bot;
    bot.set_up_group(3);
    set_leading(bot, core::leader_state::asked);
    const auto text = [&](message_kind kind, const core::recipient& to) {
        return message_of(draw(bot, kind, 1, to)).text;
    };
    for (const auto kind : {message_kind::leader_week, message_kind::leader_prepares,
                            message_kind::leader_changed, message_kind::leader_missing}) {
        CHECK_THAT(text(kind, ana), Contains("<#C1>") && Contains("<!date^") &&
                                        Contains("12 January 2027, 15:00 (Europe/London)"));
    }
    CHECK_THAT(text(message_kind::leader_missing, ana),
               Contains("<@U1>") && Contains("`/rotation lead 1 @name`"));
    CHECK_THAT(text(message_kind::channel_day, channel),
               Contains("<@U1> was asked to lead") && Contains("<!date^"));
    CHECK_THAT(text(message_kind::channel_soon, channel), Contains("<@U1> was asked to lead"));
    CHECK_THAT(text(message_kind::welcome_card, channel), Contains("Second Tuesday of the month at 15:00") &&
                                                              Contains("3 members") &&
                                                              Contains("/peer join"));
}

TEST_CASE("what is not true any more is not said, and the log hears why")
{
    bot_under_test bot;
    bot.set_up_group(3);
    const auto reason = [&](message_kind kind, const core::recipient& to) {
        return reason_of(draw(bot, kind, 1, to));
    };

    set_leading(bot, core::leader_state::confirmed);
    CHECK(reason(message_kind::leader_week, ana) == "the leader has confirmed");
    CHECK(reason(message_kind::leader_missing, ana) == "the leader has confirmed");
    CHECK(reason(message_kind::leader_day, ana) == "said");
    set_leading(bot, core::leader_state::asked, ben);
    for (const auto kind :
         {message_kind::leader_week, message_kind::leader_day, message_kind::leader_changed})
        CHECK(reason(kind, ana) == "somebody else leads the session");
    set_leading(bot, core::leader_state::open);
    CHECK(reason(message_kind::leader_week, ana) == "somebody else leads the session");

    const auto before = bot.now;
    begin_session(bot);
    for (const auto kind :
         {message_kind::leader_week, message_kind::leader_prepares, message_kind::leader_changed,
          message_kind::leader_missing, message_kind::channel_day}) {
        CHECK(reason(kind, ana) == "the session has begun");
    }
    bot.now = before;
    for (const auto state : {core::session_state::held, core::session_state::cancelled}) {
        set_leading(bot, core::leader_state::confirmed);
        set_state(bot, state);
        for (const auto kind :
             {message_kind::leader_week, message_kind::leader_day, message_kind::leader_changed,
              message_kind::leader_missing, message_kind::channel_day, message_kind::channel_soon}) {
            CHECK(reason(kind, ana) == "the session is not planned any more");
        }
        CHECK(reason(message_kind::session_over, ana) == "the session was marked");
    }
    CHECK(reason(message_kind::please_invite, ana) == "the bot is in the channel by now");
}

TEST_CASE("what is said of members and facilitators is said only while it is so")
{
    bot_under_test bot;
    bot.set_up_group(3);
    const auto reason = [&](message_kind kind, std::int64_t subject, const core::recipient& to) {
        return reason_of(draw(bot, kind, subject, to));
    };
    CHECK(reason(message_kind::member_gone, 2, channel) == "they are in the group again");
    CHECK(reason(message_kind::facilitator_named, 2, ben) == "they do not facilitate the group");
    CHECK(reason(message_kind::facilitator_released, 1, ana) == "they facilitate the group again");
    CHECK(reason(message_kind::facilitator_gone, 2, ben) == "they do not facilitate the group");
    CHECK(reason(message_kind::facilitator_gone, 1, ana) == "the other facilitates again");
    CHECK(reason(message_kind::volunteer_card, 9, channel) == "the search for a facilitator is gone");
    REQUIRE(bot.command("U2", "/peer pause until 2027-02-01").outcome == "done");
    CHECK(reason(message_kind::pause_over, 2, ben) == "they do not take part now");
    REQUIRE(bot.command("U1", "/peer leave").outcome == "done");
    REQUIRE(bot.press(bot.pressing("U3", "peer.volunteer", "1")).outcome == "done");
    for (const auto kind : {message_kind::volunteer_card, message_kind::facilitator_needed})
        CHECK(reason(kind, 1, ana) == "somebody facilitates by now, or everybody has left");
}

TEST_CASE("nobody is reminded to vote who has voted, who takes a break, or when it is over")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    const auto reminder = message_of(draw(bot, message_kind::vote_reminder, 1, ana));
    CHECK_THAT(reminder.text, Contains("yours is not in it yet"));
    REQUIRE(bot.command("U1", "/vote 1").outcome == "done");
    CHECK(reason_of(draw(bot, message_kind::vote_reminder, 1, ana)) == "they have voted by now");
    REQUIRE(bot.command("U2", "/peer pause until 2027-02-01").outcome == "done");
    CHECK(reason_of(draw(bot, message_kind::vote_reminder, 1, ben)) == "they are not active in the group");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK(reason_of(draw(bot, message_kind::vote_reminder, 1, core::user_id("U3"))) ==
          "the ballot is closed");
}

TEST_CASE("a message about a row that is gone is a fault, not a sentence")
{
    bot_under_test bot;
    bot.set_up_group();
    CHECK_THROWS(draw(bot, message_kind::leader_day, 99, ana));
    CHECK_THROWS(draw(bot, message_kind::ballot_result, 99, channel));
    CHECK_THROWS(draw(bot, static_cast<message_kind>(99), 1, channel));
}
