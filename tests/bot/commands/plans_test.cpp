// From a result to sessions: the plan, its change by a form, settling it, and picking a topic.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

const std::string settle = "Use this plan: leaders are asked and the channel is told";
const std::string change = "Change topics and leaders of this plan";
using list = std::vector<std::string>;

// Audio, which U3 can teach, is first; then Video, which nobody can; Maps, by U2; nobody chose Law.
bot_under_test& with_plan(bot_under_test& bot)
{
    bot.set_up_group(4);
    bot.propose({"Audio", "Video", "Maps &lt;&amp;&gt;", "Law"});
    REQUIRE(bot.command("U3", "/vote teach 1").outcome == "done");
    REQUIRE(bot.command("U2", "/vote teach 3").outcome == "done");
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U1", "/vote 1 2 3").outcome == "done");
    REQUIRE(bot.command("U2", "/vote 1 2").outcome == "done");
    REQUIRE(bot.command("U3", "/vote 1").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    return bot;
}

std::string topic_of_session(bot_under_test& bot, int number)
{
    std::string title;
    bot.look([&](core::unit_of_work& work) {
        const auto meeting = work.sessions().find_number(core::group_id{1}, number);
        if (const auto subject = work.topics().find(meeting->topic)) title = subject->title;
    });
    return title;
}

std::string leader_of_session(bot_under_test& bot, int number)
{
    std::string person = "nobody";
    bot.look([&](core::unit_of_work& work) {
        const auto meeting = work.sessions().find_number(core::group_id{1}, number);
        if (meeting->leading == core::leader_state::open) return;
        person = work.members().find(meeting->leader)->user.value;
        if (meeting->leading == core::leader_state::confirmed) person += " for sure";
    });
    return person;
}

std::vector<core::outbox_row> waiting(bot_under_test& bot, message_kind kind)
{
    std::vector<core::outbox_row> rows;
    bot.look([&](core::unit_of_work& work) {
        for (std::int64_t id = 1; const auto row = work.outbox().find(core::message_id{id}); ++id)
            if (row->what.kind == kind) rows.push_back(*row);
    });
    return rows;
}

nlohmann::json change_form(bot_under_test& bot)
{
    presses_in(bot, "U1", types(bot, "U1", "/vote plan", "shown"), change, "shown");
    return opened_form(bot);
}

} // namespace

TEST_CASE("a plan tells topic, leader and reason of each session, and only facilitators get its buttons")
{
    bot_under_test bot;
    with_plan(bot);
    const auto plan = types(bot, "U1", "/vote plan", "shown");
    CHECK_THAT(plan.text,
               StartsWith("This plan waits for a facilitator; nothing is changed until then.\n") &&
                   Contains("Session 1, <!date^") &&
                   Contains(": *Audio*, led by <@U3>. <@U3> offered to teach it.\n") &&
                   Contains(": *Maps &lt;&amp;&gt;*, led by <@U2>. <@U2> offered to teach it.\n") &&
                   Contains("Made by the rule topic-first"));
    CHECK(plan.labels() == list{settle, change});
    const auto seen_by_member = types(bot, "U2", "/vote plan", "shown");
    CHECK(seen_by_member.text == plan.text);
    CHECK(seen_by_member.labels().empty());
    check_refused(bot, "U9", "/vote plan", {"`/peer join`"});
}

TEST_CASE("where there is no plan it is said how one comes about")
{
    bot_under_test bot;
    bot.set_up_group(3);
    check_refused(bot, "U1", "/vote plan", {"No plan waits here."});
    CHECK_THAT(types(bot, "U1", "/vote plan turn-first").text,
               StartsWith("Saved: plans are made turn-first from now on. The next vote makes one."));
    check_refused(bot, "U2", "/vote plan topic-first", {"facilitator"});
    check_refused(bot, "U1", "/vote plan best", {"`/vote plan topic-first`", "`/vote plan turn-first`"});
}

TEST_CASE("the rule is changed by a line, and the waiting plan with it")
{
    bot_under_test bot;
    with_plan(bot);
    const auto turned = types(bot, "U1", "/vote plan TURN-FIRST");
    CHECK_THAT(
        turned.text,
        StartsWith("Saved: plans are made turn-first from now on. This plan waits") &&
            Contains("a topic that the leader picks from the best, led by <@U1>. It is <@U1>'s turn.") &&
            Contains("Made by the rule turn-first"));
    CHECK(turned.labels() == list{settle, change});
    CHECK_THAT(types(bot, "U1", "/vote plan topic-first").text, Contains("*Audio*, led by <@U3>"));
}

