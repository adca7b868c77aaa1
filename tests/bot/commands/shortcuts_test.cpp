// Shortcuts from the menu of a message, with an area that was made up for it.
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "tests/bot/commands/bot_under_test.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

std::string told_by(const bot::message_shortcut& chosen)
{
    return "channel=" + chosen.who.channel.value + " person=" + chosen.who.person.value +
           " author=" + chosen.author.value + " link=" + chosen.link + " text=" + chosen.text;
}

bot::plan heard(const bot::message_shortcut& chosen)
{
    return bot::saying{bot::say(bot::slack::escape(told_by(chosen)))};
}

bot::plan form_chosen(const bot::message_shortcut& chosen)
{
    return bot::looking{[text = chosen.text](core::unit_of_work&) -> core::result<bot::wording> {
        return bot::wording{[text] {
            auto shown = bot::say("Type it instead.");
            shown.form = bot::slack::view_json(
                {.callback_id = "made.up", .title = "A form", .blocks = {bot::slack::section("Hello")}});
            return shown;
        }};
    }};
}

bot::plan group_chosen(const bot::message_shortcut& chosen)
{
    return bot::changing{[who = chosen.who](core::unit_of_work& work) -> core::result<bot::wording> {
        if (!work.groups().in_channel(who.workspace, who.channel)) return core::reason::no_group_here;
        return bot::wording{[] { return bot::say("Done."); }};
    }};
}

bot_options with_made_up()
{
    static constexpr std::array shortcuts{bot::shortcut_row{"made.hear", heard},
                                          bot::shortcut_row{"made.form", form_chosen},
                                          bot::shortcut_row{"made.change", group_chosen}};
    static const bot::area_rows made_up{"made", "Made up.", {}, {}, {}, nullptr, shortcuts};
    static const std::array<const bot::area_rows*, 2> areas{&bot::group_commands(), &made_up};
    bot_options options;
    options.areas = areas;
    return options;
}

std::string last_words(bot_under_test& bot)
{
    const auto answer = bot.last_response();
    return answer ? answer->arguments.value("text", "") : std::string{};
}

} // namespace

TEST_CASE("a shortcut hands over the message in plain words, its author and its address")
{
    bot_under_test bot(with_made_up());
    auto chosen =
        bot.choosing("U2", "made.hear", "Maps &amp; &lt;data&gt; from <@U3|ben>, see <https://a.org/?x=1>");
    const auto got = bot.choose(chosen);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK(got.route == "made.hear");
    CHECK(got.outcome == "shown");
    CHECK(bot.last_response()->url == chosen.response_url);
    CHECK(bot.last_response()->arguments.at("response_type") == "ephemeral");
    CHECK(last_words(bot) == "channel=C1 person=U2 author=U9 "
                             "link=https://peerlab.slack.com/archives/C1/p1799053200000200 "
                             "text=Maps &amp; &lt;data&gt; from @ben, see https://a.org/?x=1");
    chosen.thread_ts = "1799053100.000100";
    bot.choose(chosen);
    CHECK_THAT(last_words(bot), Contains("p1799053200000200?thread_ts=1799053100.000100&amp;cid=C1 "));
}

TEST_CASE("a shortcut opens a form, or says what to type when Slack does not open it")
{
    bot_under_test bot(with_made_up());
    const auto chosen = bot.choosing("U2", "made.form", "Maps");
    CHECK(bot.choose(chosen).outcome == "shown");
    auto calls = bot.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].method == "views.open");
    CHECK(calls[0].arguments.at("trigger_id") == chosen.trigger_id);

    bot.next("views.open", ending::error("expired_trigger_id"));
    CHECK(bot.choose(chosen).outcome == "shown");
    CHECK(last_words(bot) == "Type it instead.");
}

TEST_CASE("a shortcut counts once however often it arrives, and is told when a rule refuses it")
{
    bot_under_test bot(with_made_up());
    CHECK(bot.choose(bot.choosing("U2", "made.change", "Maps")).outcome == "rejected");
    CHECK_THAT(last_words(bot),
               Contains("no peer group in this channel yet") && Contains("Nothing was changed"));

    bot.set_up_group();
    const auto before = bot.calls().size();
    const auto all = bot.choose_at_once(bot.choosing("U2", "made.change", "Maps"), 3);
    CHECK(std::count_if(all.begin(), all.end(), [](const told& one) { return one.outcome == "done"; }) == 1);
    CHECK(bot.calls().size() == before + 1);
    CHECK(last_words(bot) == "Done.");
}

TEST_CASE("a slow shortcut is answered when it is done")
{
    auto options = with_made_up();
    options.answer_within = 1ms;
    bot_under_test bot(options);
    bot.hold_writer();
    const auto chosen = bot.choosing("U2", "made.change", "Maps");
    CHECK(bot.choose(chosen).outcome == "late");
    bot.let_go();
    while (!bot.last_response())
        std::this_thread::yield();
    CHECK(bot.last_response()->url == chosen.response_url);
    CHECK_THAT(last_words(bot), Contains("no peer group in this channel yet"));
}

TEST_CASE("a shortcut that nobody knows, or that belongs to no message, is let pass")
{
    bot_under_test bot(with_made_up());
    auto chosen = bot.choosing("U2", "made.elsewhere", "Maps");
    CHECK(bot.choose(chosen).outcome == "ignored");
    CHECK(bot.choose(chosen).route == "shortcut");
    chosen.callback_id = "made.hear";
    chosen.message_ts.clear();
    CHECK(bot.choose(chosen).outcome == "ignored");
    CHECK(bot.calls().empty());
}
