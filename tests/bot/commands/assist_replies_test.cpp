// What people write freely in the thread of a peer assist, and what it can become.
#include "tests/bot/commands/assists.hpp"
#include "tests/support/fixture_files.hpp"

#include "bot/commands/events.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string only_beginning = "Only the beginning of your message fits here";
const std::string stamp = "1799053200.000100";

void comes_to(bot_under_test& bot, const std::string& phase)
{
    set_up_assists(bot, 6);
    asks_for_assist(bot);
    posts_card(bot, 1, stamp);
    for (int left = 12; phase_name(bot, 1) != phase; --left) {
        REQUIRE(left > 0);
        ends_phase(bot, 1);
    }
}

bot::slack::event reply(const std::string& person, const std::string& text, const std::string& thread = stamp)
{
    bot::slack::event said;
    said.event_id = "Ev" + person + text;
    said.team = core::workspace_id("T1");
    said.type = "message";
    said.channel = core::channel_id("C1");
    said.channel_type = "channel";
    said.user = core::user_id(person);
    said.ts = "1799060000.000200";
    said.thread_ts = thread;
    said.text = text;
    return said;
}

// The offer that was made last; nothing when there was none for this message.
std::optional<seen_call> offered(bot_under_test& bot, const bot::slack::event& said)
{
    const auto before = bot.calls().size();
    bot.happen(said);
    const auto after = bot.calls();
    if (after.size() == before) return std::nullopt;
    return after.back();
}

bot::slack::event from_fixture(const std::string& name)
{
    const auto read = bot::slack::parse_inbound(bot::slack::inbound_path::events, "application/json",
                                                read_fixture("inbound/" + name));
    return std::get<bot::slack::event>(read);
}

bot::slack::shortcut adding(bot_under_test& bot, const std::string& person, const std::string& text,
                            const std::string& author)
{
    auto chosen = bot.choosing(person, "assist.add_message", text);
    chosen.message_user = core::user_id(author);
    chosen.thread_ts = stamp;
    return chosen;
}

} // namespace

TEST_CASE("advice in the phase of questions is offered privately to be held, and stays where it is")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    const auto rows = bot.dump();
    const auto offer = offered(bot, reply("U3", "Just phone them &amp; ask"));
    REQUIRE(offer);
    CHECK(offer->method == "chat.postEphemeral");
    CHECK(offer->arguments.at("user") == "U3");
    CHECK(offer->arguments.at("channel") == "C1");
    CHECK(offer->arguments.at("thread_ts") == stamp);
    CHECK(same_rows(rows, bot.dump()));
    const auto view = seen_in(offer->arguments);
    CHECK_THAT(view.text, Contains("Only you see this") && Contains("stays as it is"));
    presses_in(bot, "U3", view, "Hold what I wrote for the solutions: peer assist 1", "shown");
    const auto form = opened_form(bot);
    CHECK(filled(form, "U3").text("text.value") == "Just phone them & ask");
    CHECK(bot.send(filled(form, "U3", {{"tag", std::string("0")}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), Contains("when its time comes"));
    const auto said = said_in(bot, 1);
    REQUIRE(said.size() == 1);
    CHECK(said.front().state == core::contribution_state::held);
    CHECK(said.front().tag == core::help_tag::did);
    while (phase_name(bot, 1) != "share")
        ends_phase(bot, 1);
    CHECK_THAT(last_posted(bot), StartsWith("<@U3> did this:"));
}

TEST_CASE("whoever is waited for and writes in the thread is offered to be heard by that, once")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    const auto rows = bot.dump();
    const auto offer = offered(bot, reply("U3", "Whom did you phone?"));
    REQUIRE(offer);
    CHECK(offer->method == "chat.postEphemeral");
    CHECK(offer->arguments.at("user") == "U3");
    CHECK(same_rows(rows, bot.dump()));
    const auto view = seen_in(offer->arguments);
    CHECK_THAT(view.text, Contains("Shall I keep this") && Contains("Only you see this"));
    presses_in(bot, "U3", view, "Keep what I wrote: peer assist 1", "shown");
    CHECK(bot.send(filled(opened_form(bot), "U3")).outcome == "done");
    REQUIRE(said_in(bot, 1).size() == 1);
    CHECK(said_in(bot, 1).front().kind == core::contribution_kind::question);
    CHECK(said_in(bot, 1).front().text == "Whom did you phone?");
    CHECK_FALSE(offered(bot, reply("U3", "And whom else?")));
}

TEST_CASE("the button of a reply that was offered to be kept says so when the assist is over")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    const auto view = seen_in(offered(bot, reply("U3", "Whom did you phone?")).value().arguments);
    presses(bot, about_assist(bot, "U2", "stop", 1));
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U3", view, "Keep what I wrote: peer assist 1", "rejected").text,
                   Contains("No phase of it runs"));
    });
}

TEST_CASE("nothing is offered for what fits, for whoever asked, and for what is in no thread of an assist")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    presses(bot, about_assist(bot, "U3", "contribute", 1, "1"), "shown");
    REQUIRE(
        bot.send(filled(opened_form(bot), "U3", {{"text", std::string("Whom did you write to?")}})).outcome ==
        "done");
    const auto rows = bot.dump();
    CHECK_FALSE(offered(bot, reply("U3", "Whom did you phone?")));
    CHECK_FALSE(offered(bot, reply("U2", "I phoned all of them")));
    CHECK_FALSE(offered(bot, reply("U9", "I am no member")));
    CHECK_FALSE(offered(bot, reply("U3", "Just phone them", "1799053200.000999")));
    CHECK_FALSE(offered(bot, reply("U3", "Just phone them", "")));
    CHECK_FALSE(offered(bot, reply("UBOT", "Just phone them")));
    auto other = reply("U3", "Just phone them");
    other.channel = core::channel_id("C2");
    CHECK_FALSE(offered(bot, other));
    auto app = reply("U3", "Just phone them");
    app.bot_id = "B7";
    CHECK_FALSE(offered(bot, app));
    auto changed = reply("U3", "Just phone them");
    changed.subtype = "message_changed";
    CHECK_FALSE(offered(bot, changed));
    CHECK(same_rows(rows, bot.dump()));
}

