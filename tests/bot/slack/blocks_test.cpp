#include "bot/slack/blocks.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace peerbot;
using namespace peerbot::bot::slack;
using tests::check_limits;

namespace {

std::string repeated(const std::string& piece, int times)
{
    std::string text;
    for (int left = times; left > 0; --left)
        text += piece;
    return text;
}

// Every text far past every limit.
std::vector<block> too_much(const std::string& piece)
{
    const auto text = repeated(piece, 5000);
    const button press{.text = text,
                       .action_id = "press",
                       .value = std::string(3000, 'v'),
                       .style = button_style::danger,
                       .accessibility_label = text,
                       .ask = confirmation{text, text, text, text}};
    std::vector<button> buttons;
    for (int number = 0; number < 40; ++number) {
        buttons.push_back({.text = text, .action_id = "press_" + std::to_string(number)});
    }
    return {header(text),
            section(escape(text)),
            section(escape(text), press),
            actions(buttons, "row"),
            context(std::vector<std::string>(20, escape(text))),
            divider()};
}

} // namespace

TEST_CASE("no text is too long for Slack")
{
    for (const std::string piece : {"a", "&", "<", "🙅", "ع", "é"}) {
        INFO(piece);
        const auto whole = message(escape(repeated(piece, 5000)), too_much(piece));
        CHECK(check_limits(whole.blocks_json) == std::vector<std::string>{});
        const nlohmann::json envelope = {{"text", whole.text}};
        CHECK(check_limits(envelope.dump()) == std::vector<std::string>{});
    }
}

TEST_CASE("a ballot of 20 topics with 150 emoji or Arabic letters fits")
{
    std::vector<block> blocks = {header("What next?")};
    for (int number = 0; number < 20; ++number) {
        const auto title = repeated(number % 2 == 0 ? "🙅" : "ع", 150);
        const auto id = std::to_string(number);
        blocks.push_back(section("*" + id + ". " + escape(title) + "*\n12 points",
                                 {.text = "Vote",
                                  .action_id = "vote_" + id,
                                  .value = id,
                                  .accessibility_label = "Vote for " + title}));
    }
    blocks.push_back(actions({{.text = "Close", .action_id = "close"}}));
    const auto card = message("What next?", blocks);

    CHECK(check_limits(card.blocks_json) == std::vector<std::string>{});
    const auto json = nlohmann::json::parse(card.blocks_json);
    REQUIRE(json.size() == 22);
    CHECK(json.at(1).at("text").at("text").get<std::string>().find("…") == std::string::npos);
}

TEST_CASE("of too many blocks the first and the last are kept")
{
    std::vector<block> blocks;
    for (int number = 0; number < 120; ++number)
        blocks.push_back(section(std::to_string(number)));
    const auto json = nlohmann::json::parse(message("text", blocks).blocks_json);

    REQUIRE(json.size() == 50);
    CHECK(json.at(47).at("text").at("text") == "47");
    CHECK(json.at(48).at("type") == "context");
    CHECK(json.at(49).at("text").at("text") == "119");
}

TEST_CASE("empty texts and empty rows are nothing that Slack refuses")
{
    const auto whole = message("text", {header(""), section(""), actions({}), context({})});
    CHECK(check_limits(whole.blocks_json) == std::vector<std::string>{});
    CHECK(nlohmann::json::parse(whole.blocks_json).size() == 2);
    CHECK(message("text", {actions({})}).blocks_json.empty());
}

TEST_CASE("a modal holds every kind of field")
{
    const auto long_text = repeated("🙅", 4000);
    std::vector<option> options;
    for (int number = 0; number < 150; ++number)
        options.push_back({long_text, "zone_" + std::to_string(number)});
    const modal what{
        .callback_id = "setup",
        .title = "A title that is longer than the 24 allowed",
        .submit = "Set up this group right now, please",
        .close = "Cancel",
        .private_metadata = "C1",
        .blocks = {input({.block_id = "name",
                          .label = long_text,
                          .what = text_field{.action_id = "value",
                                             .initial = long_text,
                                             .placeholder = long_text,
                                             .multiline = true,
                                             .least_length = 3,
                                             .most_length = 9000},
                          .hint = long_text}),
                   input(
                       {.block_id = "zone",
                        .label = "Time zone",
                        .what = choice_field{.action_id = "value", .options = options, .initial = "zone_7"}}),
                   input({.block_id = "none",
                          .label = "None",
                          .what = choice_field{.action_id = "value", .options = {}}}),
                   input({.block_id = "time",
                          .label = "Time",
                          .what = time_field{.action_id = "value", .initial = "15:00"}}),
                   input({.block_id = "who",
                          .label = "Who",
                          .what =
                              people_field{
                                  .action_id = "value", .initial = {"U1"}, .placeholder = "Pick", .most = 12},
                          .optional = true})},
    };
    const auto view = view_json(what);

    CHECK(check_limits(view) == std::vector<std::string>{});
    const auto json = nlohmann::json::parse(view);
    CHECK(json.at("blocks").at(1).at("element").at("initial_option").at("value") == "zone_7");
    CHECK(json.at("blocks").at(4).at("element").at("max_selected_items") == 12);
}

