// Opening a vote, by a line or a form, and a run-off on its tie.
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

core::ballot newest(bot_under_test& bot)
{
    std::optional<core::ballot> found;
    bot.look([&](core::unit_of_work& work) {
        found = work.ballots().open_in(core::group_id{1});
        if (!found) found = work.ballots().newest_closed(core::group_id{1});
    });
    return found.value();
}

// An anonymous vote is not closed by hand before enough have voted, so it is left to its deadline.
void end_vote(bot_under_test& bot)
{
    const auto running = newest(bot);
    while (newest(bot).open())
        deadline_comes(bot, running.id.value);
}

bot_under_test& with_topics(bot_under_test& bot, int members = 5)
{
    bot.set_up_group(members);
    bot.propose({"Audio", "Video", "Maps", "Law"});
    return bot;
}

std::vector<int> topics_of(bot_under_test& bot, const core::ballot& on)
{
    std::vector<int> numbers;
    bot.look([&](core::unit_of_work& work) {
        for (const auto& line : work.ballots().lines(on.id))
            numbers.push_back(line.subject.number);
    });
    return numbers;
}

template <class Meant>
struct said
{
    std::string words;
    Meant meant;
};

const std::vector<said<core::ballot_method>> methods{{"", core::ballot_method::approval},
                                                     {"approval", core::ballot_method::approval},
                                                     {"Budget", core::ballot_method::budget},
                                                     {"RANKED", core::ballot_method::ranked}};
const std::vector<said<bool>> hiding{{"", true}, {"hidden", true}, {"live", false}};
const std::vector<said<bool>> naming{{"", false}, {"named", false}, {"anonymous", true}};
const std::vector<said<core::minutes>> lengths{{"", core::days{3}},
                                               {"2d", core::days{2}},
                                               {"1 day 12 hours", core::hours{36}},
                                               {"90m", core::minutes{90}}};
const std::vector<said<std::vector<int>>> choices{{"", {1, 2, 3, 4}},
                                                  {"topics 4 2", {2, 4}},
                                                  {"topic #3", {3}},
                                                  {"topics 1, 2 and 4", {1, 2, 4}},
                                                  {"topics 1,3", {1, 3}}};

// A tie of the third and fourth place: votes for 1 and 2 by two, for 3 and 4 by one.
bot_under_test& with_tie(bot_under_test& bot)
{
    with_topics(bot);
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 1 2 3 4").outcome == "done");
    REQUIRE(bot.command("U3", "/vote 1 2").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    return bot;
}

} // namespace

TEST_CASE("a vote on topics that are not named asks for their numbers")
{
    bot_under_test bot;
    with_topics(bot);
    for (const auto* line : {"/vote open topics", "/vote open topics ranked", "/vote open 5d topics"})
        check_refused(bot, "U1", line, {"Which topics?", "`/vote open 3d topics 1 3 5`"});
}

TEST_CASE("a vote is opened by every combination of words, in any order")
{
    bot_under_test bot;
    with_topics(bot);
    std::mt19937 order(20270104); // NOLINT(bugprone-random-generator-seed): the same orders every time
    for (const auto& method : methods) {
        for (const auto& hidden : hiding) {
            for (const auto& anonymous : naming) {
                // The lengths and choices take turns, so that every pair with the others comes up.
                const auto& length = lengths[order() % lengths.size()];
                const auto& chosen = choices[order() % choices.size()];
                std::vector<std::string> words{method.words, hidden.words, anonymous.words, length.words,
                                               chosen.words};
                std::erase(words, std::string{});
                std::shuffle(words.begin(), words.end(), order);
                // A length that follows the numbers of topics would be one of them only if it were a number.
                std::string line = "/vote open";
                for (const auto& one : words)
                    line += " " + one;
                if (words.empty()) continue; // the form
                INFO(line);
                const auto before = bot.now;
                if (anonymous.meant && !hidden.meant) {
                    check_refused(bot, "U1", line, {"An anonymous vote hides its counts"});
                    continue;
                }
                const bool confused = line.find("hours") != std::string::npos &&
                                      line.find("topic") < line.find("1 day 12 hours") &&
                                      !chosen.words.empty();
                if (confused) continue;
                types(bot, "U1", line);
                const auto opened = newest(bot);
                CHECK(opened.method == method.meant);
                CHECK(opened.hidden == hidden.meant);
                CHECK(opened.anonymous == anonymous.meant);
                CHECK(opened.closes_at - before == length.meant);
                CHECK(topics_of(bot, opened) == chosen.meant);
                end_vote(bot);
            }
        }
    }
}