TEST_CASE("of the messages that Slack sends, only a person's reply in a thread is looked at")
{
    const bot::slack::identity us{.team = core::workspace_id("T07QK3M9ZPX"),
                                  .user = core::user_id("U07RC6HV3QJ"),
                                  .bot = "B07RD81KLM4",
                                  .app = "A07RB5WTN2C"};
    CHECK(bot::plan_reply(from_fixture("event_message_channels_thread_reply.json"), us, {}));
    for (const auto* name :
         {"event_message_channels_plain.json", "event_message_groups_plain.json",
          "event_message_im_plain.json", "event_message_channels_own_post.json",
          "event_message_channels_bot_message.json", "event_message_changed.json",
          "event_message_deleted.json", "event_message_channel_topic.json", "event_reaction_added.json"}) {
        INFO(name);
        CHECK_FALSE(bot::plan_reply(from_fixture(name), us, {}));
    }
}

TEST_CASE(
    "the longest reply goes with its button as far as Slack carries it, and the form says that there is more")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    std::string text;
    while (text.size() < 6000)
        text += "ä";
    const auto offer = offered(bot, reply("U3", text));
    REQUIRE(offer);
    presses_in(bot, "U3", seen_in(offer->arguments), "Hold what I wrote for the solutions: peer assist 1",
               "shown");
    const auto carried = filled(opened_form(bot), "U3").text("text.value");
    CHECK(carried.size() > 1800);
    CHECK(carried == text.substr(0, carried.size()));
    CHECK(carried.size() % 2 == 0);
    CHECK_THAT(opened_form(bot).dump(), Contains(only_beginning));

    const auto short_one = offered(bot, reply("U4", text.substr(0, 1900)));
    REQUIRE(short_one);
    presses_in(bot, "U4", seen_in(short_one->arguments), "Hold what I wrote for the solutions: peer assist 1",
               "shown");
    CHECK(filled(opened_form(bot), "U4").text("text.value") == text.substr(0, 1900));
    CHECK_THAT(opened_form(bot).dump(), !Contains(only_beginning));
}

TEST_CASE("a message that is longer than a contribution says beside the box that it is cut")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    bot.choose(adding(bot, "U3", std::string(core::longest_contribution, 'x'), "U3"));
    CHECK_THAT(opened_form(bot).dump(), !Contains(only_beginning));
    bot.choose(adding(bot, "U3", std::string(core::longest_contribution + 1, 'x'), "U3"));
    CHECK(filled(opened_form(bot), "U3").text("text.value").size() == core::longest_contribution);
    CHECK_THAT(opened_form(bot).dump(), Contains(only_beginning));
}

TEST_CASE("while others share, whoever asked writes notes that only they see")
{
    bot_under_test bot;
    comes_to(bot, "share");
    presses(bot, about_assist(bot, "U2", "contribute", 1, "4"), "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(), Contains("Your note") && !Contains("I know who did"));
    CHECK(bot.send(filled(form, "U2", {{"text", std::string("Ask about phones")}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Noted. Only you see it"));
    CHECK(said_in(bot, 1).front().state == core::contribution_state::private_note);
    CHECK_FALSE(drawn_for(bot, core::message_kind::assist_posted, core::channel_id("C1")));
    CHECK_THAT(types(bot, "U2", "/assist show 1", "shown").words(), Contains("Ask about phones"));
    CHECK_THAT(types(bot, "U3", "/assist show 1", "shown").words(), !Contains("Ask about phones"));
}

TEST_CASE("a message of the thread is added by whoever wrote it, and by nobody else")
{
    bot_under_test bot;
    comes_to(bot, "ask");
    bot.choose(adding(bot, "U3", "Whom did you phone?", "U3"));
    const auto form = opened_form(bot);
    CHECK_THAT(form.dump(), Contains("Ask a question") && Contains("I know who did"));
    CHECK(filled(form, "U3").text("text.value") == "Whom did you phone?");
    CHECK(bot.send(filled(form, "U3")).outcome == "done");
    REQUIRE(said_in(bot, 1).size() == 1);
    CHECK(said_in(bot, 1).front().kind == core::contribution_kind::question);
    CHECK(bot.send(filled(form, "U3", {{"as", std::string("2")}})).outcome == "done");
    CHECK(said_in(bot, 1).back().state == core::contribution_state::held);

    auto without_address = adding(bot, "U4", "Who answers on Mondays?", "U4");
    without_address.team_domain.clear();
    CHECK(bot.choose(without_address).outcome == "shown");
    CHECK(filled(opened_form(bot), "U4").text("text.value") == "Who answers on Mondays?");

    changes_nothing(bot, [&] {
        CHECK(bot.choose(adding(bot, "U4", "Whom did you phone?", "U3")).outcome == "shown");
        CHECK_THAT(bot.last_response()->arguments.value("text", ""), StartsWith("Only whoever wrote"));
        auto elsewhere = adding(bot, "U3", "Whom did you phone?", "U3");
        elsewhere.thread_ts = "1799053200.000999";
        CHECK(bot.choose(elsewhere).outcome == "shown");
        CHECK_THAT(bot.last_response()->arguments.value("text", ""),
                   StartsWith("This message is in no thread"));
    });
}
