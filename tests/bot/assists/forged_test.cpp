// Buttons and forms of a peer assist that members send with values that nobody gave them: each is answered in
// words, whatever is in it, and nothing breaks. Goes over the whole table, so a new row cannot be forgotten.
#include "tests/bot/assists/standing.hpp"

#include <algorithm>
#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

const std::string huge = "9223372036854775807";
const std::vector<std::string> people{"U1", "U2", "U3", "U6"};
constexpr standing pressed_in[] = {standing::asking, standing::choosing, standing::reviewed,
                                   standing::published};

// Values that name no assist.
std::vector<std::string> nonsense()
{
    return {"",
            "0",
            "-1",
            ":",
            "1:",
            ":1",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "x",
            "|",
            "|text",
            huge,
            "9223372036854775808",
            "-" + huge,
            "99999999999999999999999999",
            "C2|1",
            "<!channel>",
            "classic\n",
            std::string("1\0", 2),
            "\xF0\x9F",
            std::string(3000, '1'),
            "1:1:1:-1",
            std::string(3000, ':'),
            "\xEF\xBC\x91"};
}

// Values that name the assist, and beside it what is not in it.
std::vector<std::string> beside(const named_ids& ids)
{
    const auto assist = std::to_string(ids.assist);
    std::vector<std::string> all{assist,
                                 assist + ":0",
                                 assist + ":" + huge,
                                 assist + ":4294967297",
                                 assist + ":99:99:99:99",
                                 assist + "|" + std::string(3000, '&'),
                                 assist + "|<!channel> \xF0\x9F",
                                 assist + ":1|" + std::string("\0\x01\x7F", 3)};
    if (!ids.said.empty()) {
        const auto first = std::to_string(ids.said.front());
        const auto last = std::to_string(ids.said.back());
        for (const auto& more : {first, last, first + ":" + last, "4:" + first, "1:" + first, "8:" + last,
                                 "10:" + last, "11:" + last, last + ":1"})
            all.push_back(assist + ":" + more);
    }
    if (ids.slot != 0) all.push_back(assist + ":" + std::to_string(ids.slot));
    return all;
}

// What ends an assist or a phase goes last, so that there is something to press for the others.
bool ends_something(std::string_view action)
{
    constexpr std::array ends{"assist.advance", "assist.stop",    "assist.solved",    "assist.topic",
                              "assist.publish", "assist.keep",    "assist.take_text", "assist.withdraw",
                              "assist.review",  "assist.not_mine"};
    return std::find(ends.begin(), ends.end(), action) != ends.end();
}

template <class Row, class Name>
std::vector<std::string> in_order(std::span<const Row> rows, Name Row::*name)
{
    std::vector<std::string> names;
    for (const auto& row : rows)
        names.emplace_back(row.*name);
    std::stable_partition(names.begin(), names.end(), [](const auto& one) { return !ends_something(one); });
    return names;
}

bot::slack::view_submission sending(const std::string& person, const std::string& callback,
                                    const std::string& metadata,
                                    const std::map<std::string, bot::slack::input_value>& answers)
{
    static int sendings = 0;
    bot::slack::view_submission sent;
    sent.team = core::workspace_id("T1");
    sent.user = core::user_id(person);
    sent.callback_id = callback;
    sent.private_metadata = metadata;
    sent.trigger_id = "forged-" + std::to_string(++sendings);
    for (const auto& [block, answer] : answers)
        sent.values[block + ".value"] = answer;
    return sent;
}

