// Voting: the private view and its buttons for every method, and what stays hidden until the close.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

const core::channel_id channel{"C1"};
using list = std::vector<std::string>;

bot_under_test& with_ballot(bot_under_test& bot, const std::string& line, int members = 5)
{
    bot.set_up_group(members);
    bot.propose({"Audio", "Video", "Maps"});
    REQUIRE(bot.command("U1", line).outcome == "done");
    return bot;
}

std::string first_sentences(const seen& view)
{
    return view.text.substr(0, view.text.find(" The vote closes"));
}

// The lines that somebody is shown as examples, between backticks.
list examples_in(const std::string& text)
{
    list lines;
    const std::regex example("`(/vote [^`]*)`");
    for (std::sregex_iterator at(text.begin(), text.end(), example), end; at != end; ++at)
        lines.push_back((*at)[1]);
    return lines;
}

} // namespace

TEST_CASE("the private view of an approval ballot votes and takes back, however old it is")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    const auto empty = presses(bot, bot.pressing("U2", "vote.mine", "1"), "shown");
    CHECK(first_sentences(empty) == "You have no vote on this ballot now.");
    CHECK(empty.labels() == list{"Vote for topic 1", "Vote for topic 2", "Vote for topic 3"});
    auto voted = presses_in(bot, "U2", empty, "Vote for topic 3");
    voted = presses_in(bot, "U2", voted, "Vote for topic 1");
    CHECK(first_sentences(voted) == "Saved. Your votes: 1. *Audio* and 3. *Maps*.");
    CHECK_THAT(voted.words(), Contains("*1. Audio* (you voted for it)") && Contains("*2. Video*\\n"));
    CHECK(voted.labels() ==
          list{"Take back what you gave topic 1", "Vote for topic 2", "Take back what you gave topic 3"});
    // The view from before the vote says Vote, so it does not take it back.
    CHECK(first_sentences(presses_in(bot, "U2", empty, "Vote for topic 3")) == first_sentences(voted));
    const auto back = presses_in(bot, "U2", voted, "Take back what you gave topic 1");
    CHECK(first_sentences(back) == "Saved. Your votes: 3. *Maps*.");
    CHECK(first_sentences(presses_in(bot, "U2", voted, "Take back what you gave topic 1")) ==
          first_sentences(back));
}

TEST_CASE(
    "a typed vote is answered with what was saved, until when it can be changed, and the way to the ballot")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    const auto saved = types(bot, "U2", "/vote 3 1");
    CHECK_THAT(saved.text, StartsWith("Saved. Your votes: 1. *Audio* and 3. *Maps*. The vote closes ") &&
                               Contains("the last `/vote` counts, and `/vote none` takes everything back."));
    CHECK(saved.labels() == list{"Show your votes, to you alone"});
    CHECK_THAT(saved.words(), Contains("Counts are hidden until the close"));
    const auto ballot = presses_in(bot, "U2", saved, "Show your votes, to you alone", "shown");
    CHECK(ballot.labels().size() == 3);
    CHECK(first_sentences(ballot) == "Your votes: 1. *Audio* and 3. *Maps*.");
}

