// Presses about a peer assist that come twice, together with others, or long after what they were for: each
// is answered, and each has one effect at most.
#include "tests/bot/assists/standing.hpp"

#include <algorithm>
#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

int count_of(const std::vector<told>& all, const std::string& outcome)
{
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](const told& one) { return one.outcome == outcome; }));
}

// What the answers to these presses say, in order; empty for a form.
std::vector<std::string> sentences(bot_under_test& bot, const std::vector<bot::slack::block_action>& all)
{
    std::vector<std::string> found;
    const auto calls = bot.calls();
    for (const auto& one : all) {
        const auto answer = std::find_if(calls.begin(), calls.end(), [&](const seen_call& call) {
            return call.url == one.response_url && call.method == "answer";
        });
        found.push_back(answer == calls.end() ? std::string{} : answer->arguments.value("text", ""));
    }
    return found;
}

int messages_of(bot_under_test& bot, core::message_kind kind)
{
    int count = 0;
    bot.look([&](core::unit_of_work& work) {
        for (std::int64_t id = 1; const auto row = work.outbox().find(core::message_id{id}); ++id)
            if (row->what.kind == kind && row->what.group == core::group_id{1}) ++count;
    });
    return count;
}

// Presses together, of which one has an effect; gives what the others read.
std::vector<std::string> one_of(bot_under_test& bot, const std::vector<bot::slack::block_action>& all)
{
    const auto got = bot.press_together(all);
    CHECK(count_of(got, "done") == 1);
    CHECK(count_of(got, "rejected") == static_cast<int>(all.size()) - 1);
    auto said = sentences(bot, all);
    for (std::size_t i = 0; i < got.size(); ++i) {
        INFO(all[i].user.value << " " << all[i].action_id << ": " << got[i].outcome);
        CHECK_FALSE(said[i].empty());
    }
    std::vector<std::string> refused;
    for (std::size_t i = 0; i < got.size(); ++i)
        if (got[i].outcome == "rejected") refused.push_back(said[i]);
    return refused;
}

std::string run_of(bot_under_test& bot)
{
    return std::to_string(ids_in(bot).run);
}

void also_facilitates(bot_under_test& bot, const std::string& person)
{
    bot.change([&](core::unit_of_work& work) {
        auto one = work.members().find(core::group_id{1}, core::user_id(person)).value();
        one.facilitator = true;
        work.members().save(one);
    });
}

std::string facilitator_of(bot_under_test& bot)
{
    return "U" + std::to_string(assist_numbered(bot, 1).facilitator.value);
}

// Of the buttons of phases: when the last phase is over they do nothing any more.
constexpr std::array of_phases{
    "assist.coach",     "assist.accept",     "assist.suggest", "assist.take",         "assist.stay",
    "assist.advance",   "assist.extend",     "assist.solved",  "assist.join",         "assist.take_notes",
    "assist.pass",      "assist.facilitate", "assist.topic",   "assist.bring",        "assist.not_mine",
    "assist.affects",   "assist.format",     "assist.post",    "assist.propose_slot", "assist.no_notes",
    "assist.hand_over", "assist.rewrite"};

} // namespace

TEST_CASE("the same press of any button of an assist, delivered three times at once, has one effect")
{
    for (const auto how :
         {standing::draft, standing::asking, standing::choosing, standing::unclaimed, standing::reviewed}) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        const auto ids = ids_in(bot);
        const auto said = ids.said.empty() ? 0 : ids.said.back();
        const std::vector<std::pair<std::string, std::int64_t>> all{
            {"U1", ids.run}, {"U2", said}, {"U3", ids.slot}};
        for (const auto& row : bot::assist_commands().presses)
            for (const auto& [person, second] : all) {
                const auto pressed = bot.pressing(person, std::string(row.action),
                                                  std::to_string(ids.assist) + ":" + std::to_string(second));
                const auto got = bot.press_at_once(pressed, 3);
                INFO("an assist that is " << name_of(how) << ": " << person << " presses " << row.action
                                          << " " << pressed.value);
                const int done = count_of(got, "done");
                CHECK(done <= 1);
                if (done == 1) CHECK(count_of(got, "duplicate") == 2);
                CHECK(done + count_of(got, "duplicate") + count_of(got, "rejected") +
                          count_of(got, "shown") ==
                      3);
            }
    }
}