TEST_CASE("a menu that takes several begins with those that are on, and no more than it takes")
{
    const std::vector<option> options{{"Audio", "1"}, {"Video", "2"}, {"Maps", "3"}};
    const auto element = [&](const multi_choice_field& what) {
        const auto view =
            view_json({.callback_id = "vote",
                       .title = "Vote",
                       .submit = "Send",
                       .blocks = {input({.block_id = "topics", .label = "Topics", .what = what})}});
        CHECK(check_limits(view) == std::vector<std::string>{});
        return nlohmann::json::parse(view).at("blocks").at(0).at("element");
    };
    const auto values = [](const nlohmann::json& list) {
        std::vector<std::string> found;
        for (const auto& each : list)
            found.push_back(each.at("value").get<std::string>());
        return found;
    };
    const auto two =
        element({.action_id = "value", .options = options, .initial = {"3", "1", "9"}, .most = 2});
    CHECK(two.at("type") == "multi_static_select");
    CHECK(values(two.at("options")) == std::vector<std::string>{"1", "2", "3"});
    CHECK(values(two.at("initial_options")) == std::vector<std::string>{"1", "3"});
    CHECK(two.at("max_selected_items") == 2);
    const auto one = element({.action_id = "value", .options = options, .initial = {"1", "2"}, .most = 1});
    CHECK(values(one.at("initial_options")) == std::vector<std::string>{"1"});
    const auto none =
        element({.action_id = "value", .options = options, .initial = {"9"}, .placeholder = "Pick"});
    CHECK_FALSE(none.contains("initial_options"));
    CHECK_FALSE(none.contains("max_selected_items"));
    CHECK(none.at("placeholder").at("text") == "Pick");
    CHECK(element({.action_id = "value", .options = {}}).at("options").size() == 1);
    CHECK(element({.action_id = "value", .options = std::vector<option>(150, {"Long", "1"})})
              .at("options")
              .size() == 100);
}

TEST_CASE("a menu that begins with what it does not have, or with too much, is seen")
{
    const auto menu = [](const nlohmann::json& change) {
        const nlohmann::json option = {{"text", {{"type", "plain_text"}, {"text", "A"}}}, {"value", "1"}};
        nlohmann::json element = {{"type", "multi_static_select"}, {"action_id", "a"}, {"options", {option}}};
        element.merge_patch(change);
        const nlohmann::json blocks = {
            {{"type", "input"}, {"label", {{"type", "plain_text"}, {"text", "L"}}}, {"element", element}}};
        return check_limits(blocks.dump()).size();
    };
    const nlohmann::json other = {{"text", {{"type", "plain_text"}, {"text", "B"}}}, {"value", "1"}};
    CHECK(menu(nlohmann::json::object()) == 0);
    CHECK(menu({{"initial_options", nlohmann::json::array({other})}}) == 1);
    CHECK(menu({{"initial_options", nlohmann::json::array()}}) == 1);
    CHECK(menu({{"max_selected_items", 0}}) == 1);
    CHECK(menu({{"type", "static_select"}, {"max_selected_items", 1}}) == 1);
}

TEST_CASE("the limits are those of the fixture, and a message past them is seen")
{
    CHECK_FALSE(check_limits(R"([{"type":"header","text":{"type":"plain_text","text":"")"
                             "\"}}]")
                    .empty());
    CHECK_FALSE(check_limits(R"([{"type":"section","text":{"type":"mrkdwn","text":"a"}}])").empty());
    const nlohmann::json header_too_long = {
        {{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", std::string(151, 'a')}}}}};
    CHECK(check_limits(header_too_long.dump()).size() == 1);
}
