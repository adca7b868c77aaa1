#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "tests/bot/commands/bot_under_test.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

const bot::caller somebody{.workspace = core::workspace_id("T1"),
                           .channel = core::channel_id("C1"),
                           .person = core::user_id("U1"),
                           .now = first_morning,
                           .public_url = "https://peers.example.org"};

// What is said without asking storage; empty when storage is asked.
std::string said_at_once(std::string_view command, const std::string& text)
{
    const auto what = bot::plan_command(somebody, command, text);
    const auto* saying = std::get_if<bot::saying>(&what);
    return saying == nullptr ? std::string{} : saying->what.what.text;
}

std::string upper(std::string_view text)
{
    std::string changed(text);
    std::transform(changed.begin(), changed.end(), changed.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return changed;
}

std::string call_of(const bot::command_row& row)
{
    std::string call = "/";
    for (const auto* area : bot::every_area()) {
        if (area->area == row.area) call += bot::typed_name(*area);
    }
    if (!row.word.empty()) call += " " + std::string(row.word);
    return call;
}

// The reason with this number. Beyond the last one, sentence_for has nothing of its own to say.
core::rejection rejection_number(int number)
{
    return {.why = static_cast<core::reason>(number),
            .text = "<!channel>",
            .when = first_morning,
            .number = 7,
            .people = {core::user_id("U1"), core::user_id("U2")}};
}

} // namespace

TEST_CASE("every row belongs to its area, and no word, button or form is there twice")
{
    std::set<std::string> words;
    std::set<std::string_view> actions;
    std::set<std::string_view> callbacks;
    for (const auto* area : bot::every_area()) {
        for (const auto& row : area->commands) {
            CHECK(row.area == area->area);
            CHECK(words.insert(call_of(row)).second);
            CHECK_FALSE(row.help.empty());
            CHECK_FALSE(row.help.ends_with('.'));
        }
        for (const auto& row : area->presses)
            CHECK(actions.insert(row.action).second);
        for (const auto& row : area->forms)
            CHECK(callbacks.insert(row.callback).second);
    }
}

TEST_CASE("every word is known to its own command, to /peer and to a renamed one, in any case")
{
    for (const auto* area : bot::every_area()) {
        const std::string name(area->area);
        for (const auto& row : area->commands) {
            const std::string word(row.word);
            INFO(call_of(row));
            if (area->own_command) {
                CHECK_THAT(said_at_once("/" + name, word), !Contains("does not know"));
                CHECK_THAT(said_at_once("/" + name, upper(word)), !Contains("does not know"));
                CHECK_THAT(said_at_once("/my-" + name, word), !Contains("does not know"));
            }
            CHECK_THAT(said_at_once("/peer", name + " " + word), !Contains("does not know"));
            CHECK_THAT(said_at_once("/peer", upper(name) + " " + word), !Contains("does not know"));
        }
        const auto unknown = "/" + bot::typed_name(*area) + " does not know";
        CHECK_THAT(said_at_once("/peer", name + " zebra"), Contains(unknown));
        if (!area->own_command) continue;
        CHECK_THAT(said_at_once("/" + name, "zebra"), Contains(unknown));
        CHECK_THAT(said_at_once("/our-" + name, "zebra"), Contains(unknown));
    }
}

TEST_CASE("a command that is called like no area is /peer")
{
    CHECK_THAT(said_at_once("/study-group", "zebra"), Contains("/peer does not know"));
    CHECK(said_at_once("/study-group", "help") == said_at_once("/peer", "help"));
}

TEST_CASE("the help of an area names every row and fits a screen")
{
    for (const auto* area : bot::every_area()) {
        const auto help = bot::help_of(*area).what.text;
        CHECK(help.size() < 3000);
        CHECK(help.starts_with(area->purpose));
        CHECK_THAT(help, !Contains("!"));
        for (const auto& row : area->commands) {
            CHECK_THAT(help, Contains("`" + call_of(row)));
            CHECK_THAT(help, Contains(std::string(row.help)));
        }
        const std::string name(area->area);
        if (area->own_command) {
            CHECK(said_at_once("/" + name, "help") == help);
            CHECK(said_at_once("/" + name, "HELP me") == help);
        }
        CHECK(said_at_once("/peer", name + " help") == help);
        if (area != &bot::group_commands())
            CHECK_THAT(bot::help_of(bot::group_commands()).what.text,
                       Contains("`/" + bot::typed_name(*area) + " help`"));
    }
}

TEST_CASE("a wrong word gets the nearest right one")
{
    CHECK_THAT(said_at_once("/vote", "porpose Audio"), Contains("Did you mean `/vote propose`?"));
    CHECK_THAT(said_at_once("/vote", "topcis"), Contains("Did you mean `/vote topics`?"));
    CHECK_THAT(said_at_once("/rotation", "skp"), Contains("Did you mean `/rotation skip`?"));
    CHECK_THAT(said_at_once("/peer", "rotaton"), Contains("Did you mean `/peer rotation`?"));
    CHECK_THAT(said_at_once("/peer", "hepl"), Contains("Did you mean `/peer help`?"));
    CHECK_THAT(said_at_once("/peer", "memebrs"), Contains("Did you mean `/peer members`?"));
    CHECK_THAT(said_at_once("/vote", "zebra"),
               !Contains("Did you mean") && Contains("`/vote help`") && Contains("nothing was changed"));
}

TEST_CASE("help after a word explains that word alone")
{
    CHECK_THAT(said_at_once("/peer", "setup help"),
               Contains("`/peer setup second Tuesday 15:00 Europe/London`") &&
                   Contains("Nothing was changed") && Contains("`/peer help`"));
    CHECK_THAT(said_at_once("/rotation", "cancel Help"), Contains("`/rotation cancel"));
    CHECK_THAT(said_at_once("/peer", "calendar revoke help"), Contains("`/peer calendar revoke group`"));
}

TEST_CASE("a wrong word of any length cannot call everybody or break the sentence")
{
    const auto said = said_at_once("/vote", "&lt;!channel&gt;\xE2\x80\xAE" + std::string(1, '\0') + "`x`");
    CHECK_THAT(said, Contains("\"&lt;!channel&gt;`x`\"") && !Contains("<!"));
    CHECK(said_at_once("/peer", std::string(4000, 'z')).size() < 300);
}

TEST_CASE("every reason has a sentence of its own")
{
    const auto last = static_cast<int>(core::reason::no_such_reminder);
    const auto no_words = bot::sentence_for(rejection_number(last + 1));
    std::set<std::string> sentences;
    for (int number = 0; number <= last; ++number) {
        const auto sentence = bot::sentence_for(rejection_number(number));
        INFO(number << ": " << sentence);
        CHECK(sentence != no_words);
        CHECK(sentences.insert(sentence).second);
        CHECK(sentence.ends_with('.'));
        for (auto at = sentence.find('!'); at != std::string::npos; at = sentence.find('!', at + 1))
            CHECK((sentence.compare(at - 1, 6, "<!date") == 0 || sentence.compare(at, 8, "!channel") == 0));
        CHECK_THAT(sentence, !Contains("<!channel>"));
    }
}

TEST_CASE("a button or a form that nobody knows is nothing")
{
    CHECK_FALSE(bot::plan_press("vote.pres", {}));
    CHECK_FALSE(bot::plan_press("", {}));
    CHECK_FALSE(bot::plan_form("peer.set_up", {}));
    for (const auto* area : bot::every_area()) {
        for (const auto& row : area->presses)
            CHECK(bot::plan_press(row.action, {}));
    }
}
