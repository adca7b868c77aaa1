// Whose a question without a name is shows in nothing that anybody can read or press: two groups in which the
// same people posted at the same moments, each with the question of the other, look the same to everybody.
#include "tests/bot/assists/standing.hpp"
#include "tests/bot/captured_log.hpp"

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

const std::string loan = "How do we lend tools?";
const std::string mend = "Who mends them?";
const std::vector<std::string> everybody{"U1", "U2", "U3", "U4", "U5", "U6"};

void posts(bot_under_test& bot, const std::string& person, const std::string& text)
{
    presses(bot, about_assist(bot, person, "post", 1), "shown");
    REQUIRE(
        bot.send(filled(opened_form(bot), person, {{"text", text}, {"name", std::string("none")}})).outcome ==
        "done");
}

// What everybody reads when they press everything about every question, and type what there is to type.
std::vector<std::string> everything_tried(bot_under_test& bot)
{
    std::vector<std::string> read;
    std::vector<pressed_so> pressed;
    const auto ids = ids_in(bot).said;
    for (const auto& person : everybody) {
        for (const auto& row : bot::assist_commands().presses) {
            const auto action = row.action.substr(std::string_view("assist.").size());
            // One's own question is shown to oneself; the others end what is to be looked at.
            if (action == "post" || action == "advance" || action == "stop" || action == "bring" ||
                action == "withdraw")
                continue;
            for (const auto id : ids) {
                const auto one = about_assist(bot, person, std::string(action), 1, std::to_string(id));
                pressed.push_back({one, bot.press(one)});
            }
        }
        for (const auto* line : {"/assist", "/assist show 1", "/assist history", "/assist templates",
                                 "/peer promises", "/peer export"})
            read.push_back(person + " types " + line + ": " + bot.command(person, line).body);
    }
    check_all_answered(bot, pressed);
    auto answers = answers_by_delivery(bot);
    for (const auto& [what, got] : pressed)
        read.push_back(what.user.value + " presses " + what.action_id + " " + what.value + ": " +
                       got.outcome + " " + answers[what.response_url] + answers[what.trigger_id]);
    return read;
}

// Every message to anybody, worded, with when it is due.
std::vector<std::string> every_message(bot_under_test& bot)
{
    std::vector<std::string> all;
    bot.look([&](core::unit_of_work& work) {
        for (std::int64_t id = 1; const auto row = work.outbox().find(core::message_id{id}); ++id) {
            const auto drawn = bot::render_message(work, *row, std::max(bot.now, row->what.due_at));
            const auto* said = std::get_if<bot::slack::rendered>(&drawn);
            const auto* person = std::get_if<core::user_id>(&row->what.to);
            all.push_back((person == nullptr ? std::string("all") : person->value) + " at " +
                          std::to_string(row->what.due_at.time_since_epoch().count()) + ": " +
                          (said == nullptr ? std::string("nothing") : said->text + said->blocks_json));
        }
    });
    return all;
}

struct seen_from_outside
{
    std::vector<std::string> read;
    std::vector<std::string> messages;
    std::string cards;
    std::vector<std::string> rows;
    std::string log;
};

seen_from_outside world_of(const std::string& text_of_3, const std::string& text_of_4)
{
    captured_log log;
    seen_from_outside all;
    {
        bot_under_test bot;
        set_up_assists(bot, 6);
        types(bot, "U2", "/assist pick four-week");
        posts_card(bot, 1, "1799053200.000900");
        bot.now += core::minutes{7};
        posts(bot, "U3", text_of_3);
        bot.now += core::minutes{11};
        posts(bot, "U4", text_of_4);
        // In the order in which people see it: while it is collected, chosen from, and to be brought.
        all.cards = assist_card_of(bot, 1).words();
        for (const auto& person : everybody)
            all.read.push_back(bot.command(person, "/assist show 1").body);
        for (const bool choice : {true, false}) {
            ends_phase(bot, 1);
            const auto tried = everything_tried(bot);
            all.read.insert(all.read.end(), tried.begin(), tried.end());
            all.cards += assist_card_of(bot, 1).words();
            if (choice) {
                const auto chosen = std::to_string(ids_in(bot).said.front());
                for (const auto& person : everybody)
                    presses(bot, about_assist(bot, person, "affects", 1, chosen + ":1"));
            }
        }
        presses(bot, about_assist(bot, "U5", "bring", 1));
        pass_until(bot, bot.now + core::days{2});
        all.cards += assist_card_of(bot, 1).words();
        all.messages = every_message(bot);
        all.rows = bot.dump();
    }
    std::erase_if(all.rows, [](const std::string& row) {
        return row.starts_with("inbox:") || row.starts_with("migrations:");
    });
    for (auto& row : all.rows)
        if (const auto key = row.find("|pb-"); key != std::string::npos) row.erase(key, 36);
    all.log = log.text();
    return all;
}

} // namespace

TEST_CASE("whose a question without a name is shows in no card, message, answer, command, row or log line")
{
    const auto one = world_of(loan, mend);
    const auto other = world_of(mend, loan);
    CHECK(one.cards == other.cards);
    CHECK(one.messages == other.messages);
    CHECK(one.rows == other.rows);
    CHECK(one.log == other.log);
    REQUIRE(one.read.size() == other.read.size());
    for (std::size_t i = 0; i < one.read.size(); ++i)
        CHECK(one.read[i] == other.read[i]);
    CHECK_THAT(one.log, !Contains(loan) && !Contains(mend) && !Contains("U3") && !Contains("U4"));
    CHECK(std::any_of(one.messages.begin(), one.messages.end(),
                      [](const std::string& each) { return each.find("lend tools") != std::string::npos; }));
}
