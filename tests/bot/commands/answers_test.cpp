#include "bot/cards/render.hpp"
#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

std::string blocks_of(const told& got)
{
    const auto body = nlohmann::json::parse(got.body, nullptr, false);
    return body.is_object() && body.contains("blocks") ? body.at("blocks").dump() : std::string{};
}

// What the command answers when it works: private, within Slack's limits, and with these words in it.
void check_answer(bot_under_test& bot, const std::string& person, const std::string& line,
                  const std::vector<std::string>& fragments, const std::string& outcome = "done")
{
    INFO(person << " types " << line);
    const auto got = bot.command(person, line);
    INFO("and reads: " << got.sentence);
    CHECK(got.status == 200);
    CHECK(got.outcome == outcome);
    CHECK(got.route == line.substr(0, line.find(' ')));
    CHECK_THAT(got.body, Contains(R"("response_type":"ephemeral")"));
    CHECK(check_limits(got.body).empty());
    for (const auto& fragment : fragments)
        CHECK_THAT(got.sentence, Contains(fragment));
    CHECK_THAT(got.sentence, !Contains("<!channel>"));
}

core::session session_numbered(bot_under_test& bot, int number)
{
    std::optional<core::session> found;
    bot.look(
        [&](core::unit_of_work& work) { found = work.sessions().find_number(core::group_id{1}, number); });
    return found.value();
}

core::member member_called(bot_under_test& bot, const std::string& person)
{
    std::optional<core::member> found;
    bot.look([&](core::unit_of_work& work) {
        found = work.members().find(core::group_id{1}, core::user_id(person));
    });
    return found.value();
}

int votes_for(bot_under_test& bot, int topic)
{
    int votes = -1;
    bot.look([&](core::unit_of_work& work) {
        const auto running = work.ballots().open_in(core::group_id{1});
        for (const auto& line : work.ballots().lines(running->id)) {
            if (line.subject.number == topic) votes = line.votes;
        }
    });
    return votes;
}

} // namespace

TEST_CASE("a group is set up by one line, and its facilitator is told what was understood")
{
    bot_under_test bot;
    check_answer(bot, "U1", "/peer setup second Tuesday 15:00 Europe/London",
                 {"Second Tuesday of the month at 15:00 (Europe/London)", "12 January 2027, 15:00",
                  "You are its facilitator", "`/invite @peerbot`"});
    CHECK(bot.group().zone == "Europe/London");
    CHECK(member_called(bot, "U1").facilitator);
}

TEST_CASE("a line typed on a phone sets a group up as well")
{
    bot_under_test bot;
    check_answer(bot, "U1",
                 "/peer Setup\xC2\xA0"
                 "Second  tuesday 3:30 pm \xE2\x80\x8F"
                 "europe/london",
                 {"15:30", "Europe/London"});
}

TEST_CASE("members come, rest, come back and go")
{
    bot_under_test bot;
    bot.set_up_group();
    check_answer(bot, "U2", "/peer JOIN",
                 {"You are a member now", "Second Tuesday", "`/vote`", "`/rotation`"});
    check_answer(bot, "U2", "/peer pause until 2027-01-15",
                 {"paused until", "15 January 2027", "`/peer resume`"});
    CHECK(member_called(bot, "U2").state == core::member_state::paused);
    check_answer(bot, "U1", "/peer members", {"2 members", "<@U1>, facilitator", "<@U2>, paused until"},
                 "shown");
    check_answer(bot, "U2", "/peer resume", {"Welcome back"});
    CHECK(member_called(bot, "U2").active());
    check_answer(bot, "U2", "/peer pause 15 January", {"15 January 2027"});
    check_answer(bot, "U2", "/peer leave", {"You have left", "`/peer join`"});
    CHECK(member_called(bot, "U2").state == core::member_state::left);
    check_answer(bot, "U2", "/peer join", {"You are a member now"});
    check_answer(bot, "U1", "/peer facilitator <@U2|ben>", {"<@U2> is a facilitator now"});
    CHECK(member_called(bot, "U2").facilitator);
}

