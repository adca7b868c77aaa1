// A group chooses the question of a peer assist, and nobody can tell whose a question without a name is.
#include "tests/bot/captured_log.hpp"
#include "tests/bot/commands/assists.hpp"

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string map = "How do we draw a map of a flood";
constexpr std::size_t random_key = 36;
const std::string pay = "How do we pay guests";

void begins_pick(bot_under_test& bot, int members = 6)
{
    set_up_assists(bot, members);
    types(bot, "U2", "/assist pick four-week");
    REQUIRE(phase_name(bot, 1) == "inventory");
}

told puts_in(bot_under_test& bot, const std::string& person, const std::string& text, bool named = false)
{
    presses(bot, about_assist(bot, person, "post", 1), "shown");
    return bot.send(
        filled(opened_form(bot), person, {{"text", text}, {"name", std::string(named ? "name" : "none")}}));
}

seen shown_together(bot_under_test& bot)
{
    return seen_by(bot, core::message_kind::assist_challenges, core::channel_id("C1"));
}

core::contribution challenge_called(bot_under_test& bot, const std::string& text)
{
    for (const auto& each : said_in(bot, 1))
        if (each.text == text) return each;
    throw std::logic_error("no such question: " + text);
}

// What is kept and shown of an inventory in which these people posted these questions, in this order.
struct traces
{
    std::vector<std::string> rows;
    std::string message;
    std::string card;
    std::vector<std::string> said;
};
std::vector<std::string> only_in(const std::vector<std::string>& rows, const std::vector<std::string>& others)
{
    std::vector<std::string> found;
    for (const auto& row : rows)
        if (std::find(others.begin(), others.end(), row) == others.end()) found.push_back(row);
    return found;
}

traces traces_of(const std::vector<std::pair<std::string, std::string>>& posted)
{
    bot_under_test bot;
    begins_pick(bot);
    for (const auto& [person, text] : posted)
        REQUIRE(puts_in(bot, person, text).outcome == "done");
    const auto before = assist_card_of(bot, 1).words();
    ends_phase(bot, 1);
    auto rows = bot.dump();
    // Keys of deliveries are random or count up over all tests, and migrations have their own clock.
    std::erase_if(rows, [](const std::string& row) {
        return row.find("sending-") != std::string::npos || row.starts_with("migrations:");
    });
    for (auto& row : rows)
        if (const auto key = row.find("|pb-"); key != std::string::npos) row.erase(key, random_key);
    traces left{.rows = rows, .message = shown_together(bot).words(), .card = before, .said = {}};
    for (const auto& each : said_in(bot, 1)) {
        CHECK_FALSE(each.author);
        left.said.push_back(each.text);
    }
    return left;
}

} // namespace

