// Forms as such, with an area that was made up for it: what opens one, and what comes out of one.
#include "bot/commands/sentences.hpp"
#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;

namespace {

std::string a_form(const std::string& about)
{
    return bot::slack::view_json(
        {.callback_id = "made.up",
         .title = "A form",
         .submit = "Send",
         .private_metadata = bot::form_metadata(core::channel_id("C1"), about),
         .blocks = {bot::slack::input({.block_id = "title",
                                       .label = "Title",
                                       .what = bot::slack::text_field{.action_id = "value"}})}});
}

bot::change with_form(const std::string& about)
{
    return [about](core::unit_of_work&) -> core::result<bot::wording> {
        return bot::wording{[about] {
            auto shown = bot::say("Type it instead.");
            shown.form = a_form(about);
            return shown;
        }};
    };
}

bot::plan form_pressed(const bot::press& pressed)
{
    return bot::looking{with_form(pressed.value)};
}

bot::plan form_after_a_change(const bot::press& pressed)
{
    return bot::changing{with_form(pressed.value)};
}

std::string quoted_list(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& one : values)
        text += "[" + one + "]";
    return text;
}

// Says what it was given.
bot::plan form_sent(const bot::form& sent)
{
    return bot::saying{bot::say(
        "channel=" + sent.who.channel.value + " about=" + sent.about + " title=" + sent.field("title") +
        " topics=" + quoted_list(sent.list("topics")) + " people=" + quoted_list(sent.list("people")) +
        " none=" + sent.field("none") + quoted_list(sent.list("none")))};
}

bot::answer form_refused(const core::rejection& why)
{
    return bot::say(bot::sentence_for(why));
}

const bot::area_rows& made_up()
{
    static constexpr std::array presses{bot::press_row{"made.open", form_pressed},
                                        bot::press_row{"made.change", form_after_a_change}};
    static constexpr std::array forms{bot::form_row{"made.up", form_sent, form_refused}};
    static const bot::area_rows rows{"made", "Made up.", {}, presses, forms, nullptr};
    return rows;
}

bot_options with_made_up()
{
    static const std::array<const bot::area_rows*, 2> areas{&bot::group_commands(), &made_up()};
    return {.areas = areas};
}

} // namespace

TEST_CASE("a press opens a form with its own trigger, and nothing more is said")
{
    bot_under_test bot(with_made_up());
    const auto pressed = bot.pressing("U2", "made.open", "7");
    const auto got = bot.press(pressed);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK(got.outcome == "shown");
    const auto calls = bot.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].method == "views.open");
    CHECK(calls[0].arguments.at("trigger_id") == pressed.trigger_id);
    CHECK(calls[0].arguments.at("view").at("private_metadata") == "C1|7");
    CHECK(check_limits(calls[0].arguments.at("view").dump()).empty());
}

TEST_CASE("whoever presses is told what to type when the form does not open, beside what held the button")
{
    bot_under_test bot(with_made_up());
    for (const bool own_view : {false, true}) {
        bot.next("views.open", ending::error("expired_trigger_id"));
        auto pressed = bot.pressing("U2", "made.open", "7");
        pressed.is_ephemeral = own_view;
        CHECK(bot.press(pressed).outcome == "shown");
        const auto answer = bot.last_response();
        REQUIRE(answer);
        CHECK(answer->url == pressed.response_url);
        CHECK(answer->arguments.at("text") == "Type it instead.");
        CHECK(answer->arguments.at("replace_original") == false);
    }
}

TEST_CASE("a form that comes too late is not opened any more: its words are said")
{
    auto options = with_made_up();
    options.answer_within = 1ms;
    bot_under_test bot(options);
    bot.hold_writer();
    const auto pressed = bot.pressing("U2", "made.change", "7");
    CHECK(bot.press(pressed).outcome == "late");
    bot.let_go();
    while (!bot.last_response())
        std::this_thread::yield();
    CHECK(bot.last_response()->url == pressed.response_url);
    CHECK(bot.last_response()->arguments.at("text") == "Type it instead.");
    CHECK(bot.calls().size() == 1);
}

TEST_CASE("a form comes back with its words, its lists, its channel and what it is about")
{
    bot_under_test bot(with_made_up());
    bot::slack::view_submission sent;
    sent.team = core::workspace_id("T1");
    sent.user = core::user_id("U2");
    sent.callback_id = "made.up";
    sent.values = {{"title.value", "Audio"},
                   {"topics.value", std::vector<std::string>{"3", "1"}},
                   {"people.value", std::vector<std::string>{}}};
    const std::vector<std::pair<std::string, std::string>> cases{
        {bot::form_metadata(core::channel_id("C2"), "ballot 7|on"), "channel=C2 about=ballot 7|on"},
        {bot::form_metadata(core::channel_id("C2")), "channel=C2 about="},
        {"C2|", "channel=C2 about="},
    };
    for (const auto& [metadata, expected] : cases) {
        sent.private_metadata = metadata;
        CHECK(bot.send(sent).outcome == "shown");
        const auto told = bot.calls().back();
        CHECK(told.method == "chat.postEphemeral");
        CHECK(told.arguments.at("channel") == "C2");
        CHECK(told.arguments.at("text") == expected + " title=Audio topics=[3][1] people= none=");
    }
    // Without a channel there is nowhere to say it.
    const auto before = bot.calls().size();
    sent.private_metadata = "|ballot 7";
    CHECK(bot.send(sent).outcome == "shown");
    CHECK(bot.calls().size() == before);
}
