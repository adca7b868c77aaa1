// Cards, messages, lists and forms about critiques, with the longest texts and the most of everything.
#include "bot/cards/critique.hpp"
#include "core/promises/promises.hpp"
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using core::message_kind;

namespace {

// As it comes out of a form, where Slack escapes nothing.
std::string of(const std::string& letter, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += letter;
    return text;
}

// Letters that grow: escaped, followed by a space that nobody sees, of two units, or on a line of their own.
const std::vector<std::string> growing{"&", "*", "\xF0\x9F\x8E\x89", "\xD7\xA9", "x\n"};

// Asked for with the longest of everything, written by so many.
bot_under_test& with_longest(bot_under_test& bot, const std::string& letter, int critics)
{
    bot.set_up_group(critics + 2);
    types(bot, "U2", "/critique request", "shown");
    const auto sent = bot.send(filled(opened_form(bot), "U2",
                                      {{"subject", of("\xF0\x9F\x8E\x89", 500)},
                                       {"purpose", of(letter, letter == "x\n" ? 300 : 600)},
                                       {"wanted", of(letter, letter == "x\n" ? 300 : 600)},
                                       {"unwanted", of(letter, letter == "x\n" ? 300 : 600)}}));
    INFO(sent.body);
    REQUIRE(sent.outcome == "done");
    bot.change([&](core::unit_of_work& work) {
        auto request = *work.critiques().find_number(core::group_id{1}, 1);
        request.critics = critics;
        work.critiques().save(request);
    });
    return bot;
}

void all_hand_in(bot_under_test& bot, const std::string& letter, int critics)
{
    const auto part = of(letter, letter == "x\n" ? 1250 : 2500);
    for (int i = 0; i < critics; ++i) {
        const auto person = "U" + std::to_string(i + 3);
        looks_at(bot, person, 1);
        const auto got = bot.send(filled(
            opens_writing(bot, person, 1), person,
            {{"noticed", part}, {"works", part}, {"could_try", part}, {"source", std::string("saw_it")}}));
        REQUIRE(got.outcome == "done");
        if (!critique_numbered(bot, 1).ended())
            seen_by(bot, message_kind::critique_received, core::user_id("U2"));
    }
}

void check_messages(bot_under_test& bot)
{
    for (const auto kind :
         {message_kind::critique_card, message_kind::critique_asked, message_kind::critique_nudge,
          message_kind::critique_let_off, message_kind::critique_finished, message_kind::critique_queued,
          message_kind::critique_silent, message_kind::critique_changed_yet, message_kind::critique_changed,
          message_kind::critique_summary, message_kind::critique_helped}) {
        for (const auto& to : {core::recipient(core::channel_id("C1")), core::recipient(core::user_id("U1")),
                               core::recipient(core::user_id("U2")), core::recipient(core::user_id("U3"))}) {
            const bool channel = std::holds_alternative<core::channel_id>(to);
            const bool to_channel =
                kind == message_kind::critique_card || kind == message_kind::critique_summary;
            if (channel != to_channel) continue;
            const auto drawn = draw(bot, kind, 1, to);
            if (const auto* said = std::get_if<bot::slack::rendered>(&drawn)) check_manners(*said);
        }
    }
    check_manners(card_of(bot, core::card_kind::critique, 1));
}

} // namespace

TEST_CASE("the longest request and the longest feedback of twelve critics keep to Slack's limits")
{
    for (const auto& letter : growing) {
        INFO(letter);
        bot_under_test bot;
        with_longest(bot, letter, 12);
        check_messages(bot);
        all_hand_in(bot, letter, 12);
        check_messages(bot);
        REQUIRE(critique_numbered(bot, 1).ended());

        // Read on until the end: every critic once, and every word.
        auto page = types(bot, "U2", "/critique show 1", "shown");
        int pages = 1;
        std::size_t authors = 0;
        for (;; ++pages) {
            REQUIRE(pages < 20);
            for (auto at = page.words().find(" wrote, from"); at != std::string::npos;
                 at = page.words().find(" wrote, from", at + 1))
                ++authors;
            const auto labels = page.labels();
            if (std::find(labels.begin(), labels.end(), "Read what others wrote") == labels.end()) break;
            page = presses_in(bot, "U2", page, "Read what others wrote", "shown");
        }
        CHECK(authors >= 12);
    }
}