TEST_CASE("what was opened is said with its method, topics, end and who sees what")
{
    bot_under_test bot;
    with_topics(bot);
    CHECK_THAT(types(bot, "U1", "/vote open 2d budget live topics 1 2 3").text,
               StartsWith("Vote 1 is open, with 3 votes each, with 3 topics. It closes by itself <!date^") &&
                   Contains("Everybody sees the counts. 1 more topic waits for the next vote."));
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK_THAT(types(bot, "U1", "/vote open ranked anonymous topics 1").text,
               StartsWith("Vote 2 is open, ranked, with 1 topic.") &&
                   Contains("It is anonymous. Counts are hidden until then. 3 more topics wait"));
    end_vote(bot);
    CHECK_THAT(types(bot, "U1", "/vote open 3d").text,
               StartsWith("Vote 3 is open, by approval, with 4 topics.") && !Contains("wait"));
}

TEST_CASE("a line that cannot open a vote says which words were not understood, and changes nothing")
{
    bot_under_test bot;
    with_topics(bot, 4);
    const std::vector<std::pair<std::string, std::string>> lines{
        {"/vote open soon", "\"soon\""},
        {"/vote open 3d rankd", "\"3d rankd\""},
        {"/vote open 3", "\"3\""},
        {"/vote open for 3 days", "\"for 3 days\""},
        {"/vote open -3d", "\"-3d\""},
        {"/vote open 0d", "\"0d\""},
        {"/vote open 3d named 3", "\"3d 3\""},
        {"/vote open topics one", "\"one\""},
        {"/vote open &lt;!channel&gt;", "\"&lt;!channel&gt;\""},
        {"/vote open 3 months", "\"3 months\""},
    };
    for (const auto& [line, echo] : lines)
        check_refused(bot, "U1", line, {"I do not understand " + echo, "`/vote open 3d`", "ranked"});
    check_refused(bot, "U1", "/vote open " + std::string(4000, 'x'), {"xxx…\""});
    check_refused(bot, "U1", "/vote open 9m", {"at least 10 minutes"});
    check_refused(bot, "U1", "/vote open 61d", {"at most 60 days"});
    check_refused(bot, "U1", "/vote open topics 9", {"no topic 9"});
    check_refused(bot, "U1", "/vote open 3d anonymous", {"from 5 active members on"});
    check_refused(bot, "U2", "/vote open 3d", {"facilitator", "<@U1>"});
    REQUIRE(bot.command("U1", "/vote withdraw 4").outcome == "done");
    check_refused(bot, "U1", "/vote open topics 1 4", {"*Law* is not on the list any more"});
    for (const auto* line :
         {"/vote open ranked approval", "/vote open 3d live hidden", "/vote open named anonymous"})
        check_refused(bot, "U1", line, {"Please say one of each"});
    for (const auto* line : {"/vote runoff", "/vote close"})
        check_refused(bot, "U1", line, {"No vote"});
}

TEST_CASE("a vote on more topics than fit is refused, with how many fit")
{
    bot_under_test bot;
    bot.set_up_group();
    std::string all = "/vote open topics";
    bot.change([&](core::unit_of_work& work) {
        for (int i = 1; i <= core::most_topics_on_ballot + 1; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = "Subject " + std::to_string(i);
            fresh.proposer = core::user_id("U1");
            all += " " + std::to_string(work.topics().add(fresh).number);
        }
    });
    check_refused(bot, "U1", all, {"A vote holds 20 topics"});
    CHECK_THAT(types(bot, "U1", "/vote open 3d").text, Contains("1 more topic waits for the next vote."));
}

TEST_CASE("topics that a session has already are not put to the vote and do not wait for one")
{
    bot_under_test bot;
    with_topics(bot);
    bot.change([](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        meeting.topic = work.topics().find_number(core::group_id{1}, 2)->id;
        work.sessions().save(meeting);
    });
    check_refused(bot, "U1", "/vote open topics 2", {"*Video* is planned for session 1 already"});
    CHECK(types(bot, "U1", "/vote open", "shown").text.empty());
    CHECK_THAT(opened_form(bot).dump(), !Contains("Video"));
    CHECK_THAT(types(bot, "U1", "/vote open 3d").text, Contains("with 3 topics") && !Contains("wait"));
}

