#include "tests/bot/commands/bot_under_test.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

const std::vector<std::string> needs_group{"/peer",
                                           "/peer join",
                                           "/peer leave",
                                           "/peer pause until 2027-02-01",
                                           "/peer resume",
                                           "/peer members",
                                           "/peer facilitator <@U2|ben>",
                                           "/vote",
                                           "/vote propose Audio",
                                           "/vote topics",
                                           "/vote teach 1",
                                           "/vote open",
                                           "/vote 1 3",
                                           "/vote none",
                                           "/vote close",
                                           "/rotation",
                                           "/rotation why",
                                           "/rotation confirm",
                                           "/rotation skip",
                                           "/rotation held",
                                           "/rotation lead <@U2|ben>"};

const std::vector<std::string> needs_member{"/peer leave",    "/peer pause until 2027-02-01",
                                            "/peer resume",   "/vote propose Video",
                                            "/vote teach 1",  "/rotation confirm",
                                            "/rotation skip", "/rotation held"};

const std::vector<std::string> needs_facilitator{"/peer facilitator <@U2|ben>", "/vote open", "/vote close",
                                                 "/rotation lead <@U2|ben>", "/rotation skip <@U1|ana>"};

core::session first_session(bot_under_test& bot)
{
    std::optional<core::session> found;
    bot.look([&](core::unit_of_work& work) { found = work.sessions().planned(core::group_id{1}).front(); });
    return found.value();
}

std::string titled(std::size_t letters)
{
    std::string title;
    for (std::size_t i = 0; i < letters; ++i)
        title += "\xF0\x9F\x8E\x89";
    return title;
}

} // namespace

TEST_CASE("where there is no group, every command says how to start one")
{
    bot_under_test bot;
    bot.set_up_group();
    for (const auto& line : needs_group)
        check_refused(bot, "U1", line, {"no peer group in this channel", "/peer setup"}, "C2");
}

TEST_CASE("the same channel of another workspace is another channel")
{
    bot_under_test bot;
    bot.set_up_group();
    auto typed = bot.typed("U1", "/peer members");
    typed.team = core::workspace_id("T2");
    CHECK_THAT(bot.command_at_once(typed, 1).at(0).sentence, Contains("no peer group in this channel"));
}

TEST_CASE("setting up a group says what could not be understood")
{
    bot_under_test bot;
    check_refused(bot, "U1", "/peer setup second Tuesday 15:00 Europe/Lodnon",
                  {"time zone \"Europe/Lodnon\"", "Did you mean Europe/London?", "`/peer setup`"});
    check_refused(bot, "U1", "/peer setup second Tuesday 15:00", {"Which time zone?"});
    check_refused(bot, "U1", "/peer setup second Tuesday 25:00 Europe/London", {"\"25:00\"", "15:00"});
    check_refused(bot, "U1", "/peer setup sometimes 15:00 Europe/London",
                  {"\"sometimes\"", "how often you meet"});
    check_refused(bot, "U1", "/peer setup nonsense", {"nonsense"});
    check_refused(bot, "U1", "/peer setup &lt;!channel&gt; 15:00 Europe/London", {"&lt;!channel&gt;"});
    check_refused(bot, "U1", "/peer setup " + std::string(4000, 'x') + " 15:00 Europe/London",
                  {"how often you meet"});

    bot.set_up_group();
    check_refused(bot, "U2", "/peer setup last Friday 10:00 Europe/Paris",
                  {"has a peer group already", "`/peer`"});
    check_refused(bot, "U2", "/peer setup", {"has a peer group already"});
}

TEST_CASE("what members may do is refused to others, with the way in")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    for (const auto& line : needs_member)
        check_refused(bot, "U9", line, {"members", "`/peer join`"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_refused(bot, "U9", "/vote 1", {"`/peer join`"});
    check_refused(bot, "U9", "/vote none", {"`/peer join`"});
    check_refused(bot, "U9", "/vote", {"`/peer join`"});
    REQUIRE(bot.command("U2", "/peer leave").outcome == "done");
    check_refused(bot, "U2", "/vote 1", {"`/peer join`"});
}

TEST_CASE("what facilitators may do is refused to members, with whom to ask")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/peer facilitator <@U3|chi>").outcome == "done");
    for (const auto& line : needs_facilitator)
        check_refused(bot, "U2", line, {"facilitator", "<@U1>", "<@U3>"});
}

