// Texts that people type into the forms of a peer assist to call others, to look like something else, or to
// be too much: they are kept or refused in words, and are only words wherever they are shown.
#include "core/words/utf8.hpp"
#include "tests/bot/assists/standing.hpp"

#include <algorithm>
#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

const std::string calling = "<!channel> <!here> <@UEVIL> <#CEVIL> <https://evil.example|peerbot> "
                            "https://evil.example @channel";
const std::string marks =
    "*bold* _it_ ~no~ `code` ```block``` > quote\n> quote\n# head\n[a](https://evil.example)";
const std::string entities = "a & b < c > d";
const std::string right_to_left = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE evil \xE2\x81\xA6 x";
const std::string unseen = "a\xE2\x80\x8B\xE2\x81\xA0\xEF\xBB\xBF b\xE2\x80\x8D\xCC\x81";
const std::string controls = std::string("a\0b\x01\x1B[31m\x7F", 10) + "\xC2\x85\r\n\tc";
const std::string broken = "a\xFF\xC0\x80\xED\xA0\x80\xF0\x9F";
const std::string faces = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE\xF0\x9F\x8C\xBE";
const std::vector<std::string> hostile{calling, marks,    entities, right_to_left,
                                       unseen,  controls, broken,   faces};
const std::vector<std::string> nothing_seen{
    "", " \n\t ", "\xE2\x80\x8B\xE2\x80\x8D", "\xC2\xA0\xE3\x80\x80", "\xE2\x80\xAE", std::string("\0\0", 2)};

std::string filled_up(const std::string& text, std::size_t code_points)
{
    std::string all;
    for (auto left = code_points / core::code_points(text); left > 0; --left)
        all += text;
    return all;
}

void allowed_only(const std::string& said)
{
    for (const auto* call : {"<!channel", "<!here", "<!everyone", "<@UEVIL", "<#CEVIL", "<https://evil"})
        CHECK_THAT(said, !Contains(call));
    CHECK_THAT(said, !Contains("&amp;lt;") && !Contains("&amp;amp;"));
    CHECK(said.find('\0') == std::string::npos);
    CHECK_THAT(said, !Contains("\\u0000") && !Contains("\\u001b") && !Contains("\xE2\x80\xAE"));
}

// All that was said to anybody, worded, and the cards, each within what Slack takes.
std::string everything_said(bot_under_test& bot)
{
    std::string all;
    std::vector<bot::slack::rendered> drawn;
    bot.look([&](core::unit_of_work& work) {
        for (std::int64_t id = 1; const auto row = work.outbox().find(core::message_id{id}); ++id) {
            auto one = bot::render_message(work, *row, std::max(bot.now, row->what.due_at));
            if (auto* said = std::get_if<bot::slack::rendered>(&one)) drawn.push_back(std::move(*said));
        }
    });
    drawn.push_back(message_of(draw(bot, core::message_kind::assist_card, assist_numbered(bot, 1).id.value,
                                    core::channel_id("C1"))));
    for (const auto& one : drawn) {
        const auto message = whole(one).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        INFO(message);
        CHECK(check_limits(message) == std::vector<std::string>{});
        all += message + "\n";
    }
    for (const auto* person : {"U1", "U2", "U3", "U6"})
        for (const auto* line : {"/assist", "/assist show 1", "/assist history", "/peer promises"})
            all += bot.command(person, line).body + "\n";
    for (const auto* person : {"U2", "U3", "U4"})
        for (const auto* action : {"own", "summary", "own_part", "marks"}) {
            bot.press(about_assist(bot, person, action, 1));
            if (const auto answer = bot.last_response()) all += answer->arguments.dump() + "\n";
        }
    return all;
}

std::string opens_and_sends(bot_under_test& bot, const bot::slack::block_action& pressed,
                            const words& answers)
{
    bot.press(pressed);
    const auto got = bot.send(filled(opened_form(bot), pressed.user.value, answers));
    CHECK((got.outcome == "done" || got.outcome == "rejected"));
    if (got.outcome == "rejected") CHECK_FALSE(field_errors(got).empty());
    return got.outcome;
}

// Writes the text wherever somebody can write; gives how each form took it.
std::vector<std::string> writes_everywhere(bot_under_test& bot, standing how, const std::string& text)
{
    std::vector<std::string> took;
    const auto sends = [&](const char* person, const char* action, const std::string& more, words answers) {
        took.push_back(opens_and_sends(bot, about_assist(bot, person, action, 1, more), answers));
    };
    const words line{{"text", text}};
    if (how == standing::draft) {
        sends("U1", "coach", {}, line);
        sends("U2", "rewrite", {},
              {{"question", text}, {"situation", text}, {"tried", text}, {"bounds", text}, {"good", text}});
    }
    if (how == standing::sharing) {
        const auto said = std::to_string(ids_in(bot).said.front());
        sends("U3", "contribute", "1", line);
        sends("U2", "answer", {}, line);
        sends("U4", "contribute", "4", {{"text", text}, {"tag", std::string("0")}});
        sends("U4", "contribute", "9", line);
        sends("U2", "agree", {}, line);
        sends("U2", "contribute", "5", line);
        sends("U3", "reword", said, line);
        sends("U3", "promise", {}, line);
    }
    if (how == standing::reviewed) {
        sends("U2", "edit", {}, {{"question", text}, {"story", text}});
        for (const auto& each : said_in(bot, 1))
            if (each.author.value == 3 && each.kind == core::contribution_kind::help)
                sends("U3", "part_words", std::to_string(each.id.value), line);
    }
    if (how == standing::published) sends("U2", "outcome", {}, line);
    if (how == standing::inventory) sends("U5", "post", {}, {{"text", text}, {"name", std::string("none")}});
    return took;
}