TEST_CASE("/vote open alone opens a form, which opens the vote as it stands")
{
    bot_under_test bot;
    with_topics(bot);
    CHECK(types(bot, "U1", "/vote open", "shown").text.empty());
    const auto form = opened_form(bot);
    CHECK(bot.send(filled(form, "U1")).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Vote 1 is open, by approval, with 4 topics."));
    const auto opened = newest(bot);
    CHECK(opened.hidden);
    CHECK_FALSE(opened.anonymous);
    CHECK(opened.closes_at - opened.opened_at == core::days{3});
}

TEST_CASE("the form opens every kind of vote")
{
    bot_under_test bot;
    with_topics(bot);
    bot.command("U1", "/vote open");
    const auto form = opened_form(bot);
    using list = std::vector<std::string>;
    CHECK(bot.send(filled(form, "U1",
                          {{"method", "ranked"},
                           {"lasts", "2w"},
                           {"counts", "hidden"},
                           {"names", "anonymous"},
                           {"topics", list{"4", "1"}}}))
              .outcome == "done");
    auto opened = newest(bot);
    CHECK(opened.method == core::ballot_method::ranked);
    CHECK(opened.closes_at - opened.opened_at == core::days{14});
    CHECK(opened.anonymous);
    CHECK(topics_of(bot, opened) == std::vector<int>{1, 4});
    end_vote(bot);

    // A menu that was emptied means those that wait longest.
    CHECK(bot.send(filled(form, "U1", {{"method", "budget"}, {"counts", "live"}, {"topics", list{}}}))
              .outcome == "done");
    opened = newest(bot);
    CHECK(opened.method == core::ballot_method::budget);
    CHECK_FALSE(opened.hidden);
    CHECK(topics_of(bot, opened).size() == 4);
}

TEST_CASE("the form says beside the field what cannot be, in plain words, and changes nothing")
{
    bot_under_test bot;
    with_topics(bot, 4);
    bot.command("U1", "/vote open");
    const auto form = opened_form(bot);
    const auto error = [&](const std::string& person,
                           const std::map<std::string, bot::slack::input_value>& answers,
                           const std::string& field) {
        std::map<std::string, std::string> errors;
        changes_nothing(bot, [&] {
            const auto got = bot.send(filled(form, person, answers));
            CHECK(got.outcome == "rejected");
            errors = field_errors(got);
        });
        REQUIRE(errors.size() == 1);
        CHECK(errors.begin()->first == field);
        CHECK_THAT(errors.begin()->second, !Contains("<"));
        return errors.begin()->second;
    };
    CHECK_THAT(error("U1", {{"names", "anonymous"}}, "names"), Contains("from 5 active members on"));
    CHECK_THAT(error("U1", {{"names", "anonymous"}, {"counts", "live"}}, "counts"),
               Contains("hides its counts"));
    CHECK(error("U2", {}, "method") == "Only a facilitator of this group can do that.");
    REQUIRE(bot.command("U1", "/vote withdraw 4").outcome == "done");
    CHECK_THAT(error("U1", {}, "topics"), Contains("Law is not on the list any more."));
    REQUIRE(bot.command("U1", "/vote open 2d").outcome == "done");
    CHECK(error("U1", {}, "method") ==
          "A vote is running already. It closes Wednesday 6 January 2027, 09:03 (UTC).");
}

TEST_CASE("the form is not opened for nothing")
{
    bot_under_test bot;
    bot.set_up_group(2);
    check_refused(bot, "U1", "/vote open", {"nothing to vote on yet", "`/vote propose TITLE`"});
    bot.propose({"Audio"});
    check_refused(bot, "U2", "/vote open", {"facilitator", "<@U1>"});
    check_refused(bot, "U9", "/vote open", {"facilitator"});
    CHECK(bot.calls().empty());
    bot.next("views.open", ending::error("expired_trigger_id"));
    CHECK_THAT(types(bot, "U1", "/vote open", "shown").text, Contains("`/vote open 3d`"));
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_refused(bot, "U1", "/vote open", {"running already"});
}

TEST_CASE("of more topics than a menu holds, the form has those that it ticks")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.change([&](core::unit_of_work& work) {
        for (int i = 1; i <= 130; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = "Subject " + std::to_string(i);
            fresh.proposer = core::user_id("U1");
            work.topics().add(fresh);
        }
    });
    for (int first = 1; first <= 101; first += 20) {
        std::string line = "/vote open 3d topics";
        for (int i = first; i < first + 20; ++i)
            line += " " + std::to_string(i);
        REQUIRE(bot.command("U1", line).outcome == "done");
        REQUIRE(bot.command("U1", "/vote " + std::to_string(first)).outcome == "done");
        REQUIRE(bot.command("U1", "/vote close").outcome == "done");
        bot.now += core::minutes{1};
    }
    bot.command("U1", "/vote open");
    CHECK(bot.send(filled(opened_form(bot), "U1")).outcome == "done");
    const auto numbers = topics_of(bot, newest(bot));
    CHECK(numbers.size() == core::most_topics_on_ballot);
    for (int waited = 121; waited <= 130; ++waited)
        CHECK(std::count(numbers.begin(), numbers.end(), waited) == 1);
}