TEST_CASE("the private view of a ballot with a budget gives, gives again and tells what is left")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d budget");
    auto view = types(bot, "U2", "/vote", "shown");
    CHECK(first_sentences(view) == "You have no vote on this ballot now. You have 3 votes left.");
    view = presses_in(bot, "U2", view, "Vote for topic 1");
    CHECK(first_sentences(view) == "Saved. Your votes: 1. *Audio*. You have 2 votes left.");
    view = presses_in(bot, "U2", view, "Give topic 1 a second vote");
    CHECK(first_sentences(view) == "Saved. Your votes: 1. *Audio* (2 votes). You have 1 vote left.");
    CHECK_THAT(view.words(), Contains("*1. Audio* (you gave it 2 votes)"));
    view = presses_in(bot, "U2", view, "Vote for topic 3");
    CHECK(first_sentences(view) ==
          "Saved. Your votes: 1. *Audio* (2 votes) and 3. *Maps*. You have no vote left.");
    CHECK(view.labels() ==
          list{"Take back what you gave topic 1", "Vote for topic 2", "Take back what you gave topic 3"});
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U2", view, "Vote for topic 2", "rejected").text,
                   StartsWith("You have 3 votes on this ballot, and that would be more."));
    });
    view = presses_in(bot, "U2", view, "Take back what you gave topic 1");
    CHECK(first_sentences(view) == "Saved. Your votes: 3. *Maps*. You have 2 votes left.");

    check_refused(bot, "U2", "/vote 1 1 2 3", {"You have 3 votes on this ballot"});
    check_refused(bot, "U2", "/vote 1 1 1", {"at most 2 of your votes"});
    CHECK(first_sentences(types(bot, "U2", "/vote 1 2 1")) ==
          "Saved. Your votes: 1. *Audio* (2 votes) and 2. *Video*. You have no vote left.");
}

TEST_CASE("the card of a ballot with a budget gives one, then two, then takes both back")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d budget");
    const auto said = [&] { return first_sentences(presses(bot, bot.pressing("U2", "vote.press", "1:1"))); };
    CHECK_THAT(said(), Contains("1. *Audio*. You have 2 votes left."));
    CHECK_THAT(said(), Contains("1. *Audio* (2 votes). You have 1 vote left."));
    CHECK_THAT(said(), Contains("no vote on this ballot now. You have 3 votes left."));
}

TEST_CASE("the private view of a ranked ballot puts topics in order and closes gaps")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d ranked");
    auto view = types(bot, "U2", "/vote", "shown");
    CHECK(view.labels() ==
          list{"Choose topic 1 as your 1st", "Choose topic 2 as your 1st", "Choose topic 3 as your 1st"});
    view = presses_in(bot, "U2", view, "Choose topic 3 as your 1st");
    view = presses_in(bot, "U2", view, "Choose topic 1 as your 2nd");
    view = presses_in(bot, "U2", view, "Choose topic 2 as your 3rd");
    CHECK(first_sentences(view) == "Saved. Your order: 3. *Maps*, 1. *Audio* and 2. *Video*.");
    CHECK_THAT(view.words(),
               Contains("*3. Maps* (your 1st choice)") && Contains("*1. Audio* (your 2nd choice)"));
    view = presses_in(bot, "U2", view, "Take back what you gave topic 3");
    CHECK(first_sentences(view) == "Saved. Your order: 1. *Audio* and 2. *Video*.");
    CHECK(view.labels().back() == "Choose topic 3 as your 3rd");
    CHECK(first_sentences(types(bot, "U2", "/vote 2 3 2")) == "Saved. Your order: 2. *Video* and 3. *Maps*.");
    CHECK(first_sentences(types(bot, "U2", "/vote none")) == "Saved. You have no vote on this ballot now.");
}