TEST_CASE("membership refuses what is so already and what is not possible")
{
    bot_under_test bot;
    bot.set_up_group(5);
    check_refused(bot, "U1", "/peer join", {"a member of this group already"});
    check_refused(bot, "U2", "/peer resume", {"not paused"});
    check_refused(bot, "U2", "/peer pause", {"Until when?", "/peer pause until"});
    check_refused(bot, "U2", "/peer pause until", {"Until when?"});
    check_refused(bot, "U2", "/peer pause until soon", {"\"soon\"", "as a day"});
    check_refused(bot, "U2", "/peer pause until 2027-01-04", {"not ahead"});
    check_refused(bot, "U2", "/peer pause until 2029-01-04", {"at most", "`/peer leave`"});
    check_refused(bot, "U2", "/peer pause until 2027-02-30", {"as a day"});
    check_refused(bot, "U1", "/peer facilitator", {"Who?"});
    check_refused(bot, "U1", "/peer facilitator ben", {"Who?", "from the list"});
    check_refused(bot, "U1", "/peer facilitator <@U9|zoe>", {"must be a member", "`/peer join`"});
    check_refused(bot, "U1", "/peer facilitator <@U1|ana>", {"a facilitator already"});
    REQUIRE(bot.command("U1", "/peer facilitator <@U2|ben>").outcome == "done");
    REQUIRE(bot.command("U1", "/peer facilitator <@U3|chi>").outcome == "done");
    check_refused(bot, "U1", "/peer facilitator <@U4|dee>", {"at most 3 facilitators"});
}

TEST_CASE("a group that is full takes nobody more")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.change([](core::unit_of_work& work) {
        for (int i = 1; i < core::largest_group; ++i) {
            work.members().add({.id = {},
                                .group = core::group_id{1},
                                .user = core::user_id("UX" + std::to_string(i)),
                                .state = core::member_state::active,
                                .paused_until = {},
                                .facilitator = false,
                                .joined_at = first_morning});
        }
    });
    check_refused(bot, "U2", "/peer join", {"is full", "10000"});
}

TEST_CASE("a title that cannot be taken is refused with the reason")
{
    bot_under_test bot;
    bot.set_up_group();
    check_refused(bot, "U1", "/vote propose", {"needs a title"});
    check_refused(bot, "U1", "/vote propose \xE2\x80\x8F \xE2\x80\x8B", {"needs a title"});
    check_refused(bot, "U1", "/vote propose " + std::string(2, '\0'), {"needs a title"});
    check_refused(bot, "U1", "/vote propose " + titled(151), {"at most 150 characters"});
    check_refused(bot, "U1", "/vote propose " + std::string(4000, 'x'), {"at most 150 characters"});
    bot.propose({"Audio &lt;!channel&gt;"});
    check_refused(bot, "U1", "/vote propose AUDIO &lt;!CHANNEL&gt;",
                  {"*Audio &lt;!channel&gt;*", "number 1"});
    CHECK(bot.command("U1", "/vote propose " + titled(150)).outcome == "done");
}

TEST_CASE("a list of topics that is full takes no more")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.change([](core::unit_of_work& work) {
        for (int i = 0; i < core::most_open_topics; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = "Topic " + std::to_string(i);
            fresh.proposer = core::user_id("U1");
            work.topics().add(fresh);
        }
    });
    check_refused(bot, "U1", "/vote propose One more", {"is full", "200"});
}

