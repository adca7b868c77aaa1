#include "tests/bot/cards/pictures.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using core::message_kind;

namespace {

constexpr int many_members = 40;

// Forty members and twenty titles of 150 letters; everybody has voted for everything.
void fill(bot_under_test& bot, const std::string& letter)
{
    bot.set_up_group();
    bot.change([&](core::unit_of_work& work) {
        for (int i = 2; i <= many_members; ++i) {
            core::member who;
            who.group = core::group_id{1};
            who.user = core::user_id("U0LONGNAME" + std::to_string(i));
            who.joined_at = bot.now;
            work.members().add(who);
        }
        for (int i = 0; i < core::most_topics_on_ballot; ++i) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = long_title(letter);
            fresh.proposer = core::user_id("U0LONGNAME2");
            const auto added = work.topics().add(fresh);
            for (int teacher = 2; teacher <= many_members; ++teacher)
                work.topics().add_teacher(added.id, core::user_id("U0LONGNAME" + std::to_string(teacher)),
                                          bot.now);
        }
    });
    REQUIRE(bot.command("U1", "/vote open 3d live").outcome == "done");
    bot.change([&](core::unit_of_work& work) {
        const auto running = *work.ballots().find(core::ballot_id{1});
        std::vector<core::vote> all;
        for (const auto& line : work.ballots().lines(running.id))
            all.push_back({.topic = line.subject.id});
        for (const auto& who : work.members().present(core::group_id{1}))
            work.votes().replace(running, who.id, all);
    });
}

std::size_t times(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

std::vector<nlohmann::json> buttons_of(const bot::slack::rendered& what)
{
    std::vector<nlohmann::json> buttons;
    const auto message = whole(what);
    if (!message.contains("blocks")) return buttons;
    for (const auto& block : message.at("blocks")) {
        if (block.contains("accessory")) buttons.push_back(block.at("accessory"));
        if (block.at("type") != "actions") continue;
        for (const auto& one : block.at("elements"))
            buttons.push_back(one);
    }
    return buttons;
}

} // namespace

TEST_CASE("cards of the largest ballot and the longest titles keep to Slack's limits and lose no topic")
{
    for (const auto* letter : {"\xF0\x9F\x8E\x89", "\xD8\xB4", "&", "<", "x"}) {
        bot_under_test bot;
        fill(bot, letter);
        INFO(letter);
        check_manners(card_of(bot, core::card_kind::welcome, 1));
        const auto open = card_of(bot, core::card_kind::ballot, 1);
        check_manners(open);
        CHECK(times(open.blocks_json, "vote.press") == core::most_topics_on_ballot);

        REQUIRE(bot.command("U1", "/vote close").outcome == "done");
        const auto closed = card_of(bot, core::card_kind::ballot, 1);
        const auto result = message_of(draw(bot, message_kind::ballot_result, 1, core::channel_id("C1")));
        for (const auto& what : {closed, result}) {
            check_manners(what);
            CHECK(times(what.blocks_json, ", 40 votes") == core::most_topics_on_ballot);
            CHECK(times(what.blocks_json, " are a tie;") == core::most_topics_on_ballot - 1);
        }
    }
}

TEST_CASE("every button says what it does, and the one beside a topic says which")
{
    bot_under_test bot;
    bot.set_up_group(2);
    bot.propose({"Audio", "Video"});
    REQUIRE(bot.command("U1", "/vote open 3d live").outcome == "done");
    for (const auto kind : {core::card_kind::welcome, core::card_kind::ballot}) {
        const auto buttons = buttons_of(card_of(bot, kind, 1));
        CHECK_FALSE(buttons.empty());
        for (const auto& one : buttons) {
            CHECK_FALSE(one.at("text").at("text").get<std::string>().empty());
            CHECK(bot::plan_press(one.at("action_id").get<std::string>(), {}));
        }
    }
    const auto buttons = buttons_of(card_of(bot, core::card_kind::ballot, 1));
    CHECK(buttons.at(0).at("value") == "1:1");
    CHECK(buttons.at(1).at("value") == "1:2");
    CHECK(buttons.at(1).at("accessibility_label") == "Vote for topic 2");
}

TEST_CASE("a ballot's card counts the votes, names who voted and never who voted for what")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio", "Video"});
    REQUIRE(bot.command("U1", "/vote open 3d live").outcome == "done");
    CHECK_THAT(card_of(bot, core::card_kind::ballot, 1).text, Contains("Nobody has voted yet."));
    REQUIRE(bot.command("U2", "/vote 1 2").outcome == "done");
    REQUIRE(bot.command("U3", "/vote 2").outcome == "done");
    const auto card = card_of(bot, core::card_kind::ballot, 1);
    CHECK_THAT(card.text, Contains("1. Audio, 1 vote\n") && Contains("2. Video, 2 votes\n") &&
                              Contains("2 of 3 members have voted: <@U2> and <@U3>."));
    CHECK_THAT(card.blocks_json, !Contains("you voted"));
}

TEST_CASE("a closed ballot shows the order, how ties were broken and no button")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio", "Video", "Text", "Maps", "Law"});
    REQUIRE(bot.command("U1", "/vote teach 4").outcome == "done");
    REQUIRE(bot.command("U1", "/vote open 3d live").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 1 2 3 4").outcome == "done");
    REQUIRE(bot.command("U3", "/vote 1 2").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    const auto card = card_of(bot, core::card_kind::ballot, 1);
    CHECK(buttons_of(card).empty());
    CHECK_THAT(card.text, Contains("Place 1: *Audio* (topic 1), 2 votes") &&
                              Contains("Place 1: *Video* (topic 2), 2 votes") &&
                              Contains("Place 3: *Maps* (topic 4), 1 vote") &&
                              Contains("Place 4: *Text* (topic 3), 1 vote") &&
                              Contains("Place 5: *Law* (topic 5), nobody chose it"));
    CHECK_THAT(
        card.text,
        Contains("Places 3 and 4 are a tie; topic 4 goes first because somebody offered to teach it."));
    CHECK_THAT(card.text, !Contains("Places 1 and 2"));
    const auto result = message_of(draw(bot, message_kind::ballot_result, 1, core::channel_id("C1")));
    CHECK_THAT(result.text, Contains("A facilitator closed vote 1 <!date") &&
                                Contains("Place 1: *Video* (topic 2), 2 votes"));
}

TEST_CASE("a ballot that closed by itself is not said to be closed by anybody")
{
    bot_under_test bot;
    bot.set_up_group(1);
    bot.propose({"Audio"});
    REQUIRE(bot.command("U1", "/vote open 1d").outcome == "done");
    bot.now += core::days{1};
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK_THAT(message_of(draw(bot, message_kind::ballot_result, 1, core::channel_id("C1"))).text,
               !Contains("facilitator"));
}

TEST_CASE("a card of a row that is gone is no card")
{
    bot_under_test bot;
    bot.set_up_group();
    core::card picture;
    picture.group = core::group_id{9};
    picture.subject = 9;
    for (const auto kind : {core::card_kind::welcome, core::card_kind::ballot}) {
        picture.kind = kind;
        bool drawn = true;
        bot.look([&](core::unit_of_work& work) {
            drawn = bot::render_card(work, picture, first_morning).has_value();
        });
        CHECK_FALSE(drawn);
    }
}