TEST_CASE("an assist that two facilitators accept at once begins once")
{
    const auto made = group_with_assist(standing::draft);
    auto& bot = *made;
    also_facilitates(bot, "U3");
    std::vector<bot::slack::view_submission> all;
    for (const auto* person : {"U1", "U3"}) {
        presses(bot, about_assist(bot, person, "accept", 1), "shown");
        all.push_back(filled(opened_form(bot), person));
    }
    const auto got = bot.send_together(all);
    CHECK(got[0].outcome == "done");
    CHECK(got[1].outcome == "rejected");
    CHECK_THAT(got[1].body, Contains("That is decided already."));
    CHECK(messages_of(bot, core::message_kind::assist_card) == 1);
    // That it is accepted is said with their first turn.
    CHECK(messages_of(bot, core::message_kind::assist_your_turn) == 1);
    CHECK(messages_of(bot, core::message_kind::assist_accepted) == 0);
}

TEST_CASE("a suggestion that is taken and declined at once is answered once, and the other press is told")
{
    const auto made = group_with_assist(standing::draft);
    auto& bot = *made;
    const auto taken = one_of(bot, {about_assist(bot, "U2", "take", 1), about_assist(bot, "U2", "stay", 1)});
    CHECK_THAT(taken.front(), StartsWith("No other format is suggested any more."));
    CHECK(messages_of(bot, core::message_kind::assist_accepted) <= 1);
}

TEST_CASE("of two who bring the question at once the first does, and the other is told")
{
    const auto made = group_with_assist(standing::unclaimed);
    auto& bot = *made;
    const auto late = one_of(bot, {about_assist(bot, "U5", "bring", 1), about_assist(bot, "U6", "bring", 1)});
    CHECK_THAT(late.front(), StartsWith("Somebody brings it already."));
    CHECK(assist_numbered(bot, 1).assistee.value == 5);
}

TEST_CASE("nobody brings a question before the group has chosen one")
{
    const auto made = group_with_assist(standing::inventory);
    auto& bot = *made;
    changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U5", "bring", 1), "rejected"); });
    ends_phase(bot, 1);
    changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U5", "bring", 1), "rejected"); });
}

TEST_CASE("while the group chooses, no press turns it into something else and leaves the box behind")
{
    const auto made = group_with_assist(standing::inventory);
    auto& bot = *made;
    presses(bot, about_assist(bot, "U1", "format", 1), "shown");
    const auto form = opened_form(bot);
    REQUIRE(form.at("callback_id") == "assist.format");
    changes_nothing(bot, [&] {
        CHECK(bot.send(filled(form, "U1", {{"text", std::string("classic")}})).outcome == "rejected");
        presses(bot, about_assist(bot, "U1", "topic", 1), "rejected");
    });
}

TEST_CASE("an assist does not go on as something that only chooses a question")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    presses(bot, about_assist(bot, "U1", "format", 1), "shown");
    const auto form = opened_form(bot);
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U1", {{"text", std::string("inventory")}})))["text"],
                   Contains("no such format"));
    });
}

TEST_CASE("marks that come together all count, one for each person")
{
    const auto made = group_with_assist(standing::choosing);
    auto& bot = *made;
    const auto chosen = std::to_string(ids_in(bot).said.back());
    std::vector<bot::slack::block_action> all;
    for (const auto* person : {"U3", "U4", "U5", "U3", "U4"})
        all.push_back(about_assist(bot, person, "affects", 1, chosen + ":1"));
    CHECK(count_of(bot.press_together(all), "done") == 5);
    ends_phase(bot, 1);
    CHECK(said_in(bot, 1).back().affects == 3);
}

TEST_CASE("a question of the group cannot be reworded, taken back or marked by whoever posted it")
{
    const auto made = group_with_assist(standing::choosing);
    auto& bot = *made;
    for (const auto id : ids_in(bot).said)
        for (const auto* action : {"reword", "take_back", "useful", "part_in", "part_out"})
            for (const auto* person : {"U2", "U3", "U4"})
                changes_nothing(bot, [&] {
                    const auto said =
                        presses(bot, about_assist(bot, person, action, 1, std::to_string(id)), "rejected");
                    CHECK_THAT(said.text, StartsWith("That is not there any more."));
                });
}

TEST_CASE("two who extend or end a phase at once do it once")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    also_facilitates(bot, "U6");
    const auto run = run_of(bot);
    const auto extended =
        one_of(bot, {about_assist(bot, "U1", "extend", 1, run), about_assist(bot, "U6", "extend", 1, run)});
    CHECK_THAT(extended.front(), StartsWith("This phase was extended already"));
    CHECK(messages_of(bot, core::message_kind::assist_extended) == 1);
    const auto ended =
        one_of(bot, {about_assist(bot, "U1", "advance", 1, run), about_assist(bot, "U6", "advance", 1, run)});
    CHECK_THAT(ended.front(), StartsWith("That phase is over already"));
    CHECK(phase_name(bot, 1) == "restate");
    // Each a moment too late, on the old card.
    for (const auto* action : {"advance", "extend"})
        changes_nothing(bot, [&] { presses(bot, about_assist(bot, "U1", action, 1, run), "rejected"); });
}

