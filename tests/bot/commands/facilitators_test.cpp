// Who facilitates, who may not be a member at all, how people go, and what the bot hears of channels and
// people.
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

void know(bot_under_test& bot, core::person who)
{
    who.workspace = core::workspace_id("T1");
    bot.change([&](core::unit_of_work& work) { work.people().save(who); });
}

bot::slack::event event_of(const std::string& type, const std::string& user = {})
{
    static int events = 0;
    bot::slack::event happened;
    happened.event_id = "Ev-" + std::to_string(++events);
    happened.team = core::workspace_id("T1");
    happened.type = type;
    happened.user = core::user_id(user);
    happened.channel = core::channel_id("C1");
    return happened;
}

std::string vacancy_of(bot_under_test& bot)
{
    std::string number;
    bot.look([&](core::unit_of_work& work) {
        number = std::to_string(work.vacancies().open_in(core::group_id{1})->id.value);
    });
    return number;
}

} // namespace

TEST_CASE("members leave with one press, and the channel hears of it when they like")
{
    bot_under_test bot;
    bot.set_up_group(3);
    const auto shown = types(bot, "U2", "/peer", "shown");
    CHECK_THAT(presses_in(bot, "U2", shown, "Leave this group without a word in the channel").text,
               Contains("You have left") && Contains("I tell nobody"));
    CHECK_THAT(presses_in(bot, "U3", types(bot, "U3", "/peer", "shown"),
                          "Leave this group, which the channel is told in one sentence")
                   .text,
               Contains("I am telling the channel"));
    CHECK_THAT(types(bot, "U1", "/peer members", "shown").text, Contains("1 member:"));
    check_refused(bot, "U1", "/peer leave loudly", {"`/peer leave aloud`"});
}

TEST_CASE("facilitators are named and released by a line")
{
    bot_under_test bot;
    bot.set_up_group(3);
    check_refused(bot, "U1", "/peer facilitator", {"`/peer facilitator @name`"});
    check_refused(bot, "U1", "/peer facilitator remove", {"`/peer facilitator remove @name`"});
    check_refused(bot, "U1", "/peer facilitator <@U2|ben> <@U3|chi>", {"one person at a time"});
    check_refused(bot, "U1", "/peer facilitator remove <@U2|ben>", {"<@U2> does not facilitate"});
    check_refused(bot, "U1", "/peer facilitator <@USLACKBOT|slackbot>", {"is an app, not a person"});
    types(bot, "U1", "/peer facilitator <@U2|ben>");
    CHECK_THAT(types(bot, "U2", "/peer facilitator remove <@U1|ana>").text,
               Contains("<@U1> does not facilitate the group any more") && !Contains("asking the members"));
    CHECK_THAT(types(bot, "U2", "/peer facilitator remove <@U2|ben>").text, Contains("asking the members"));
    CHECK_THAT(types(bot, "U3", "/peer", "shown").text, Contains("without a facilitator"));
}

TEST_CASE("when nobody facilitates, the first member who presses does")
{
    bot_under_test bot;
    bot.set_up_group(3);
    types(bot, "U1", "/peer leave");
    const auto number = vacancy_of(bot);
    const auto volunteering = [&](const std::string& person) {
        return bot.pressing(person, "peer.volunteer", number);
    };
    changes_nothing(bot, [&] { presses(bot, volunteering("U9"), "rejected"); });
    CHECK_THAT(presses(bot, volunteering("U3")).text, Contains("you facilitate this group now"));
    CHECK_THAT(presses(bot, volunteering("U2"), "rejected").text, Contains("<@U3> was faster"));
    auto elsewhere = volunteering("U2");
    elsewhere.channel = core::channel_id("C2");
    presses(bot, elsewhere, "rejected");
    for (const std::string spoilt : {"", "99", "x"})
        presses(bot, bot.pressing("U2", "peer.volunteer", spoilt), "rejected");
}

TEST_CASE("an admin of the workspace can recover any group, also from outside it")
{
    bot_under_test bot;
    bot.set_up_group(3);
    know(bot,
         {.workspace = {}, .user = core::user_id("U8"), .home = core::workspace_id("T1"), .admin = true});
    types(bot, "U1", "/peer leave");
    types(bot, "U8", "/peer facilitator <@U2|ben>");
    CHECK_THAT(types(bot, "U8", "/peer log", "shown").text,
               Contains("<@U8> made <@U2> a facilitator.") && Contains("<@U1> set up the group.") &&
                   Contains("Nobody facilitated any more") && Contains("<@U1>, who facilitated, left."));
}