// Answers that no input lets anybody choose.
std::vector<std::map<std::string, bot::slack::input_value>> forged_answers()
{
    std::vector<std::map<std::string, bot::slack::input_value>> all;
    for (const std::string& text :
         {std::string(), std::string(" \n\t "), std::string("\xE2\x80\x8B"), std::string(20'000, 'a'),
          std::string("\0\x01", 2), std::string("\xFF\xFE\x80"), std::string("-1"), huge,
          std::string("<!channel> <@U1> <https://evil|text> &lt;")}) {
        auto answers = every_answer(text);
        all.push_back(answers);
        for (const auto* choice : {"format", "pace", "day", "time", "name", "tag", "as", "about", "due"})
            answers[choice] = text;
        answers["person"] = std::vector<std::string>{text};
        all.push_back(answers);
        // A list where a text belongs, and the other way round.
        for (auto& [block, answer] : answers)
            answer = std::holds_alternative<std::string>(answer)
                         ? bot::slack::input_value(std::vector<std::string>{text, text})
                         : bot::slack::input_value(text);
        all.push_back(answers);
    }
    auto far = every_answer("Hello");
    for (const std::string day : {"2999-12-31", "1970-01-01", "2027-02-30", "0000-00-00", "9999-12-31"}) {
        far["day"] = far["due"] = day;
        far["pace"] = std::string("live");
        all.push_back(far);
        far["pace"] = std::string("call");
        all.push_back(far);
    }
    all.emplace_back();
    return all;
}

} // namespace

TEST_CASE("a button with a value that names no assist is answered in words and changes nothing")
{
    const auto made = group_with_assist(standing::sharing);
    auto& bot = *made;
    const auto before = bot.dump();
    std::vector<pressed_so> all;
    for (const auto& row : bot::assist_commands().presses)
        for (const auto& value : nonsense()) {
            const auto pressed = bot.pressing("U2", std::string(row.action), value);
            all.push_back({pressed, bot.press(pressed)});
            CHECK(all.back().got.outcome != "done");
        }
    check_all_answered(bot, all);
    CHECK(same_rows(before, bot.dump()));
}

TEST_CASE("whatever else a button about an assist names, it is answered and breaks nothing")
{
    for (const auto how : pressed_in) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        INFO("an assist that is " << name_of(how));
        const auto values = beside(ids_in(bot));
        std::vector<pressed_so> all;
        for (const auto& action : in_order(bot::assist_commands().presses, &bot::press_row::action)) {
            // Each value by one of them, and by another in the next state.
            auto at = static_cast<std::size_t>(how);
            for (const auto& value : values) {
                const auto pressed = bot.pressing(people[at++ % people.size()], action, value);
                all.push_back({pressed, bot.press(pressed)});
            }
        }
        check_all_answered(bot, all);
    }
}

TEST_CASE("whatever is in a form about an assist, it is answered and breaks nothing")
{
    const auto all = forged_answers();
    for (const auto how : pressed_in) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        const auto values = beside(ids_in(bot));
        for (const auto& callback : in_order(bot::assist_commands().forms, &bot::form_row::callback)) {
            auto at = static_cast<std::size_t>(how);
            for (const auto& answers : all) {
                const auto& person = people[at % people.size()];
                const auto metadata = "C1|" + values[at++ % values.size()];
                const auto got = bot.send(sending(person, callback, metadata, answers));
                INFO("an assist that is " << name_of(how) << ": " << person << " sends " << callback
                                          << " about " << metadata << ": " << got.outcome << " " << got.body);
                CHECK(got.status == 200);
                CHECK((got.outcome == "rejected" || got.outcome == "done" || got.outcome == "shown"));
                if (got.outcome == "rejected") CHECK_FALSE(field_errors(got).empty());
            }
        }
    }
}

TEST_CASE("a form whose hidden words were changed is refused beside its fields and changes nothing")
{
    const auto made = group_with_assist(standing::sharing);
    auto& bot = *made;
    const auto before = bot.dump();
    for (const auto& row : bot::assist_commands().forms)
        for (const auto& about : nonsense())
            for (const std::string channel : {"C9", "", "C1", "<!channel>"}) {
                const bool of_group = row.callback == "assist.ask" || row.callback == "assist.pick" ||
                                      row.callback == "assist.change_template";
                if (of_group && channel == "C1") continue;
                const auto got = bot.send(
                    sending("U2", std::string(row.callback), channel + "|" + about, every_answer("Hello")));
                INFO("sending " << row.callback << " of " << channel << " about " << about << ": "
                                << got.outcome << " " << got.body);
                CHECK(got.status == 200);
                CHECK(got.outcome == "rejected");
                CHECK_FALSE(field_errors(got).empty());
            }
    CHECK(same_rows(before, bot.dump()));
}
