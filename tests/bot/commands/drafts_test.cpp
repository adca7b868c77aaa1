// What is typed in a form before it is sent, and what becomes of it when sending comes to nothing; with an
// area that was made up for it.
#include "bot/commands/sentences.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

// What was handed over to be kept, in words.
std::vector<std::string>& kept()
{
    static std::vector<std::string> all;
    return all;
}

bot::plan keep_it(const bot::form& typed)
{
    return bot::changing{[typed](core::unit_of_work&) -> core::result<bot::wording> {
        kept().push_back(typed.who.person.value + " in " + typed.who.channel.value + " about " + typed.about +
                         ": " + typed.field("title") + " at " +
                         std::to_string(typed.typed_at.time_since_epoch().count()));
        return bot::wording{[] { return bot::say("Nobody waits for this."); }};
    }};
}

// A form that is of no use any more: its words go back to whoever typed them.
bot::plan send_back(const bot::form& sent)
{
    return bot::changing{[sent](core::unit_of_work&) -> core::result<bot::wording> {
        return bot::wording{[text = sent.field("title")] {
            auto said = bot::answer::nothing();
            said.letter = bot::slack::rendered{.text = "You typed: " + text};
            return said;
        }};
    }};
}

bot::answer refuse(const core::rejection& why)
{
    return bot::say(bot::sentence_for(why));
}

bot_options with_made_up(std::size_t most_waiting = 8192)
{
    static constexpr std::array forms{bot::form_row{"made.up", send_back, refuse}};
    static constexpr std::array drafts{bot::draft_row{"made.up", keep_it}};
    static const bot::area_rows made_up{.area = "made",
                                        .purpose = "Made up.",
                                        .commands = {},
                                        .presses = {},
                                        .forms = forms,
                                        .drafts = drafts};
    static const std::array<const bot::area_rows*, 2> areas{&bot::group_commands(), &made_up};
    bot_options options;
    options.areas = areas;
    options.most_waiting = most_waiting;
    kept().clear();
    return options;
}

nlohmann::json a_form(const std::string& callback = "made.up")
{
    return nlohmann::json::parse(bot::slack::view_json(
        {.callback_id = callback,
         .title = "A form",
         .submit = "Send",
         .private_metadata = bot::form_metadata(core::channel_id("C1"), "7"),
         .blocks = {bot::slack::input(
             {.block_id = "title",
              .label = "Title",
              .what = bot::slack::text_field{.action_id = "value", .tells_typing = true}})},
         .tells_close = true}));
}

} // namespace

TEST_CASE("a form whose words are kept tells of typing and of being closed")
{
    const auto form = a_form();
    CHECK(form.at("notify_on_close") == true);
    const auto& input = form.at("blocks").at(0);
    CHECK(input.at("dispatch_action") == true);
    CHECK(input.at("element").at("dispatch_action_config").at("trigger_actions_on") ==
          nlohmann::json::array({"on_character_entered"}));
}

TEST_CASE("what is typed is kept with Slack's stamp, and nobody is answered")
{
    bot_under_test bot(with_made_up());
    const auto typed = typing_in(bot, a_form(), "U2", {{"title", std::string("Audi")}});
    const auto got = bot.press(typed);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK(got.route == "made.up.draft");
    CHECK(got.outcome == "done");
    REQUIRE(kept().size() == 1);
    CHECK_THAT(kept()[0], Contains("U2 in C1 about 7: Audi at 17990532"));
    CHECK(bot.calls().empty());

    // A stamp from the future is not believed.
    auto late = typing_in(bot, a_form(), "U2", {{"title", std::string("Audio")}});
    late.action_ts = "9999999999.000100";
    bot.press(late);
    CHECK_THAT(kept().back(), Contains("Audio at " + std::to_string(bot.now.time_since_epoch().count())));
}

TEST_CASE("a form that is closed is kept when Slack tells what stood in it, and let be when not")
{
    bot_under_test bot(with_made_up());
    bot::slack::view_closed closed;
    closed.team = core::workspace_id("T1");
    closed.user = core::user_id("U2");
    closed.callback_id = "made.up";
    closed.private_metadata = "C1|7";
    CHECK(bot.close(closed).outcome == "ignored");
    CHECK(kept().empty());
    closed.values = {{"title.value", "Audio"}};
    CHECK(bot.close(closed).outcome == "done");
    CHECK(kept().size() == 1);
    closed.callback_id = "made.elsewhere";
    CHECK(bot.close(closed).outcome == "ignored");
    CHECK(kept().size() == 1);
}

TEST_CASE("typing in a form that keeps nothing is let pass")
{
    bot_under_test bot(with_made_up());
    const auto typed = typing_in(bot, a_form("made.elsewhere"), "U2", {{"title", std::string("Audio")}});
    CHECK(bot.press(typed).outcome == "ignored");
}

TEST_CASE("words that came too late are written to their author, or whispered when that is not possible")
{
    bot_under_test bot(with_made_up());
    const auto form = a_form();
    CHECK(bot.send(filled(form, "U2", {{"title", std::string("Audio")}})).outcome == "done");
    CHECK_THAT(last_letter(bot, "U2"), Contains("You typed: Audio"));
    CHECK(last_whisper(bot).empty());

    bot.next("chat.postMessage", ending::error("messages_tab_disabled"));
    CHECK(bot.send(filled(form, "U2", {{"title", std::string("Video")}})).outcome == "done");
    CHECK(last_whisper(bot) == "You typed: Video");
}

TEST_CASE("a form that cannot be kept stays open with everything that was typed")
{
    bot_under_test bot(with_made_up());
    bot.stop_engine();
    const auto got = bot.send(filled(a_form(), "U2", {{"title", std::string("Audio")}}));
    CHECK(got.status == 200);
    CHECK((got.outcome == "failed" || got.outcome == "busy"));
    CHECK_THAT(field_errors(got)["title"], Contains("nothing was changed"));
    CHECK(bot.calls().empty());
}