TEST_CASE("offering to teach refuses what is no open topic")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.propose({"Audio", "Video"});
    check_refused(bot, "U1", "/vote teach", {"Which topic?", "`/vote teach 2`"});
    check_refused(bot, "U1", "/vote teach Audio", {"Which topic?"});
    check_refused(bot, "U1", "/vote teach -1", {"Which topic?"});
    check_refused(bot, "U1", "/vote teach 99", {"no topic 99", "`/vote topics`"});
    REQUIRE(bot.command("U1", "/vote teach 1").outcome == "done");
    check_refused(bot, "U1", "/vote teach 1", {"*Audio*", "already"});
    bot.change([](core::unit_of_work& work) {
        auto taught = *work.topics().find_number(core::group_id{1}, 2);
        taught.state = core::topic_state::taught;
        work.topics().save(taught);
    });
    check_refused(bot, "U1", "/vote teach 2", {"*Video*", "not on the list any more"});
}

TEST_CASE("opening and closing a vote refuse what cannot be")
{
    bot_under_test bot;
    bot.set_up_group();
    check_refused(bot, "U1", "/vote open", {"nothing to vote on yet", "/vote propose TITLE"});
    check_refused(bot, "U1", "/vote close", {"No vote is open"});
    check_refused(bot, "U1", "/vote 1", {"No vote is open", "`/vote open`"});
    check_refused(bot, "U1", "/vote none", {"No vote is open"});
    bot.propose({"Audio"});
    check_refused(bot, "U1", "/vote open soon", {"\"soon\"", "`/vote open 3d`"});
    check_refused(bot, "U1", "/vote open 9m", {"at least 10 minutes"});
    check_refused(bot, "U1", "/vote open 61d", {"at most 60 days"});
    REQUIRE(bot.command("U1", "/vote open 10m").outcome == "done");
    check_refused(bot, "U1", "/vote open 2d", {"running already", "closes"});
    check_refused(bot, "U1", "/vote 1 2", {"no topic 2 in this vote"});
    check_refused(bot, "U1", "/vote 0", {"no topic 0 in this vote"});
    check_refused(bot, "U1", "/vote one", {"does not know the word \"one\""});
    bot.now += core::minutes{10};
    check_refused(bot, "U1", "/vote 1", {"closed", "not counted"});
}

TEST_CASE("a member on a break does not vote and is not put down to lead")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U2", "/peer pause until 2027-02-01").outcome == "done");
    check_refused(bot, "U2", "/vote 1", {"pause", "`/peer resume`"});
    check_refused(bot, "U1", "/rotation lead <@U2|ben>", {"pause"});
}

TEST_CASE("turns refuse who is not next, and words that name nobody")
{
    bot_under_test bot;
    bot.set_up_group(8);
    check_refused(bot, "U8", "/rotation confirm", {"not your turn", "`/rotation`"});
    check_refused(bot, "U8", "/rotation skip", {"not your turn"});
    check_refused(bot, "U1", "/rotation skip ben", {"`/rotation skip`", "@name"});
    check_refused(bot, "U1", "/rotation lead", {"Who leads?", "`/rotation lead @name`"});
    check_refused(bot, "U1", "/rotation lead 1", {"Who leads?"});
    check_refused(bot, "U1", "/rotation lead 99 <@U2|ben>", {"not planned", "`/rotation`"});
    check_refused(bot, "U1", "/rotation lead <@U9|zoe>", {"`/peer join`"});
    check_refused(bot, "U1", "/rotation held ben", {"`/rotation held @name`"});
    check_refused(bot, "U1", "/rotation held 99", {"not planned"});
    check_refused(bot, "U1", "/rotation held", {"Session 1 starts"});
    check_refused(bot, "U2", "/rotation held", {"facilitator"});
    bot.now = first_session(bot).starts_at;
    check_refused(bot, "U1", "/rotation held", {"do not know who led", "`/rotation held 1 @name`"});
    check_refused(bot, "U1", "/rotation held <@U9|zoe>", {"`/peer join`"});
    REQUIRE(bot.command("U1", "/rotation held <@U2|ben>").outcome == "done");
    check_refused(bot, "U1", "/rotation held 1", {"Session 1 cannot be changed any more"});
}

TEST_CASE("the only one who can lead cannot let the turn pass")
{
    bot_under_test bot;
    bot.set_up_group(1);
    check_refused(bot, "U1", "/rotation skip", {"Nobody else can lead session 1"});
}
