// Buttons, forms, commands and shortcuts about a peer assist in the hands of people whom it is no business
// of, and with values that nobody was given. Goes over the whole table, so a new row cannot be forgotten.
#include "tests/bot/assists/standing.hpp"

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

namespace {

// Somebody who is not in the group of C1, and where they press.
struct stranger
{
    std::string what;
    std::string person;
    std::string channel;
    std::string team = "T1";
    std::string home = {};
};
const std::vector<stranger> strangers{
    {.what = "a facilitator of another group, there", .person = "V1", .channel = "C2"},
    {.what = "a facilitator of another group, here", .person = "V1", .channel = "C1"},
    {.what = "a facilitator of another group, alone", .person = "V1", .channel = "D7"},
    {.what = "somebody who left, here", .person = "U7", .channel = "C1"},
    {.what = "somebody who left, alone", .person = "U7", .channel = "D8"},
    {.what = "somebody of another workspace", .person = "U2", .channel = "C1", .team = "T2"},
    {.what = "a guest", .person = "W1", .channel = "C1", .team = "T1", .home = "T9"},
};

constexpr standing looked_at[] = {standing::choosing, standing::sharing, standing::published};

std::string joined(std::int64_t assist, std::int64_t other)
{
    return std::to_string(assist) + ":" + std::to_string(other);
}

std::vector<std::string> values_about(const named_ids& ids)
{
    std::vector<std::string> values{joined(ids.assist, ids.run), std::to_string(ids.assist) + "|" + confided};
    if (!ids.said.empty()) values.push_back(joined(ids.assist, ids.said.front()) + ":1");
    return values;
}

void check_nothing_told(bot_under_test& bot, std::size_t calls_before)
{
    const auto calls = bot.calls();
    for (auto at = calls_before; at < calls.size(); ++at) {
        INFO(calls[at].method << " " << calls[at].url);
        CHECK_THAT(calls[at].arguments.dump(), !Contains(confided));
    }
}

bot::slack::block_action pressing_as(bot_under_test& bot, const stranger& who, std::string_view action,
                                     const std::string& value)
{
    auto pressed = bot.pressing(who.person, std::string(action), value);
    pressed.team = core::workspace_id(who.team);
    pressed.user_team = core::workspace_id(who.home);
    pressed.channel = core::channel_id(who.channel);
    return pressed;
}

bot::slack::view_submission sending_as(const stranger& who, std::string_view callback,
                                       const std::string& metadata, const std::string& text)
{
    static int sendings = 0;
    bot::slack::view_submission sent;
    sent.team = core::workspace_id(who.team);
    sent.user = core::user_id(who.person);
    sent.callback_id = std::string(callback);
    sent.private_metadata = metadata;
    sent.trigger_id = "stranger-" + std::to_string(++sendings);
    for (const auto& [block, answer] : every_answer(text))
        sent.values[block + ".value"] = answer;
    return sent;
}

// Forms that are about no assist: to anybody they are of their own group.
bool of_group(std::string_view callback)
{
    return callback == "assist.ask" || callback == "assist.pick" || callback == "assist.change_template";
}

} // namespace

TEST_CASE("no button of an assist tells or changes anything for people outside of its group")
{
    for (const auto how : looked_at) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        INFO("an assist that is " << name_of(how));
        const auto ids = ids_in(bot);
        const auto before = bot.dump();
        const auto calls_before = bot.calls().size();
        std::vector<pressed_so> all;
        for (const auto& who : strangers)
            for (const auto& row : bot::assist_commands().presses)
                for (const auto& value : values_about(ids)) {
                    const auto pressed = pressing_as(bot, who, row.action, value);
                    const auto got = bot.press(pressed);
                    INFO(who.what << " presses " << row.action << " " << value);
                    CHECK(got.outcome != "done");
                    all.push_back({pressed, got});
                }
        check_all_answered(bot, all);
        check_nothing_told(bot, calls_before);
        CHECK(same_rows(before, bot.dump()));
    }
}

TEST_CASE("no form of an assist tells or changes anything for people outside of its group")
{
    for (const auto how : looked_at) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        INFO("an assist that is " << name_of(how));
        const auto ids = ids_in(bot);
        const auto before = bot.dump();
        const auto calls_before = bot.calls().size();
        for (const auto& who : strangers)
            for (const auto& row : bot::assist_commands().forms)
                for (const auto& value : values_about(ids))
                    for (const std::string channel : {"C1", "C2"}) {
                        if (of_group(row.callback) && channel == "C2") continue;
                        const auto got =
                            bot.send(sending_as(who, row.callback, channel + "|" + value, "Hello"));
                        INFO(who.what << " sends " << row.callback << " about " << value << " of " << channel
                                      << " and gets " << got.body);
                        CHECK(got.status == 200);
                        CHECK(got.outcome == "rejected");
                        CHECK_FALSE(field_errors(got).empty());
                        CHECK_THAT(got.body, !Contains(confided));
                    }
        check_nothing_told(bot, calls_before);
        CHECK(same_rows(before, bot.dump()));
    }
}

TEST_CASE("no command or shortcut about assists tells anything to people outside of the group")
{
    for (const auto how : looked_at) {
        const auto made = group_with_assist(how);
        auto& bot = *made;
        INFO("an assist that is " << name_of(how));
        const auto before = bot.dump();
        const auto calls_before = bot.calls().size();
        for (const auto& who : strangers) {
            if (who.channel == "C2") continue; // where they are at home
            std::vector<std::string> lines{"/assist 1"};
            for (const auto& row : bot::assist_commands().commands)
                for (const auto* rest : {"", " 1", " classic"})
                    lines.push_back("/assist" + (row.word.empty() ? "" : " " + std::string(row.word)) + rest);
            for (const auto& line : lines) {
                auto typed = bot.typed(who.person, line, who.channel);
                typed.team = core::workspace_id(who.team);
                const auto got = bot.command_at_once(typed, 1).front();
                INFO(who.what << " types " << line << " and reads " << got.sentence);
                CHECK(got.status == 200);
                CHECK((got.outcome == "rejected" || got.outcome == "shown"));
                CHECK_FALSE(got.sentence.empty());
                CHECK_THAT(got.body, !Contains(confided));
            }
            for (const auto& row : bot::assist_commands().shortcuts) {
                auto chosen = bot.choosing(who.person, std::string(row.callback), "Hello");
                chosen.team = core::workspace_id(who.team);
                chosen.channel = core::channel_id(who.channel);
                chosen.message_user = core::user_id(who.person);
                chosen.thread_ts = "1799053200.000900";
                CHECK(bot.choose(chosen).status == 200);
            }
        }
        check_nothing_told(bot, calls_before);
        CHECK(same_rows(before, bot.dump()));
    }
}