TEST_CASE("who joins a group that nobody facilitates is told that they do")
{
    bot_under_test bot;
    bot.set_up_group();
    REQUIRE(bot.command("U1", "/peer leave").outcome == "done");
    check_answer(bot, "U2", "/peer join", {"you are the facilitator too"});
}

TEST_CASE("/peer shows the group and what waits for whoever asks")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_answer(bot, "U1", "/peer",
                 {"2 members, facilitated by <@U1>", "Next session",
                  "By the order as it stands you will be asked to lead session 1"},
                 "shown");
    const auto stranger = bot.command("U9", "/peer");
    CHECK_THAT(stranger.sentence, Contains("You are not a member. Press Join"));
    CHECK_THAT(blocks_of(stranger), Contains("\"action_id\":\"peer.join\""));
    CHECK_THAT(blocks_of(bot.command("U2", "/peer")), !Contains("peer.join"));

    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_answer(bot, "U2", "/peer", {"A vote is open until", "You have not voted yet."}, "shown");
    REQUIRE(bot.command("U2", "/vote 1").outcome == "done");
    check_answer(bot, "U2", "/peer", {"You have voted"}, "shown");
}

TEST_CASE("/peer tells whoever leads whether they were asked or have said yes")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto set = [&](core::leader_state leading) {
        bot.change([&](core::unit_of_work& work) {
            auto meeting = *work.sessions().find_number(core::group_id{1}, 1);
            meeting.leading = leading;
            meeting.leader = work.members().find(core::group_id{1}, core::user_id("U2"))->id;
            work.sessions().save(meeting);
        });
    };
    set(core::leader_state::asked);
    check_answer(bot, "U2", "/peer", {"You are asked to lead session 1", "`/rotation confirm`"}, "shown");
    set(core::leader_state::confirmed);
    check_answer(bot, "U2", "/peer", {"You lead session 1"}, "shown");
}

TEST_CASE("a group that nobody facilitates, or nobody is in, says so in words")
{
    bot_under_test bot;
    bot.set_up_group(2);
    const auto card = [&] {
        std::string text;
        bot.look([&](core::unit_of_work& work) {
            text = bot::render_card(work, *work.cards().find(work.groups().find(core::group_id{1})->card),
                                    bot.now)
                       .value()
                       .text;
        });
        return text;
    };
    REQUIRE(bot.command("U1", "/peer leave").outcome == "done");
    CHECK_THAT(card(), Contains("1 member: <@U2>. Nobody facilitates it now."));
    REQUIRE(bot.command("U2", "/peer leave").outcome == "done");
    CHECK_THAT(card(), Contains("Nobody is in the group now."));
    check_answer(bot, "U2", "/peer members", {"Nobody is in the group now."}, "shown");
}

TEST_CASE("in a direct message /peer shows every group of whoever asks, and no other")
{
    bot_under_test bot;
    CHECK_THAT(bot.command("U1", "/peer", "D1").sentence,
               Contains("You are in no peer group yet") && Contains("`/peer setup`"));
    bot.set_up_group(2);
    REQUIRE(bot.command("U2", "/peer setup last Thursday 10:00 Asia/Kathmandu", "C2").outcome == "done");
    const auto mine = bot.command("U2", "/peer", "D1").sentence;
    CHECK_THAT(mine, Contains("<#C1>") && Contains("<#C2>") && Contains("Next session"));
    CHECK_THAT(bot.command("U1", "/peer", "D2").sentence, Contains("<#C1>") && !Contains("<#C2>"));
    REQUIRE(bot.command("U2", "/peer leave", "C2").outcome == "done");
    CHECK_THAT(bot.command("U2", "/peer", "D1").sentence, !Contains("<#C2>"));
}

TEST_CASE("each thing that waits for a member is a sentence of its own")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U2", "/peer pause until 2027-01-15").outcome == "done");
    const auto seen = bot.command("U2", "/peer").sentence;
    CHECK_THAT(seen, Contains("You are paused until"));
    CHECK_THAT(seen, !Contains("yet.You"));
}