TEST_CASE("facilitating that is handed over twice at once by the same person goes to one")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    auto from = facilitator_of(bot);
    if (from == "U1") {
        presses(bot, about_assist(bot, "U1", "pass", 1));
        from = facilitator_of(bot);
    }
    REQUIRE(from != "U1");
    presses(bot, about_assist(bot, from, "hand_over", 1), "shown");
    const auto form = opened_form(bot);
    const auto to = [&](const std::string& person) {
        return filled(form, from, {{"person", std::vector<std::string>{person}}});
    };
    const auto first = from == "U5" ? "U6" : "U5";
    const auto got = bot.send_together({to(first), to("U1")});
    CHECK(got[0].outcome == "done");
    CHECK(got[1].outcome == "rejected");
    CHECK(facilitator_of(bot) == first);
}

TEST_CASE("two who take notes at once: one does, and the other is told")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    std::vector<std::string> helpers{"U3", "U4", "U5"};
    std::erase(helpers, facilitator_of(bot));
    const auto late = one_of(bot, {about_assist(bot, helpers[0], "take_notes", 1),
                                   about_assist(bot, helpers[1], "take_notes", 1)});
    CHECK_THAT(late.front(), StartsWith("Somebody takes notes already."));
}

TEST_CASE("whoever presses twice that they take part is in it once")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    const auto got =
        bot.press_together({about_assist(bot, "U6", "join", 1), about_assist(bot, "U6", "join", 1)});
    CHECK(count_of(got, "done") == 2);
    std::size_t people = 0;
    const auto one = assist_numbered(bot, 1).id;
    bot.look([&](core::unit_of_work& work) {
        for (const auto& each : work.assists().participants(one))
            if (each.member.value == 6) ++people;
    });
    CHECK(people == 1);
    CHECK(messages_of(bot, core::message_kind::assist_catch_up) == 1);
}

TEST_CASE("an assist that is stopped while somebody ends its phase is stopped, once")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    const auto late = one_of(bot, {about_assist(bot, "U2", "stop", 1), about_assist(bot, "U1", "stop", 1),
                                   about_assist(bot, "U1", "advance", 1, run_of(bot))});
    CHECK_THAT(late.front(), StartsWith("This peer assist is over."));
    CHECK_THAT(late.back(), StartsWith("That phase is over already"));
    CHECK(messages_of(bot, core::message_kind::assist_stopped) == 1);
}

TEST_CASE("contributors who all approve at once make the summary ready once")
{
    const auto made = group_with_assist(standing::reviewed);
    auto& bot = *made;
    std::vector<bot::slack::block_action> all;
    for (const auto* person : {"U3", "U4", "U5", "U3"})
        all.push_back(about_assist(bot, person, "part_all", 1));
    CHECK(count_of(bot.press_together(all), "done") == 4);
    CHECK(messages_of(bot, core::message_kind::assist_summary_ready) == 1);
}

TEST_CASE("of presses that publish, keep and take out a summary at once, one ends it")
{
    const std::vector<std::vector<const char*>> orders{
        {"publish", "publish"}, {"publish", "take_text", "keep"}, {"keep", "publish"}};
    for (const auto& order : orders) {
        const auto made = group_with_assist(standing::reviewed);
        auto& bot = *made;
        for (const auto* person : {"U3", "U4", "U5"})
            presses(bot, about_assist(bot, person, "part_all", 1));
        std::vector<bot::slack::block_action> all;
        for (const auto* action : order)
            all.push_back(about_assist(bot, "U2", action, 1));
        const bool taken_after = order.size() == 3;
        const auto got = bot.press_together(all);
        // The text of what was just published can be taken, too.
        CHECK(count_of(got, "done") == (taken_after ? 2 : 1));
        const int posted = order.front() == std::string("publish") ? 1 : 0;
        CHECK(messages_of(bot, core::message_kind::assist_summary) == posted);
        CHECK_THAT(sentences(bot, all).back(), StartsWith("Its summary is not being made"));
    }
}

TEST_CASE("what is withdrawn is not published, taken as text or told about any more")
{
    const auto made = group_with_assist(standing::published);
    auto& bot = *made;
    presses(bot, about_assist(bot, "U2", "outcome", 1), "shown");
    const auto form = opened_form(bot);
    const auto got =
        bot.press_together({about_assist(bot, "U2", "withdraw", 1), about_assist(bot, "U2", "take_text", 1)});
    CHECK(got[0].outcome == "done");
    CHECK(got[1].outcome == "rejected");
    changes_nothing(bot, [&] {
        for (const auto* action : {"publish", "keep", "take_text", "review"})
            presses(bot, about_assist(bot, "U2", action, 1), "rejected");
        const auto late = bot.send(filled(form, "U2", {{"text", std::string("All is well")}}));
        CHECK_THAT(field_errors(late)["text"], Contains("over"));
    });
    CHECK_THAT(assist_card_of(bot, 1).words(), !Contains(confided));
}