TEST_CASE("the record of decisions is for facilitators")
{
    bot_under_test bot;
    bot.set_up_group(2);
    types(bot, "U1", "/peer settings name Watchers");
    CHECK_THAT(types(bot, "U1", "/peer log", "shown").text, Contains("<@U1> changed the settings: name."));
    check_refused(bot, "U2", "/peer log", {"facilitator", "<@U1>"});
    check_refused(bot, "U9", "/peer log", {"facilitator"});
}

TEST_CASE("people of other workspaces and apps are told why they cannot join")
{
    bot_under_test bot;
    bot.set_up_group();
    auto stranger = bot.pressing("U2", "peer.join", "1");
    stranger.user_team = core::workspace_id("T2");
    changes_nothing(
        bot, [&] { CHECK_THAT(presses(bot, stranger, "rejected").text, Contains("another organisation")); });
    know(bot, {.workspace = {}, .user = core::user_id("U3"), .bot = true});
    CHECK_THAT(presses(bot, bot.pressing("U3", "peer.join", "1"), "rejected").text,
               Contains("an app, not a person"));
    // Who is known to be of the workspace joins, whatever team their organisation gives.
    know(bot, {.workspace = {}, .user = core::user_id("U4"), .home = core::workspace_id("T1")});
    auto known = bot.pressing("U4", "peer.join", "1");
    known.user_team = core::workspace_id("T2");
    presses(bot, known);
    auto grid = bot.pressing("U5", "peer.join", "1");
    grid.user_team = core::workspace_id("E7");
    presses(bot, grid);
    auto same = bot.pressing("U6", "peer.join", "1");
    same.user_team = core::workspace_id("T1");
    presses(bot, same);
}

TEST_CASE("what Slack tells of people is kept")
{
    bot_under_test bot;
    bot.set_up_group(2);
    auto changed = event_of("user_change", "U2");
    changed.about.user = core::user_id("U2");
    changed.about.team = core::workspace_id("T1");
    changed.about.is_admin = true;
    changed.about.time_zone = "Asia/Tokyo";
    CHECK(bot.happen(changed).outcome == "done");
    auto joined = event_of("team_join", "U7");
    joined.about.user = core::user_id("U7");
    joined.about.team = core::workspace_id("T9");
    CHECK(bot.happen(joined).outcome == "done");
    bot.look([](core::unit_of_work& work) {
        const core::workspace_id here("T1");
        CHECK(core::is_admin(work, here, core::user_id("U2")));
        CHECK(work.people().find(here, core::user_id("U2"))->zone == "Asia/Tokyo");
        CHECK(work.people().find(here, core::user_id("U7"))->stranger());
    });
}

TEST_CASE("a group rests while its channel is archived, deleted or left, and goes on when it is back")
{
    for (const auto& [away, back] :
         {std::pair{"channel_archive", "channel_unarchive"}, std::pair{"group_archive", "group_unarchive"},
          std::pair{"channel_left", "channel_unarchive"}, std::pair{"group_left", "group_unarchive"}}) {
        INFO(away);
        bot_under_test bot;
        bot.set_up_group();
        CHECK(bot.happen(event_of(away, "U1")).outcome == "done");
        CHECK_FALSE(bot.group().reachable);
        CHECK(bot.happen(event_of(back, "U1")).outcome == "done");
        CHECK(bot.group().reachable);
    }
    bot_under_test bot;
    bot.set_up_group();
    CHECK(bot.happen(event_of("channel_deleted", "U1")).outcome == "done");
    CHECK(bot.group().away == core::absence::deleted);
}

TEST_CASE("a channel that was renamed or given another id has its group as before")
{
    bot_under_test bot;
    bot.set_up_group(2);
    CHECK(bot.happen(event_of("channel_rename", "U1")).outcome == "ignored");
    auto moved = event_of("channel_id_changed");
    moved.new_channel = core::channel_id("C8");
    CHECK(bot.happen(moved).outcome == "done");
    CHECK_THAT(bot.command("U1", "/peer members", "C8").sentence, Contains("2 members:"));
    CHECK_THAT(bot.command("U1", "/peer members", "C1").sentence, Contains("no peer group"));
}