TEST_CASE("places beyond the third are said as people say them")
{
    bot_under_test bot;
    bot.set_up_group();
    bot.change([](core::unit_of_work& work) {
        for (int i = 1; i <= core::most_topics_on_ballot; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = "Subject " + std::to_string(i);
            fresh.proposer = core::user_id("U1");
            work.topics().add(fresh);
        }
    });
    REQUIRE(bot.command("U1", "/vote open 3d ranked").outcome == "done");
    types(bot, "U1", "/vote 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");
    const auto view = types(bot, "U1", "/vote", "shown");
    for (const auto* place : {"1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "19th", "20th"})
        CHECK_THAT(view.words(), Contains("(your " + std::string(place) + " choice)"));
}

TEST_CASE("what a view shows as an example can be typed, with the numbers of that ballot")
{
    for (const std::string method : {"approval", "budget", "ranked"}) {
        for (const std::string topics : {"topics 2 3", "topics 2"}) {
            bot_under_test bot;
            with_ballot(bot, "/vote open 3d " + method + " " + topics);
            const auto view = types(bot, "U2", "/vote", "shown");
            const auto lines = examples_in(view.text);
            REQUIRE(lines.size() == 2);
            for (const auto& line : lines)
                types(bot, "U2", line);
            CHECK(lines.back() == "/vote none");
        }
    }
}

TEST_CASE("counts appear nowhere before the close of a hidden ballot, and after it they do")
{
    const std::regex count("[0-9]+ votes?\\b");
    for (const std::string who : {"named", "anonymous"}) {
        bot_under_test bot;
        with_ballot(bot, "/vote open 3d " + who, 7);
        for (const auto* person : {"U2", "U3", "U5", "U6", "U7"})
            types(bot, person, "/vote 1 2");
        const std::vector<seen> everywhere{
            seen_in(whole(card_of(bot, core::card_kind::ballot, 1))),
            seen_in(whole(message_of(draw(bot, message_kind::ballot_card, 1, channel)))),
            seen_in(whole(message_of(draw(bot, message_kind::vote_reminder, 1, core::user_id("U4"))))),
            seen_in(whole(message_of(draw(bot, message_kind::vote_extended, 1, channel)))),
            types(bot, "U2", "/vote", "shown"),
            types(bot, "U4", "/vote", "shown"),
            types(bot, "U4", "/vote 3"),
            presses(bot, bot.pressing("U1", "vote.mine", "1"), "shown"),
            types(bot, "U1", "/peer", "shown"),
            types(bot, "U1", "/vote topics", "shown"),
            types(bot, "U1", "/vote results", "rejected"),
            types(bot, "U1", "/vote results 1", "rejected"),
            types(bot, "U1", "/vote export", "rejected"),
            types(bot, "U1", "/vote export 1", "rejected"),
            types(bot, "U1", "/vote plan", "rejected"),
        };
        for (const auto& one : everywhere) {
            INFO(one.words());
            auto words = one.words();
            // The only number of votes that is said is the one below which there are no counts at all.
            const std::string rule = "fewer than 5 vote,";
            for (auto at = words.find(rule); at != std::string::npos; at = words.find(rule))
                words.erase(at, rule.size());
            CHECK_FALSE(std::regex_search(words, count));
        }
        CHECK(bot.files().empty());
        bot.now += core::days{3}; // an anonymous one with few votes is not closed before
        REQUIRE(bot.command("U1", "/vote close").outcome == "done");
        CHECK_THAT(card_of(bot, core::card_kind::ballot, 1).text, Contains("*Audio* (topic 1), 5 votes"));
    }
}

TEST_CASE("counts of a live ballot are on its card and in the private view")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d live");
    types(bot, "U2", "/vote 1");
    const auto card = card_of(bot, core::card_kind::ballot, 1);
    CHECK_THAT(card.text, Contains("1. Audio, 1 vote\n2. Video, 0 votes\n"));
    CHECK_THAT(card.blocks_json, Contains("*1. Audio*\\n1 vote, proposed by"));
    CHECK_THAT(types(bot, "U3", "/vote", "shown").words(), Contains("*1. Audio*\\n1 vote, proposed by"));
}

TEST_CASE("what is voted on an anonymous ballot is never put into a direct message")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d anonymous");
    for (const auto& [action, value] : std::vector<std::pair<std::string, std::string>>{
             {"vote.mine", "1"}, {"vote.press", "1:1"}, {"vote.press", "1:1:1"}}) {
        auto direct = bot.pressing("U2", action, value);
        direct.channel = core::channel_id("D1");
        changes_nothing(bot, [&] {
            CHECK_THAT(presses(bot, direct, "rejected").text,
                       StartsWith("This vote is anonymous, and a direct message"));
        });
    }
    const auto view = presses(bot, bot.pressing("U2", "vote.press", "1:1"));
    CHECK_THAT(view.words(), Contains("nobody is shown what they chose"));
}