TEST_CASE("a part is withdrawn although somebody made what they wrote be about it")
{
    const auto made = group_with_assist(standing::asking);
    auto& bot = *made;
    const auto all = said_in(bot, 1);
    const auto answer = std::find_if(all.begin(), all.end(), [](const core::contribution& each) {
        return each.kind == core::contribution_kind::answer;
    });
    REQUIRE(answer != all.end());
    // Help that claims to be about the answer, which no form offers.
    auto sent = filled(
        [&] {
            presses(bot, about_assist(bot, "U6", "contribute", 1, "4"), "shown");
            return opened_form(bot);
        }(),
        "U6", {{"text", std::string("Hello")}, {"tag", std::string("0")}});
    for (const auto& about : all) {
        sent.private_metadata =
            "C1|" + std::to_string(ids_in(bot).assist) + ":4:" + std::to_string(about.id.value);
        sent.trigger_id += "-again";
        const bool question = about.kind == core::contribution_kind::question;
        CHECK(bot.send(sent).outcome == (question ? "done" : "rejected"));
    }
    for (const auto& each : all)
        if (each.kind == core::contribution_kind::question)
            presses(bot, about_assist(bot, "U" + std::to_string(each.author.value), "take_back", 1,
                                      std::to_string(each.id.value)));
    const auto left = said_in(bot, 1);
    CHECK(std::none_of(all.begin(), all.end(), [&](const core::contribution& each) {
        return each.kind == core::contribution_kind::question &&
               std::any_of(left.begin(), left.end(), [&](const auto& one) { return one.id == each.id; });
    }));
}

TEST_CASE("words to leave out are left out whole, however long, and once when they are written twice")
{
    const auto made = group_with_assist(standing::reviewed);
    auto& bot = *made;
    std::string story = "We drove to Accra";
    while (story.size() < 2 * core::longest_question)
        story += ", and on to the next village";
    story += ", with the last of all goats";
    presses(bot, about_assist(bot, "U2", "edit", 1), "shown");
    const auto got = bot.send(
        filled(opened_form(bot), "U2", {{"story", story}, {"own", "goat\ngoat\n goat \n\n" + story}}));
    INFO(got.body);
    CHECK(got.outcome == "done");
    CHECK_THAT(presses(bot, about_assist(bot, "U2", "summary", 1), "shown").words(), !Contains("goats"));
}

TEST_CASE("however many words are left out while the others review, the form adds none and loses none")
{
    const auto made = group_with_assist(standing::reviewed);
    auto& bot = *made;
    const auto one = assist_numbered(bot, 1).id;
    std::vector<std::string> left_out;
    const auto look = [&] {
        bot.look([&](core::unit_of_work& work) { left_out = work.assists().blanks(one); });
    };
    for (const std::string letter : {"a", "b", "c"}) {
        std::string lines;
        for (int i = 0; i < 240; ++i)
            lines += letter + " word " + std::to_string(i) + "\n";
        presses(bot, about_assist(bot, "U2", "edit", 1), "shown");
        CHECK(bot.send(filled(opened_form(bot), "U2", {{"own", lines}})).outcome == "done");
    }
    look();
    const auto before = left_out;
    CHECK(before.size() == 720);
    presses(bot, about_assist(bot, "U2", "edit", 1), "shown");
    CHECK(bot.send(filled(opened_form(bot), "U2")).outcome == "done");
    look();
    CHECK(left_out == before);
}

TEST_CASE("buttons of phases that are over do nothing, and say why")
{
    for (const auto how : {standing::reviewed, standing::published, standing::stopped}) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        const auto ids = ids_in(bot);
        std::vector<std::string> values{std::to_string(ids.run), std::to_string(ids.slot)};
        for (const auto id : ids.said)
            values.push_back(std::to_string(id));
        const auto before = bot.dump();
        for (const std::string action : of_phases)
            for (const std::string person : {"U1", "U2", "U3", "U6"})
                for (const auto& value : values) {
                    const auto pressed = about_assist(bot, person, action.substr(7), 1, value);
                    const auto got = bot.press(pressed);
                    INFO("an assist that is " << name_of(how) << ": " << person << " presses " << action
                                              << " " << value);
                    CHECK(got.outcome == "rejected");
                }
        CHECK(same_rows(before, bot.dump()));
    }
}