TEST_CASE("settling a plan sets topics, asks leaders, tells the channel, and happens once")
{
    bot_under_test bot;
    with_plan(bot);
    const auto plan = types(bot, "U1", "/vote plan", "shown");
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U2", plan, settle, "rejected").text, Contains("facilitator"));
    });
    CHECK(presses_in(bot, "U1", plan, settle).text ==
          "Done. <#C1> is told, and the leaders are asked in working hours.");
    CHECK(topic_of_session(bot, 1) == "Audio");
    CHECK(leader_of_session(bot, 1) == "U3");
    CHECK(waiting(bot, message_kind::plan_settled).size() == 1);
    CHECK(waiting(bot, message_kind::topic_turn).size() == 3);
    changes_nothing(bot, [&] {
        CHECK_THAT(presses_in(bot, "U1", plan, settle, "rejected").text,
                   StartsWith("That plan is settled already, by <@U1>."));
        CHECK_THAT(presses_in(bot, "U1", plan, change, "rejected").text,
                   StartsWith("That plan is settled already"));
    });
    const auto after = types(bot, "U1", "/vote plan", "shown");
    CHECK_THAT(after.text, StartsWith("This plan is settled. So it stands now:\nSession 1, <!date^") &&
                               Contains(": *Audio*. <@U3> is asked to lead.\n"));
    CHECK(after.labels().empty());
}

TEST_CASE("a plan that has changed since it was shown is shown again and not settled")
{
    bot_under_test bot;
    with_plan(bot);
    const auto old = types(bot, "U1", "/vote plan", "shown");
    REQUIRE(bot.command("U3", "/peer leave").outcome == "done");
    const auto fresh = presses_in(bot, "U1", old, settle);
    CHECK_THAT(fresh.text,
               StartsWith("Something has changed since that plan was made, so nothing was settled. This "
                          "is the plan now:\nSession 1, ") &&
                   !Contains("<@U3>"));
    CHECK(waiting(bot, message_kind::plan_settled).empty());
    CHECK_THAT(presses_in(bot, "U1", fresh, settle).text, StartsWith("Done."));
}

TEST_CASE("a topic is picked by a line, for the next turn or for a session")
{
    bot_under_test bot;
    with_plan(bot);
    types(bot, "U1", "/vote plan turn-first");
    check_refused(bot, "U1", "/vote pick 1", {"not your turn"});
    presses_in(bot, "U1", types(bot, "U1", "/vote plan", "shown"), settle);
    CHECK_THAT(types(bot, "U1", "/vote pick 1").text,
               StartsWith("Thank you: Session 1, ") && Contains("is about *Audio*."));
    CHECK(leader_of_session(bot, 1) == "U1 for sure");
    CHECK_THAT(types(bot, "U1", "/vote pick #3 2").text, StartsWith("Thank you: Session 2, "));
    check_refused(bot, "U2", "/vote pick 1", {"*Audio* has a session already"});
    check_refused(bot, "U2", "/vote pick 2",
                  {"Session 2 has its topic: *Maps &lt;&amp;&gt;*. A facilitator can change it: ask <@U1>."});
    bot.propose({"Code"});
    REQUIRE(leader_of_session(bot, 3) == "U3");
    check_refused(bot, "U3", "/vote pick 5",
                  {"*Code* is not among the topics to pick from", "A facilitator can choose it: ask <@U1>."});
    check_refused(bot, "U2", "/vote pick 9", {"no topic 9"});
    check_refused(bot, "U2", "/vote pick 2 9", {"not planned"});
    check_refused(bot, "U4", "/vote pick 2", {"not your turn"});
    check_refused(bot, "U9", "/vote pick 2", {"not your turn"});
    for (const auto* line : {"/vote pick", "/vote pick Audio", "/vote pick 1 Audio"})
        check_refused(bot, "U1", line, {"Which topic?", "`/vote pick 5`"});
}

TEST_CASE("buttons of a plan that is not there are refused")
{
    bot_under_test bot;
    with_plan(bot);
    for (const auto* action : {"vote.plan_settle", "vote.plan_change"}) {
        for (const auto* value : {"", "x", "1", "1:x", "1:1:1", "99:1", "1:99999999999"})
            changes_nothing(bot, [&] { presses(bot, bot.pressing("U1", action, value), "rejected"); });
        auto elsewhere = bot.pressing("U1", action, "1:1");
        elsewhere.team = core::workspace_id("T2");
        changes_nothing(bot, [&] { presses(bot, elsewhere, "rejected"); });
    }
}

