// Messages and cards drawn from the rows of a bot under test, and what every one of them must keep to.
#pragma once

#include "bot/cards/render.hpp"
#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>
#include <cctype>

#include <string>
#include <string_view>
#include <utility>

namespace peerbot::tests {

// A title of 150 code points, made of one that is repeated.
inline std::string long_title(std::string_view letter)
{
    std::string title;
    for (int i = 0; i < core::longest_title; ++i)
        title += letter;
    return title;
}

inline bot::rendering draw(bot_under_test& bot, core::message_kind kind, std::int64_t subject,
                           core::recipient to)
{
    core::outbox_row row;
    row.what.kind = kind;
    row.what.group = core::group_id{1};
    row.what.subject = subject;
    row.what.to = std::move(to);
    row.workspace = core::workspace_id("T1");
    bot::rendering drawn;
    bot.look([&](core::unit_of_work& work) { drawn = bot::render_message(work, row, bot.now); });
    return drawn;
}

inline bot::slack::rendered message_of(const bot::rendering& drawn)
{
    if (const auto* gone = std::get_if<bot::dropped>(&drawn)) FAIL("dropped: " << gone->why);
    return std::get<bot::slack::rendered>(drawn);
}

inline std::string reason_of(const bot::rendering& drawn)
{
    const auto* gone = std::get_if<bot::dropped>(&drawn);
    return gone == nullptr ? std::string("said") : gone->why;
}

inline bot::slack::rendered card_of(bot_under_test& bot, core::card_kind kind, std::int64_t subject)
{
    core::card picture;
    picture.kind = kind;
    picture.group = core::group_id{1};
    picture.subject = subject;
    std::optional<bot::slack::rendered> drawn;
    bot.look([&](core::unit_of_work& work) {
        // A session may have had more than one; the one that follows it is meant.
        if (kind == core::card_kind::session)
            picture.id = work.sessions().find(core::session_id{subject})->card;
        drawn = bot::render_card(work, picture, bot.now);
    });
    REQUIRE(drawn);
    return *drawn;
}

inline nlohmann::json whole(const bot::slack::rendered& what)
{
    nlohmann::json message = {{"text", what.text}};
    if (!what.blocks_json.empty()) message["blocks"] = nlohmann::json::parse(what.blocks_json);
    return message;
}

// The words of the blocks, one line each.
inline std::string words_of(const nlohmann::json& blocks)
{
    std::string words;
    const auto button = [](const nlohmann::json& one) {
        return "[" + one.at("text").at("text").get<std::string>() + "]";
    };
    for (const auto& block : blocks) {
        if (block.contains("text")) words += block.at("text").at("text").get<std::string>();
        if (block.contains("accessory")) words += "  " + button(block.at("accessory"));
        if (block.contains("elements")) {
            for (const auto& one : block.at("elements")) {
                words +=
                    one.at("type") == "button" ? button(one) + " " : one.at("text").get<std::string>() + "\n";
            }
        }
        words += '\n';
    }
    return words;
}

// Slack takes it, it calls nobody, it does not shout, and whoever hears only its text has the whole sentence.
inline void check_manners(const bot::slack::rendered& what)
{
    const auto message = whole(what).dump();
    INFO(message);
    CHECK(check_limits(message) == std::vector<std::string>{});
    for (const auto* call : {"<!channel>", "<!here>", "<!everyone>"})
        CHECK(message.find(call) == std::string::npos);
    for (auto at = message.find('!'); at != std::string::npos; at = message.find('!', at + 1))
        CHECK((message.compare(at - 1, 6, "<!date") == 0 || message.compare(at - 4, 5, "&lt;!") == 0));
    REQUIRE_FALSE(what.text.empty());
    const auto first = static_cast<unsigned char>(what.text.front());
    CHECK((std::isupper(first) || std::isdigit(first)));
    CHECK(what.text.find("  ") == std::string::npos);
}

} // namespace peerbot::tests