TEST_CASE("topics are proposed, listed and offered")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_answer(bot, "U1", "/vote",
                 {"No vote is open now", "list of topics is empty", "`/vote propose TITLE`"}, "shown");
    check_answer(bot, "U1", "/vote propose Audio &lt;!channel&gt; &amp; <@U2|ben>",
                 {"*Audio &lt;!channel&gt; &amp; @ben* is on the list as number 1", "`/vote teach 1`"});
    check_answer(bot, "U2", "/vote teach #1", {"can teach *Audio &lt;!channel&gt; &amp; @ben*"});
    check_answer(bot, "U2", "/vote topics",
                 {"1. *Audio &lt;!channel&gt; &amp; @ben*, proposed by <@U1>, <@U2> can teach it"}, "shown");
}

TEST_CASE("a list of two hundred long titles is shown within Slack's limits")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.change([](core::unit_of_work& work) {
        for (int i = 0; i < core::most_open_topics; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.proposer = core::user_id("U1");
            for (int letter = 0; letter < core::longest_title; ++letter)
                fresh.title += "\xF0\x9F\x8E\x89";
            work.topics().add(fresh);
        }
    });
    check_answer(bot, "U1", "/vote topics", {"What the group could learn"}, "shown");
    check_answer(bot, "U1", "/vote open 3d", {"with 20 topics", "180 more topics wait for the next vote"});
    check_answer(bot, "U1", "/vote 1 2 3", {"Saved."});
    check_answer(bot, "U1", "/vote", {"Your votes"}, "shown");
}

TEST_CASE("votes are cast, changed, taken back and counted")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio", "Video", "Text"});
    check_answer(bot, "U1", "/vote open 2d", {"with 3 topics", "6 January 2027"});
    check_answer(bot, "U2", "/vote 1 and 3", {"Saved. Your votes: 1. *Audio* and 3. *Text*"});
    CHECK(votes_for(bot, 1) == 1);
    check_answer(bot, "U2", "/vote #2, 2.", {"Saved. Your votes: 2. *Video*."});
    CHECK(votes_for(bot, 1) == 0);
    CHECK(votes_for(bot, 2) == 1);
    check_answer(bot, "U2", "/peer vote 1,2", {"1. *Audio* and 2. *Video*"});
}

TEST_CASE("a vote taken back and a vote closed are told so")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 1").outcome == "done");
    check_answer(bot, "U2", "/vote NONE", {"Saved. You have no vote"});
    CHECK(votes_for(bot, 1) == 0);
    check_answer(bot, "U1", "/vote close", {"closed", "result is on its way"});
}

TEST_CASE("turns are shown, explained, confirmed, passed on, given and booked")
{
    bot_under_test bot;
    bot.set_up_group(3);
    check_answer(bot, "U1", "/rotation", {"Session 1, ", "<@U1> leads (planned)", "Session 3, "}, "shown");
    check_answer(bot, "U1", "/rotation why",
                 {"<@U1>: owes 0, led 0 sessions", "Each session that was held",
                  "Nobody comes to owe two turns", "as a gift"},
                 "shown");
    check_answer(bot, "U1", "/rotation confirm", {"Thank you: you lead Session 1"});
    check_answer(bot, "U1", "/rotation skip", {"You let session 1 pass", "<@U2> is next for it"});
    check_answer(bot, "U1", "/rotation skip <@U2|ben>", {"<@U2> lets session 1 pass", "<@U3> is next"});
    check_answer(bot, "U1", "/rotation lead 1 <@U2|ben>", {"<@U2> leads Session 1", "being told"});
    bot.now = session_numbered(bot, 1).starts_at;
    check_answer(bot, "U2", "/rotation held", {"Session 1 is booked as held, led by <@U2>"});
    CHECK(session_numbered(bot, 1).state == core::session_state::held);
    check_answer(bot, "U1", "/rotation why", {"<@U2> led last", "led 1 session."}, "shown");
    bot.now = session_numbered(bot, 2).starts_at;
    check_answer(bot, "U1", "/rotation held <@U3|chi> 2", {"Session 2 is booked as held, led by <@U3>"});
}

TEST_CASE("the turns that somebody else led may be booked by a facilitator")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_answer(bot, "U1", "/rotation lead <@U2|ben>", {"<@U2> leads Session 1"});
    CHECK(session_numbered(bot, 1).leading == core::leader_state::confirmed);
}