TEST_CASE("/assist pick opens an inventory: questions go into a box and are shown together")
{
    bot_under_test bot;
    set_up_assists(bot, 6);
    types(bot, "U2", "/assist pick", "shown");
    CHECK_THAT(opened_form(bot).dump(), Contains("\"value\":\"classic\""));
    CHECK(bot.send(filled(opened_form(bot), "U2", {{"format", std::string("four-week")}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Begun: its card is in the channel"));
    assist_card_of(bot, 1).button("Post a question, or change mine: peer assist 1");

    CHECK(puts_in(bot, "U3", map).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Kept in the box."));
    CHECK(puts_in(bot, "U4", pay).outcome == "done");
    CHECK_FALSE(drawn_for(bot, core::message_kind::assist_challenges, core::channel_id("C1")));
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains(map) && !Contains("U3") && !Contains("U4"));
    // Only they see it again, and can change it or take it out.
    presses(bot, about_assist(bot, "U3", "post", 1), "shown");
    CHECK(filled(opened_form(bot), "U3").text("text.value") == map);
    presses(bot, about_assist(bot, "U5", "post", 1), "shown");
    CHECK(filled(opened_form(bot), "U5").text("text.value").empty());
    CHECK(puts_in(bot, "U4", "").outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("None of yours"));

    ends_phase(bot, 1);
    const auto all = shown_together(bot);
    CHECK_THAT(all.text, StartsWith("One question was posted.") && Contains(map) && !Contains(pay));
    all.button("Question 1 affects me, or not any more: peer assist 1");
}

TEST_CASE("no row, message or log line tells whose a question without a name is")
{
    const auto one_way = traces_of({{"U3", map}, {"U4", pay}});
    // The same people at the same moments, each with the question of the other.
    const auto other_way = traces_of({{"U3", pay}, {"U4", map}});
    CHECK(only_in(one_way.rows, other_way.rows) == std::vector<std::string>{});
    CHECK(only_in(other_way.rows, one_way.rows) == std::vector<std::string>{});
    CHECK(other_way.message == one_way.message);
    CHECK(other_way.card == one_way.card);
    CHECK(other_way.said == one_way.said);
    CHECK(one_way.said == std::vector{map, pay});
    // Who came first shows in no message and no card.
    const auto later = traces_of({{"U4", map}, {"U3", pay}});
    CHECK(later.message == one_way.message);
    CHECK(later.card == one_way.card);
    CHECK(later.said == one_way.said);

    captured_log log;
    bot_under_test bot;
    begins_pick(bot);
    puts_in(bot, "U3", map);
    ends_phase(bot, 1);
    CHECK_THAT(log.text(), !Contains("U3") && !Contains(map));
}

TEST_CASE("one question without a name hides all names, and none of them shows them all")
{
    bot_under_test bot;
    begins_pick(bot);
    puts_in(bot, "U3", map, true);
    puts_in(bot, "U4", pay, false);
    ends_phase(bot, 1);
    CHECK_THAT(shown_together(bot).words(), !Contains("U3") && !Contains("U4"));

    bot_under_test other;
    begins_pick(other);
    puts_in(other, "U3", map, true);
    puts_in(other, "U4", pay, true);
    ends_phase(other, 1);
    CHECK_THAT(shown_together(other).words(), Contains("<@U3>") && Contains("<@U4>"));
}

TEST_CASE("a press marks what affects somebody, a second one takes it back, and nobody sees how many")
{
    bot_under_test bot;
    begins_pick(bot);
    puts_in(bot, "U3", map);
    puts_in(bot, "U4", pay);
    ends_phase(bot, 1);
    const auto chosen = std::to_string(challenge_called(bot, pay).id.value);
    const auto mine = presses(bot, about_assist(bot, "U5", "affects", 1, chosen));
    CHECK_THAT(mine.text, StartsWith("Marked.") && Contains("you have marked 1"));
    const auto undone = presses(bot, about_assist(bot, "U5", "affects", 1, chosen));
    CHECK_THAT(undone.text, StartsWith("Not marked any more.") && Contains("you have marked 0"));
    // The buttons of the private view say what they do, so pressing one twice does it once.
    const auto view = presses(bot, about_assist(bot, "U5", "marks", 1), "shown");
    presses_in(bot, "U5", view, "Question 2 affects me: peer assist 1");
    presses_in(bot, "U5", view, "Question 2 affects me: peer assist 1");
    CHECK_THAT(presses(bot, about_assist(bot, "U5", "marks", 1), "shown").text, Contains("marked 1"));
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains("U5"));

    ends_phase(bot, 1);
    CHECK(assist_numbered(bot, 1).what.question == pay);
    changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U5", "affects", 1, chosen), "rejected"); });
}

TEST_CASE("the question that affects most is brought by whoever says so, who can also let it go")
{
    bot_under_test bot;
    begins_pick(bot);
    puts_in(bot, "U3", map);
    ends_phase(bot, 1);
    ends_phase(bot, 1);
    CHECK_FALSE(assist_numbered(bot, 1).assistee);
    const auto told = seen_by(bot, core::message_kind::assist_chosen, core::channel_id("C1"));
    CHECK_THAT(told.words(), Contains(map) && Contains("nobody is asked whose it is") && !Contains("U3"));
    told.button("I bring this question: peer assist 1");
    assist_card_of(bot, 1).button("I bring this question: peer assist 1");

    const auto brought = presses(bot, about_assist(bot, "U5", "bring", 1));
    CHECK_THAT(brought.text, StartsWith("Thank you: you bring this question."));
    changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U4", "bring", 1), "rejected"); });
    changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U4", "not_mine", 1), "rejected"); });
    presses_in(bot, "U5", brought, "Somebody else may bring this question: peer assist 1");
    CHECK_FALSE(assist_numbered(bot, 1).assistee);
    presses(bot, about_assist(bot, "U4", "bring", 1));
    CHECK(assist_numbered(bot, 1).assistee.value == 4);
}

TEST_CASE("whoever is asked to bring the question can decline in the same message")
{
    bot_under_test bot;
    begins_pick(bot);
    puts_in(bot, "U3", map, true);
    ends_phase(bot, 1);
    ends_phase(bot, 1);
    CHECK(assist_numbered(bot, 1).assistee.value == 3);
    const auto asked = seen_by(bot, core::message_kind::assist_bring, core::user_id("U3"));
    presses_in(bot, "U3", asked, "Somebody else may bring this question: peer assist 1");
    CHECK_FALSE(assist_numbered(bot, 1).assistee);
}

TEST_CASE("what cannot be picked is refused in words")
{
    bot_under_test bot;
    set_up_assists(bot, 4);
    check_refused(bot, "U2", "/assist pick nonsense", {"no such format"});
    check_refused(bot, "U9", "/assist pick", {"`/peer join`"});
    types(bot, "U2", "/assist pick", "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"pace", std::string("call")}})))["day"],
               Contains("That time is past"));
    types(bot, "U2", "/assist pick classic");
    check_refused(bot, "U3", "/assist pick classic", {"peer assist 1"});
    presses(bot, about_assist(bot, "U3", "post", 1), "shown");
    const auto question = opened_form(bot);
    ends_phase(bot, 1);
    const auto late = bot.send(filled(question, "U3", {{"text", map}}));
    CHECK_THAT(field_errors(late)["text"], Contains("not collected"));
}

TEST_CASE("the longest questions of a large group stay within what Slack takes")
{
    bot_under_test bot;
    set_up_assists(bot, 60);
    types(bot, "U2", "/assist pick four-week");
    std::string longest;
    while (longest.size() < core::longest_question)
        longest += '&';
    const auto one = assist_numbered(bot, 1);
    bot.change([&](core::unit_of_work& work) {
        for (const auto& each : work.members().present(core::group_id{1}))
            work.contributions().box(work.assists().running(one.id)->id,
                                     {.author = each.id, .text = longest, .named = true});
    });
    ends_phase(bot, 1);
    shown_together(bot);
    assist_card_of(bot, 1);
    presses(bot, about_assist(bot, "U5", "marks", 1), "shown");
}