TEST_CASE("the form of a plan begins with the plan, and sent as it is it settles it")
{
    bot_under_test bot;
    with_plan(bot);
    const auto form = change_form(bot);
    CHECK_THAT(form.dump(), Contains("1. Audio") && Contains("3. Maps <&>") && Contains("4. Law"));
    CHECK(bot.send(filled(form, "U1")).outcome == "done");
    CHECK(last_whisper(bot) == "Done. <#C1> is told, and the leaders are asked in working hours.");
    CHECK(topic_of_session(bot, 1) == "Audio");
    CHECK(leader_of_session(bot, 1) == "U3");
    const auto got = bot.send(filled(form, "U1"));
    CHECK_THAT(field_errors(got)["topic_1"], StartsWith("That plan is settled already."));
}

TEST_CASE("in the form topics and leaders are changed, or left to the leader and the rotation")
{
    bot_under_test bot;
    with_plan(bot);
    const auto id = [&](int number) { return std::to_string(topic_numbered(bot, number).id.value); };
    CHECK(bot.send(filled(change_form(bot), "U1",
                          {{"topic_1", id(4)},
                           {"leader_1", list{"U4"}},
                           {"topic_2", "0"},
                           {"leader_2", list{}},
                           {"topic_3", id(1)},
                           {"leader_3", list{"U3"}}}))
              .outcome == "done");
    CHECK(topic_of_session(bot, 1) == "Law");
    CHECK(leader_of_session(bot, 1) == "U4");
    CHECK(topic_of_session(bot, 2).empty());
    CHECK(leader_of_session(bot, 2) == "nobody");
    CHECK(topic_of_session(bot, 3) == "Audio");
    const auto told = message_of(draw(bot, message_kind::plan_settled, 1, core::channel_id("C1")));
    CHECK_THAT(told.text, Contains(": *Law*. <@U4> is asked to lead.\n") &&
                              Contains(": the leader picks the topic; nobody leads it yet.\n"));
}

TEST_CASE("the form of a plan says in plain words what cannot be, and changes nothing")
{
    bot_under_test bot;
    with_plan(bot);
    auto form = change_form(bot);
    const auto errors = [&](const std::string& person,
                            const std::map<std::string, bot::slack::input_value>& answers) {
        std::map<std::string, std::string> found;
        changes_nothing(bot, [&] {
            const auto got = bot.send(filled(form, person, answers));
            CHECK(got.outcome == "rejected");
            found = field_errors(got);
        });
        REQUIRE(found.size() == 1);
        CHECK_THAT(found.begin()->second, !Contains("<@"));
        return found;
    };
    const auto id = [&](int number) { return std::to_string(topic_numbered(bot, number).id.value); };
    CHECK_THAT(errors("U1", {{"topic_1", id(3)}, {"topic_2", id(3)}})["topic_2"],
               StartsWith("Maps <&> has a session already."));
    CHECK_THAT(errors("U1", {{"leader_2", list{"U9"}}})["leader_2"], Contains("not an active member"));
    CHECK_THAT(errors("U2", {})["topic_1"], StartsWith("Only a facilitator"));
    CHECK_THAT(errors("U1", {{"topic_1", "99"}})["topic_1"],
               StartsWith("There is no topic like that any more."));
    REQUIRE(bot.command("U4", "/peer pause until 2027-02-01").outcome == "done");
    form = change_form(bot);
    CHECK_THAT(errors("U1", {{"leader_1", list{"U4"}}})["leader_1"], Contains("not an active member"));
    REQUIRE(bot.command("U3", "/peer leave").outcome == "done");
    CHECK_THAT(errors("U1", {})["topic_1"], StartsWith("Something has changed since this form was opened."));
}

TEST_CASE("the form of a plan is not opened for members, and says so when it does not open")
{
    bot_under_test bot;
    with_plan(bot);
    const auto plan = types(bot, "U1", "/vote plan", "shown");
    changes_nothing(bot, [&] { presses_in(bot, "U2", plan, change, "rejected"); });
    for (const auto& call : bot.calls())
        CHECK(call.method != "views.open");
    bot.next("views.open", ending::error("expired_trigger_id"));
    CHECK(presses_in(bot, "U1", plan, change, "shown").text ==
          "The form could not be opened, and nothing was changed. Please press again.");
}

TEST_CASE("a topic that another session got meanwhile is not in the form")
{
    bot_under_test bot;
    with_plan(bot);
    bot.change([](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{3});
        meeting.topic = work.topics().find_number(core::group_id{1}, 4)->id;
        work.sessions().save(meeting);
    });
    CHECK_THAT(change_form(bot).dump(), !Contains("4. Law"));
}