TEST_CASE("every form about critiques keeps to Slack's limits with the longest words in it")
{
    for (const auto& letter : growing) {
        INFO(letter);
        const auto longest = of(letter, letter == "x\n" ? 1500 : letter.size() > 3 ? 1500 : 3000);
        const auto enough = of(letter, letter == "x\n" ? 1250 : letter.size() > 3 ? 1500 : 2500);
        const auto change = of(letter, letter == "x\n" || letter.size() > 3 ? 500 : 1000);
        bot_under_test bot;
        with_longest(bot, letter, 2);
        bot.choose(bot.choosing("U2", "critique.request_message", of(letter, 4000)));
        opened_form(bot);
        types(bot, "U2", "/critique external " + of(letter, 400), "shown");
        opened_form(bot);
        presses(bot, about(bot, "U1", "critique.name", 1), "shown");
        opened_form(bot);
        for (const auto* person : {"U3", "U4"}) {
            looks_at(bot, person, 1);
            auto typed = words{{"noticed", longest}, {"works", longest}, {"could_try", longest}};
            bot.send(filled(opens_writing(bot, person, 1), person, typed)); // kept as a draft
            CHECK(written_by(bot, 1, person)->parts[0].size() + 1 >= longest.size());
            opens_writing(bot, person, 1);
            for (const auto* part : {"noticed", "works", "could_try"})
                typed[part] = enough;
            typed["source"] = std::string("idea");
            hands_in(bot, person, 1, typed);
        }
        REQUIRE(critique_numbered(bot, 1).ended());
        presses(bot, bot.pressing("U2", "critique.helpful", "1:3:0:0"));
        presses(bot, bot.pressing("U2", "critique.helpful", "1:3:1:0"));
        for (const auto* action : {"critique.resolve", "critique.changed", "critique.summary"}) {
            presses(bot, about(bot, "U2", action, 1), "shown");
            opened_form(bot);
        }
        presses(bot, about(bot, "U2", "critique.changed", 1), "shown");
        REQUIRE(bot.send(filled(opened_form(bot), "U2", {{"text", change}})).outcome == "done");
        presses(bot, about(bot, "U2", "critique.changed", 1), "shown");
        opened_form(bot);
    }
}

TEST_CASE("everything of a long text is shown, in as many sections as it takes")
{
    for (const auto& letter : growing) {
        const auto text = of(letter, 2000);
        std::string shown;
        const auto sections = bot::quoted_sections("Heading", text);
        for (const auto& one : sections) {
            CHECK(check_limits("[" + one.json + "]") == std::vector<std::string>{});
            shown += nlohmann::json::parse(one.json).at("text").at("text").get<std::string>();
        }
        CHECK(sections.size() > 1);
        CHECK_THAT(shown, !Contains("\xE2\x80\xA6"));
    }
    CHECK(bot::quoted_sections("Heading", "").empty());
}

TEST_CASE("fifty open requests are listed as far as they fit, and the rest is told")
{
    bot_under_test bot;
    bot.set_up_group(30);
    for (int i = 0; i < 50; ++i) {
        const auto person = "U" + std::to_string(2 + i % 25);
        types(bot, person, "/critique request " + of("\xF0\x9F\x8E\x89", 400) + " by 2027-02-01");
    }
    for (int number = 1; number <= 2; ++number)
        looks_at(bot, "U30", number);
    const auto list = types(bot, "U30", "/critique", "shown");
    CHECK_THAT(list.words(), Contains("And 42 more. `/critique history` has their numbers"));
    auto page = types(bot, "U30", "/critique history", "shown");
    for (int i = 0; i < 4; ++i)
        page = presses_in(bot, "U30", page, "Show earlier requests", "shown");
    CHECK(page.labels().empty());
    CHECK_THAT(page.text, Contains("Critique 1 of "));
}

TEST_CASE("messages about what is not so any more are not sent, and the log hears why")
{
    bot_under_test bot;
    bot.set_up_group(4);
    types(bot, "U2", "/critique request https://a.org/draft the map by 2027-01-20");
    const auto reason = [&](message_kind kind, const std::string& to) {
        return reason_of(draw(bot, kind, 1, core::user_id(to)));
    };
    CHECK(reason(message_kind::critique_asked, "U3") == "they are not asked any more");
    CHECK(reason(message_kind::critique_nudge, "U3") == "they have written, or are not asked any more");
    CHECK(reason(message_kind::critique_queued, "U1") == "somebody was asked by now");
    CHECK(reason(message_kind::critique_queued, "U3") == "they do not facilitate the group");
    CHECK(reason(message_kind::critique_silent, "U3") == "they do not facilitate the group");
    CHECK(reason(message_kind::critique_silent, "U1") == "said");
    CHECK(reason(message_kind::critique_received, "U2") == "there is nothing new to read");
    CHECK(reason(message_kind::critique_changed, "U3") == "nothing was told");
    CHECK(reason(message_kind::critique_helped, "U3") == "the mark was taken back");
    looks_at(bot, "U3", 1);
    hands_in(bot, "U3", 1);
    CHECK(reason(message_kind::critique_silent, "U1") == "somebody has written by now");
    CHECK(reason(message_kind::critique_let_off, "U3") == "they have written");
    CHECK(reason(message_kind::critique_finished, "U2") == "the request was taken back");
    types(bot, "U2", "/critique close 1");
    for (const auto kind : {message_kind::critique_asked, message_kind::critique_nudge})
        CHECK(reason(kind, "U3") == "the request is over");
    for (const auto kind : {message_kind::critique_queued, message_kind::critique_silent})
        CHECK(reason(kind, "U1") == "the request is over");
    CHECK_THROWS(draw(bot, message_kind::critique_asked, 99, core::user_id("U3")));
    CHECK_THROWS(draw(bot, message_kind::promise_due, 99, core::user_id("U3")));
}