TEST_CASE("a named vote is cast from a reminder in a direct message, and the view says where to type")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    const auto reminder =
        seen_in(whole(message_of(draw(bot, message_kind::vote_reminder, 1, core::user_id("U2")))));
    auto pressed = bot.pressing(
        "U2", "vote.mine", reminder.button("Show the ballot here and vote").at("value").get<std::string>());
    pressed.channel = core::channel_id("D1");
    const auto view = presses(bot, pressed, "shown");
    CHECK_THAT(view.text, Contains("or type in <#C1>, such as `/vote 1 3`"));
    auto vote =
        bot.pressing("U2", "vote.press", view.button("Vote for topic 2").at("value").get<std::string>());
    vote.channel = core::channel_id("D1");
    CHECK_THAT(presses(bot, vote).text, StartsWith("Saved. Your votes: 2. *Video*."));
}

TEST_CASE("old buttons show the vote of their channel, or where the result is")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    CHECK_THAT(presses(bot, bot.pressing("U2", "vote.mine"), "shown").text, StartsWith("You have no vote"));
    for (const auto* value : {"x", "1:1", "99", "-1"})
        CHECK_THAT(presses(bot, bot.pressing("U2", "vote.mine", value), "rejected").text,
                   Contains("not here any more"));
    auto elsewhere = bot.pressing("U2", "vote.mine", "1");
    elsewhere.team = core::workspace_id("T2");
    CHECK_THAT(presses(bot, elsewhere, "rejected").text, Contains("not here any more"));
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK_THAT(presses(bot, bot.pressing("U2", "vote.mine", "1"), "shown").text,
               StartsWith("This vote closed <!date^") &&
                   Contains("`/vote results 1` in <#C1> shows what it came to."));
    CHECK_THAT(presses(bot, bot.pressing("U9", "vote.mine", "1"), "rejected").text, Contains("`/peer join`"));
    const auto nothing = presses(bot, bot.pressing("U2", "vote.mine"), "shown");
    CHECK_THAT(nothing.text, StartsWith("No vote is open now. The list has 3 topics;") &&
                                 Contains("`/vote results` shows the last result."));
    CHECK_THAT(presses_in(bot, "U2", nothing, "Show the list of topics, to you alone", "shown").text,
               Contains("What the group could learn"));
}

TEST_CASE("the buttons of /peer show the vote, or the topics when there is none")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio"});
    CHECK_THAT(
        presses_in(bot, "U2", types(bot, "U2", "/peer", "shown"), "Show the list of topics", "shown").text,
        Contains("1. *Audio*"));
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    CHECK_THAT(presses_in(bot, "U2", types(bot, "U2", "/peer", "shown"),
                          "Show the vote, and your votes in it", "shown")
                   .text,
               StartsWith("You have no vote"));
}

TEST_CASE("presses on every kind of ballot that cannot be are refused and change nothing")
{
    for (const std::string method : {"approval", "budget", "ranked"}) {
        bot_under_test bot;
        with_ballot(bot, "/vote open 3d " + method + " topics 1 2");
        types(bot, "U2", "/vote 1");
        const auto refused = [&](const std::string& person, const std::string& value, const std::string& why,
                                 const std::string& outcome = "rejected") {
            INFO(method << " " << value);
            changes_nothing(bot, [&] {
                CHECK_THAT(presses(bot, bot.pressing(person, "vote.press", value), outcome).text,
                           Contains(why));
            });
        };
        refused("U2", "1:3", "not in this vote");
        refused("U2", "1:3:1", "not in this vote");
        refused("U9", "1:1", "`/peer join`");
        refused("U2", "2:1", "not here any more");
        for (const auto* value : {"1:1:21", "1:1:-1", "1:1:1:1", "1:1:x", "1:1:"})
            refused("U2", value, "not here any more", "shown");
        bot.now += core::days{3};
        refused("U2", "1:2", "not counted");
        refused("U2", "1:1:0", "not counted");
        check_refused(bot, "U2", "/vote 2", {"not counted"});
        check_refused(bot, "U2", "/vote none", {"not counted"});
    }
}