constexpr std::array places{standing::draft, standing::sharing, standing::reviewed, standing::published,
                            standing::inventory};

} // namespace

TEST_CASE("hostile texts are only words wherever an assist shows them, and are escaped once")
{
    for (const auto how : places) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        for (const auto& text : hostile) {
            INFO("an assist that is " << name_of(how) << ", written into it: " << text);
            writes_everywhere(bot, how, text);
            allowed_only(everything_said(bot));
        }
        if (how == standing::inventory) {
            ends_phase(bot, 1);
            allowed_only(everything_said(bot));
            ends_phase(bot, 1);
            allowed_only(everything_said(bot));
        }
        if (how == standing::published || how == standing::reviewed) {
            const auto summary = seen_in(whole(card_of(bot, core::card_kind::summary, 1)));
            allowed_only(summary.words());
        }
    }
}

TEST_CASE("texts in which nothing is to be seen are refused, or stand for nothing")
{
    for (const auto how : {standing::sharing, standing::published}) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        for (const auto& text : nothing_seen) {
            const auto before = bot.dump();
            for (const auto& took : writes_everywhere(bot, how, text))
                CHECK(took == "rejected");
            CHECK(same_rows(before, bot.dump()));
        }
    }
}

TEST_CASE(
    "the longest texts are kept whole or refused, and all that shows them stays within what Slack takes")
{
    for (const auto how : places) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        const std::vector<std::pair<std::string, std::size_t>> all{
            {"<@UEVIL>", core::longest_question},
            {"&", core::longest_contribution},
            {"\xF0\x9F\x8C\xBE", core::longest_contribution + 1},
            {"*", 20'000}};
        for (const auto& [piece, length] : all) {
            INFO("an assist that is " << name_of(how) << ", " << length << " of " << piece);
            const auto took = writes_everywhere(bot, how, filled_up(piece, length));
            if (length > core::longest_contribution)
                for (const auto& one : took)
                    CHECK(one == "rejected");
        }
        allowed_only(everything_said(bot));
    }
}

TEST_CASE("the Markdown of a summary takes no marks, links or pictures from what people wrote")
{
    const auto made = group_with_assist(standing::reviewed);
    auto& bot = *made;
    writes_everywhere(bot, standing::reviewed,
                      "![x](https://evil.example/x.png) <b>b</b> # h\n\n---\n" + marks);
    for (const auto* person : {"U3", "U4", "U5"})
        presses(bot, about_assist(bot, person, "part_all", 1));
    presses(bot, about_assist(bot, "U2", "take_text", 1));
    const auto all = bot.files();
    REQUIRE_FALSE(all.empty());
    const auto& text = all.back().content;
    INFO(text);
    CHECK_THAT(text, Contains("\\!\\[x\\]\\(https://evil"));
    for (const auto* mark : {"![", "](", "<b>", "\n---", "```", " # h", "\n# h"})
        CHECK_THAT(text, !Contains(mark));
}

TEST_CASE("the history of many long questions stays within what Slack takes")
{
    const auto made = group_with_assist(standing::published);
    auto& bot = *made;
    const auto one = assist_numbered(bot, 1);
    bot.change([&](core::unit_of_work& work) {
        for (int i = 0; i < 25; ++i) {
            auto old = one;
            old.card = old.summary_card = {};
            old.published_at.reset();
            old.state = core::assist_state::done;
            old.agreed_question = std::string(core::longest_question, '&');
            work.assists().add(old);
        }
    });
    const auto seen = types(bot, "U3", "/assist history", "shown");
    CHECK_THAT(seen.words(), Contains("Peer assist 26") && Contains("Peer assist 7"));
}

TEST_CASE("names and words of a group's own format are only words, and too many formats are refused")
{
    const auto made = group_with_assist(standing::draft);
    auto& bot = *made;
    const auto format_named = [&](const std::string& name) {
        return "name = \"" + name + "\"\ntitle = \"<!channel> *T*\"\nabout = \"<https://evil.example|x> &" +
               std::string(270, 'x') +
               "\"\n"
               "sources = [\"<@UEVIL>\"]\n\n[[phase]]\nname = \"<!here>\"\nspeaks = \"everybody\"\nhours = "
               "1\n"
               "prompt = \"<!channel> `x`\"\nform = \"help\"\nends = [\"time\"]\n";
    };
    presses(bot, bot.pressing("U1", "assist.change_template", "classic"), "shown");
    const auto form = opened_form(bot);
    const auto keeps = [&](const std::string& text) {
        return bot.send(filled(form, "U1",
                               {{"text", text},
                                {"text2", std::string()},
                                {"text3", std::string()},
                                {"text4", std::string()},
                                {"text5", std::string()}}));
    };
    REQUIRE(keeps(format_named("own")).outcome == "done");
    allowed_only(bot.command("U2", "/assist templates").body);
    allowed_only(bot.command("U2", "/assist templates own").body);
    told last;
    for (int i = 0; i < 120; ++i)
        last = keeps(format_named("own-" + std::to_string(i)));
    CHECK_THAT(field_errors(last)["text"], Contains("100"));
    for (const auto* line : {"/assist templates", "/assist pick", "/assist ask"})
        bot.command("U3", line);
    opened_form(bot);
}