TEST_CASE("a leader picks a topic by a button and with that says yes")
{
    bot_under_test bot;
    with_plan(bot);
    types(bot, "U1", "/vote plan turn-first");
    presses_in(bot, "U1", types(bot, "U1", "/vote plan", "shown"), settle);
    REQUIRE(leader_of_session(bot, 1) == "U1");
    const auto asked =
        seen_in(whole(message_of(draw(bot, message_kind::topic_turn, 1, core::user_id("U1")))));
    CHECK_THAT(asked.text,
               StartsWith("It is your turn to lead the session of <#C1> on <!date^") &&
                   Contains("Pick its topic from those with the most votes, and the session is yours:\n1. "
                            "*Audio*\n2. *Video*\n3. *Maps &lt;&amp;&gt;*"));
    CHECK(asked.button("Lead this session on topic 3").at("text").at("text") == "Maps <&>");
    const auto pick = [&](const std::string& person, const std::string& label,
                          const std::string& outcome = "done") {
        const auto button = asked.button(label);
        auto pressed = bot.pressing(person, button.at("action_id").get<std::string>(),
                                    button.at("value").get<std::string>());
        pressed.channel = core::channel_id("D1");
        return presses(bot, pressed, outcome).text;
    };
    changes_nothing(bot, [&] {
        CHECK_THAT(pick("U2", "Lead this session on topic 3", "rejected"), Contains("not your turn"));
        CHECK_THAT(pick("U9", "Lead this session on topic 3", "rejected"), Contains("`/peer join`"));
    });
    CHECK_THAT(pick("U1", "Lead this session on topic 3"),
               StartsWith("Thank you: Session 1, ") && Contains("is about *Maps &lt;&amp;&gt;*."));
    CHECK(leader_of_session(bot, 1) == "U1 for sure");
    CHECK(topic_of_session(bot, 1) == "Maps <&>");
    // Another mind, until it begins.
    CHECK_THAT(pick("U1", "Lead this session on topic 1"), Contains("is about *Audio*."));
    auto second = bot.pressing("U2", "vote.pick.1", "2:" + std::to_string(topic_numbered(bot, 1).id.value));
    REQUIRE(leader_of_session(bot, 2) == "U2");
    changes_nothing(bot, [&] {
        CHECK_THAT(presses(bot, second, "rejected").text, Contains("*Audio* has a session already"));
    });
    bot.now = session_numbered(bot, 1).starts_at;
    changes_nothing(bot, [&] {
        CHECK_THAT(pick("U1", "Lead this session on topic 3", "rejected"),
                   Contains("cannot be changed any more"));
    });
}

TEST_CASE("a pick that names no session or no topic is refused")
{
    bot_under_test bot;
    with_plan(bot);
    for (const auto* action : {"vote.pick.1", "vote.pick.2", "vote.pick.3"}) {
        for (const auto* value : {"", "1", "x:1", "99:1", "1:99", "1:1:1"})
            changes_nothing(bot, [&] { presses(bot, bot.pressing("U1", action, value), "rejected"); });
        auto elsewhere = bot.pressing("U1", action, "1:1");
        elsewhere.team = core::workspace_id("T2");
        changes_nothing(bot, [&] { presses(bot, elsewhere, "rejected"); });
    }
}

TEST_CASE("the longest titles fit on the buttons that pick them")
{
    for (const std::string letter : {"\xF0\x9F\x8E\x89", "\xD8\xB4", "&", "<", "x"}) {
        bot_under_test bot;
        bot.set_up_group(3);
        bot.change([&](core::unit_of_work& work) {
            for (int i = 1; i <= 3; ++i) {
                core::topic fresh;
                fresh.group = core::group_id{1};
                fresh.title = long_title(letter);
                fresh.proposer = core::user_id("U1");
                work.topics().add(fresh);
            }
        });
        REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
        types(bot, "U1", "/vote 1 2 3");
        types(bot, "U1", "/vote plan turn-first");
        REQUIRE(bot.command("U1", "/vote close").outcome == "done");
        const auto plan = types(bot, "U1", "/vote plan", "shown");
        CHECK(change_form(bot).at("blocks").size() == 9);
        presses_in(bot, "U1", plan, settle);
        const auto asked = message_of(draw(bot, message_kind::topic_turn, 1, core::user_id("U1")));
        check_manners(asked);
        for (int topic = 1; topic <= 3; ++topic) {
            const auto button =
                seen_in(whole(asked)).button("Lead this session on topic " + std::to_string(topic));
            CHECK(button.at("text").at("text").get<std::string>().ends_with("…"));
        }
    }
}

TEST_CASE("the second of two leaders picks without a number too")
{
    bot_under_test bot;
    bot.set_up_group(3);
    bot.propose({"Audio"});
    types(bot, "U1", "/rotation lead 1 <@U1|ana> <@U2|ben>");

    CHECK_THAT(types(bot, "U2", "/vote pick 1").text, StartsWith("Thank you: Session 1"));
}
