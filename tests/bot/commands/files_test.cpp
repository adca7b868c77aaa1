// Answers with a file, with an area that was made up for it.
#include "bot/commands/sentences.hpp"
#include "tests/bot/captured_log.hpp"
#include "tests/bot/commands/bot_under_test.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

bot::answer with_file()
{
    auto said = bot::say("The file is on its way to you.");
    said.file = bot::attached_file{
        .name = "planted-name.csv", .content = "planted,content\n", .comment = "planted-comment"};
    return said;
}

bot::change made()
{
    return [](core::unit_of_work&) -> core::result<bot::wording> { return bot::wording{with_file}; };
}

bot::plan typed(const bot::invocation&)
{
    return bot::looking{made()};
}
bot::plan pressed(const bot::press&)
{
    return bot::looking{made()};
}
bot::plan pressed_and_changed(const bot::press&)
{
    return bot::changing{made()};
}
bot::plan sent(const bot::form&)
{
    return bot::saying{with_file()};
}
bot::answer refused(const core::rejection& why)
{
    return bot::say(bot::sentence_for(why));
}
bot::plan chosen(const bot::message_shortcut&)
{
    return bot::saying{with_file()};
}

bot_options with_made_up()
{
    static constexpr std::array commands{bot::command_row{"made", "", "", "made up", typed}};
    static constexpr std::array presses{bot::press_row{"made.press", pressed},
                                        bot::press_row{"made.change", pressed_and_changed}};
    static constexpr std::array forms{bot::form_row{"made.form", sent, refused}};
    static constexpr std::array shortcuts{bot::shortcut_row{"made.choose", chosen}};
    static const bot::area_rows made_up{"made", "Made up.", commands, presses, forms, nullptr, shortcuts};
    static const std::array<const bot::area_rows*, 2> areas{&bot::group_commands(), &made_up};
    bot_options options;
    options.areas = areas;
    return options;
}

bot::slack::view_submission filled()
{
    bot::slack::view_submission what;
    what.team = core::workspace_id("T1");
    what.user = core::user_id("U4");
    what.callback_id = "made.form";
    what.private_metadata = "C1";
    return what;
}

void check_file(const kept_file& file, const std::string& person)
{
    CHECK(file.channel == "D" + person);
    CHECK(file.name == "planted-name.csv");
    CHECK(file.content == "planted,content\n");
    CHECK(file.comment == "planted-comment");
}

// Everything that was said privately, in the order of the calls.
std::vector<std::string> said_to_person(bot_under_test& bot)
{
    std::vector<std::string> texts;
    for (const auto& call : bot.calls()) {
        if (call.method == "answer" || call.method == "chat.postEphemeral")
            texts.push_back(call.arguments.value("text", ""));
    }
    return texts;
}

const std::string on_its_way = "The file is on its way to you.";
const std::string not_sent = "The file could not be sent. Please try again.";

} // namespace

TEST_CASE("a file follows the answer to a command, a press, a form and a shortcut, to that person alone")
{
    bot_under_test bot(with_made_up());
    CHECK(bot.command("U1", "/made").sentence == on_its_way);
    CHECK(bot.press(bot.pressing("U2", "made.press")).outcome == "shown");
    CHECK(bot.choose(bot.choosing("U3", "made.choose", "Maps")).outcome == "shown");
    CHECK(bot.send(filled()).outcome == "shown");
    auto files = bot.files();
    REQUIRE(files.size() == 4);
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.channel < b.channel; });
    check_file(files[0], "U1");
    check_file(files[1], "U2");
    check_file(files[2], "U3");
    check_file(files[3], "U4");
    CHECK(said_to_person(bot) == std::vector<std::string>{on_its_way, on_its_way, on_its_way});
}

TEST_CASE("the same press four times at once sends one file")
{
    bot_under_test bot(with_made_up());
    bot.press_at_once(bot.pressing("U2", "made.change"), 4);
    CHECK(bot.files().size() == 1);
}

TEST_CASE("a file that comes late is sent all the same")
{
    auto options = with_made_up();
    options.answer_within = 1ms;
    bot_under_test bot(options);
    bot.hold_writer();
    CHECK(bot.press(bot.pressing("U2", "made.change")).outcome == "late");
    bot.let_go();
    while (bot.files().empty())
        std::this_thread::yield();
    check_file(bot.files().at(0), "U2");
    CHECK(said_to_person(bot) == std::vector<std::string>{on_its_way});
}

TEST_CASE("whoever waits for a file is told when it cannot be sent, and the log hears no word of it")
{
    captured_log log;
    bot_under_test bot(with_made_up());
    const auto fails = [&] { bot.next("files.completeUploadExternal", ending::error("file_update_failed")); };
    fails();
    CHECK(bot.command("U1", "/made").sentence == on_its_way);
    CHECK(said_to_person(bot) == std::vector<std::string>{not_sent});
    fails();
    auto in_own_view = bot.pressing("U2", "made.press");
    in_own_view.is_ephemeral = true;
    bot.press(in_own_view);
    CHECK(bot.calls().back().arguments.at("text") == not_sent);
    CHECK(bot.calls().back().arguments.at("replace_original") == false);
    fails();
    bot.choose(bot.choosing("U3", "made.choose", "Maps"));
    CHECK(said_to_person(bot).back() == not_sent);
    fails();
    bot.send(filled());
    CHECK(bot.calls().back().method == "chat.postEphemeral");
    CHECK(bot.calls().back().arguments.at("user") == "U4");
    CHECK(bot.calls().back().arguments.at("text") == not_sent);
    CHECK(bot.files().empty());

    const auto text = bot.loop().run([&] { return log.text(); });
    CHECK_THAT(text, Contains("event=file_not_sent error=\"file_update_failed\"") && !Contains("planted"));
}

TEST_CASE("without a place to say it, a file that cannot be sent is only logged")
{
    bot_under_test bot(with_made_up());
    bot.next("conversations.open", ending::error("user_disabled"));
    auto pressed = bot.pressing("U2", "made.press");
    pressed.response_url.clear();
    CHECK(bot.press(pressed).outcome == "shown");
    CHECK(said_to_person(bot).empty());
    CHECK(bot.files().empty());
}