TEST_CASE("a run-off on the tie is opened by a line, for a day, and decides the order")
{
    bot_under_test bot;
    with_tie(bot);
    check_refused(bot, "U2", "/vote runoff", {"facilitator", "<@U1>"});
    CHECK_THAT(types(bot, "U1", "/vote runoff").text,
               StartsWith("The run-off is open until <!date^") && Contains("The plan waits for it."));
    const auto running = newest(bot);
    CHECK(running.decides == core::ballot_id{1});
    CHECK(running.closes_at - running.opened_at == core::days{1});
    CHECK(topics_of(bot, running) == std::vector<int>{3, 4});
    check_refused(bot, "U1", "/vote runoff", {"running already"});
    check_refused(bot, "U1", "/vote open 3d", {"running already"});

    for (const auto* person : {"U2", "U3"})
        types(bot, person, "/vote 4");
    deadline_comes(bot, 2);
    CHECK_THAT(types(bot, "U2", "/vote results 1", "shown").text,
               Contains("Place 3: *Law* (topic 4), 1 vote\nPlace 4: *Maps* (topic 3), 1 vote") &&
                   Contains("topic 4 goes first because the run-off decided so.") &&
                   !Contains("`/vote runoff`"));
    check_refused(bot, "U1", "/vote runoff", {"had its run-off already"});
}

TEST_CASE("a run-off is opened by a press on the plan, once")
{
    bot_under_test bot;
    with_tie(bot);
    const auto plan = types(bot, "U1", "/vote plan", "shown");
    const std::string label = "Let the group break the tie in a run-off of 24 hours first";
    CHECK_THAT(presses_in(bot, "U1", plan, label).text, StartsWith("The run-off is open"));
    changes_nothing(bot, [&] { presses_in(bot, "U1", plan, label, "rejected"); });
    auto elsewhere = bot.pressing("U1", "vote.runoff", "1");
    elsewhere.team = core::workspace_id("T2");
    changes_nothing(bot, [&] { presses(bot, elsewhere, "rejected"); });
    for (const auto* value : {"", "x", "1:1"})
        changes_nothing(bot, [&] { presses(bot, bot.pressing("U1", "vote.runoff", value), "shown"); });
    changes_nothing(bot, [&] { presses(bot, bot.pressing("U1", "vote.runoff", "99"), "rejected"); });
}

TEST_CASE("a run-off is refused where nothing is tied, and after the plan is settled")
{
    bot_under_test bot;
    with_tie(bot);
    CHECK_THAT(types(bot, "U2", "/vote results", "shown").words(), Contains("`/vote runoff`"));
    presses_in(bot, "U1", types(bot, "U1", "/vote plan", "shown"),
               "Use this plan: leaders are asked and the channel is told");
    check_refused(bot, "U1", "/vote runoff", {"settled already"});
    CHECK_THAT(types(bot, "U2", "/vote results", "shown").words(), !Contains("runoff"));

    bot.propose({"Interviews"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 5").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    check_refused(bot, "U1", "/vote runoff", {"no tie that decides"});
}
